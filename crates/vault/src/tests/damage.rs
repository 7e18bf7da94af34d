use super::{Place, content, cut, id, kind};
use crate::{Error, Vault};

const PAGE: usize = 4_096;
const RECORDS: u8 = 6;

/// Long enough for pages of their own, the last of which holds nothing but content.
fn body(number: u8) -> Vec<u8> {
    (0..20_000_u32).map(|at| number.wrapping_add(u8::try_from(at % 251).unwrap())).collect()
}

fn filled() -> Place {
    let place = Place::new();
    let mut vault = place.create();
    for number in 0..RECORDS {
        vault.insert(kind(), id(number), &content(&[number; 300], &body(number))).unwrap();
    }
    place
}

/// Reads everything: what comes back must be what was stored. How many readings were refused.
fn refused_readings(vault: &Vault) -> usize {
    let mut refused = 0;
    match vault.list(kind()) {
        Ok(heads) => {
            assert_eq!(heads.len(), usize::from(RECORDS));
            assert!(heads.iter().zip(0..).all(|(head, number)| *head.meta == [number; 300]));
        }
        Err(error) => {
            assert_eq!(error, Error::DatabaseDamaged);
            refused += 1;
        }
    }
    for number in 0..RECORDS {
        match vault.get(kind(), id(number)) {
            Ok(found) => assert!(*found.unwrap().body == body(number), "wrong content of {number}"),
            Err(error) => {
                assert_eq!(error, Error::DatabaseDamaged);
                refused += 1;
            }
        }
    }
    refused
}

/// Each page in turn: what is read is right or refused, and reading everything notices it.
fn is_noticed_on_every_page(damage: fn(&mut [u8], usize)) {
    let place = filled();
    let database = place.read("vault.db");
    let pages = database.len() / PAGE;
    let mut unread = Vec::new();
    for page in 1..pages {
        let mut damaged = database.clone();
        damage(&mut damaged, page);
        place.write("vault.db", &damaged);
        let mut vault = place.open().unwrap();
        if refused_readings(&vault) == 0 {
            unread.push(page);
        } else {
            let refused = vault.insert(kind(), id(99), &content(b"", b""));
            assert_eq!(refused, Err(Error::DatabaseDamaged), "nothing is written any more");
        }
        drop(vault);
        // Closing after the damage was noticed keeps the rest as it was.
        assert!(place.read("vault.db").len() == database.len());

        place.write("vault.db", &damaged);
        assert_eq!(place.open().unwrap().verify(), Err(Error::DatabaseDamaged), "page {page}");
    }
    // Reading records touches neither the counter of AUTOINCREMENT nor the vault's generation, which have a page each.
    assert!(unread.len() <= 2, "{unread:?}");
    place.write("vault.db", &database);
    assert_eq!(place.open().unwrap().verify(), Ok(()));
}

#[test]
fn a145_a_damaged_page_gives_an_error_and_never_other_content() {
    is_noticed_on_every_page(zero_page);
    is_noticed_on_every_page(flip_byte);
}

#[test]
fn a149_a_page_moved_inside_the_file() {
    is_noticed_on_every_page(previous_page);
}

fn zero_page(database: &mut [u8], page: usize) {
    database[page * PAGE..][..PAGE].fill(0);
}

fn flip_byte(database: &mut [u8], page: usize) {
    database[page * PAGE + (page * 1_031) % PAGE] ^= 0x10;
}

/// A page that is authentic at another place.
fn previous_page(database: &mut [u8], page: usize) {
    database.copy_within((page - 1) * PAGE..page * PAGE, page * PAGE);
}

#[test]
fn a145_a_damaged_page_amid_a_transaction_undoes_it() {
    let place = filled();
    let database = place.read("vault.db");
    for page in 1..database.len() / PAGE {
        let mut damaged = database.clone();
        zero_page(&mut damaged, page);
        place.write("vault.db", &damaged);
        let mut vault = place.open().unwrap();
        let mut refused = 0;
        let kept = vault.transaction(|transaction| {
            transaction.insert(kind(), id(50), &content(b"new", b"new"))?;
            for number in 0..RECORDS {
                refused += usize::from(transaction.get(kind(), id(number)).is_err());
            }
            transaction.insert(kind(), id(51), &content(b"new", b"new"))
        });
        assert_eq!(kept.is_err(), refused > 0 || kept == Err(Error::DatabaseDamaged), "page {page}");
        drop(vault);
        if kept.is_err() {
            place.write("vault.db", &database);
            assert!(place.open().unwrap().get(kind(), id(50)).unwrap().is_none());
        }
        let _ = std::fs::remove_file(place.file("vault.db-wal"));
    }
}

#[test]
fn a145_a_log_cut_short_or_damaged_loses_its_end_and_nothing_else() {
    let place = filled();
    let mut vault = place.open().unwrap();
    for number in 100..110 {
        vault.insert(kind(), id(number), &content(&[number; 10], &body(number))).unwrap();
    }
    let crashed = place.copy();
    drop(vault);
    let log = crashed.read("vault.db-wal");

    let check = |log: &[u8]| {
        let place = crashed.copy();
        place.write("vault.db-wal", log);
        let vault = place.open().unwrap();
        let heads = vault.list(kind()).unwrap();
        let expected: Vec<_> = (0..RECORDS).chain(100..110).map(id).collect();
        assert!(expected.starts_with(&heads.iter().map(|head| head.id).collect::<Vec<_>>()));
        for head in &heads {
            assert!(*vault.get(kind(), head.id).unwrap().unwrap().body == body(head.id.as_bytes()[0]));
        }
        heads.len()
    };
    assert_eq!(check(&log), usize::from(RECORDS) + 10);
    for length in (0..log.len()).step_by(log.len() / 20) {
        assert!(check(&log[..length]) <= usize::from(RECORDS) + 10);
        let mut damaged = log.clone();
        damaged[length] ^= 1;
        assert!(check(&damaged) <= usize::from(RECORDS) + 10);
    }

    // A database that lost pages which only the log had before: the log gives them back, or reading is refused.
    let database = crashed.read("vault.db");
    for length in (PAGE..database.len()).step_by(PAGE) {
        let place = crashed.copy();
        cut(&place.database(), length);
        if let Ok(vault) = place.open() {
            refused_or_right(&vault);
        }
    }
}

fn refused_or_right(vault: &Vault) {
    for number in (0..RECORDS).chain(100..110) {
        match vault.get(kind(), id(number)) {
            Ok(found) => assert!(*found.unwrap().body == body(number)),
            Err(error) => assert_eq!(error, Error::DatabaseDamaged),
        }
    }
}
