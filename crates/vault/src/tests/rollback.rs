use super::{Place, content, id, kind};
use crate::Error;

const PAGE: usize = 4_096;
const RECORDS: u8 = 6;

fn body(number: u8) -> Vec<u8> {
    [number].repeat(20_000)
}

/// What authentication of single pages cannot see: each of these pages was genuine, at this very place, before. So a record, or a part
/// of one, can be put back to what it was; nothing can be put there that never was, and where a page does not fit to the others,
/// [`Vault::verify`](crate::Vault::verify) or the reading says so.
#[test]
fn a150_a_page_replaced_by_an_older_version_of_itself() {
    let place = Place::new();
    let mut vault = place.create();
    for number in 0..RECORDS {
        vault.insert(kind(), id(number), &content(&[number; 300], &body(number))).unwrap();
    }
    drop(vault);
    let older = place.read("vault.db");
    let mut vault = place.open().unwrap();
    for number in 0..RECORDS {
        vault.replace(kind(), id(number), &content(&[number + 100; 300], &body(number + 100))).unwrap();
    }
    vault.delete(kind(), id(5)).unwrap();
    drop(vault);
    let newer = place.read("vault.db");

    let (mut tried, mut noticed, mut put_back) = (0, 0, 0);
    for page in 1..newer.len().min(older.len()) / PAGE {
        let bytes = page * PAGE..(page + 1) * PAGE;
        if older[bytes.clone()] == newer[bytes.clone()] {
            continue;
        }
        let mut mixed = newer.clone();
        mixed[bytes.clone()].copy_from_slice(&older[bytes]);
        place.write("vault.db", &mixed);
        tried += 1;
        let vault = place.open().unwrap();
        let whole = vault.verify();
        assert!(matches!(whole, Ok(()) | Err(Error::DatabaseDamaged)));
        let mut went_back = false;
        for number in 0..RECORDS {
            match vault.get(kind(), id(number)) {
                Err(error) => assert_eq!(error, Error::DatabaseDamaged),
                Ok(None) => {}
                Ok(Some(record)) => {
                    let once_there = |byte: &u8| [number, number + 100].contains(byte);
                    assert!(record.head.meta.iter().chain(record.body.iter()).all(once_there), "page {page}");
                    went_back = went_back || record.head.meta[0] == number || record.body.contains(&number);
                }
            }
        }
        noticed += usize::from(whole.is_err());
        put_back += usize::from(went_back);
    }
    println!("{tried} pages put back: {noticed} noticed, {put_back} gave older content");
    assert!(tried > 10 && noticed > 0 && put_back > 0);
}
