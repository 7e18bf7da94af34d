use super::{Place, content, id, kind};
use crate::limits::{BODY_MAX_BYTES, META_MAX_BYTES};
use crate::{Error, RecordContent, RecordId, RecordKind, Vault};

fn titles(vault: &Vault) -> Vec<String> {
    let heads = vault.list(kind()).unwrap();
    heads.iter().map(|head| String::from_utf8(head.meta.to_vec()).unwrap()).collect()
}

#[test]
fn what_was_stored_comes_back_after_reopening() {
    let place = Place::new();
    let generated = RecordId::generate().unwrap();
    let mut vault = place.create();
    let whole = RecordContent { version: u32::MAX, meta: b"", body: &[0xff; 70_000] };
    vault.insert(kind(), generated, &whole).unwrap();
    vault.insert(kind(), id(1), &content(b"a title", b"")).unwrap();
    drop(vault);

    let vault = place.open().unwrap();
    let record = vault.get(kind(), generated).unwrap().unwrap();
    assert_eq!((record.head.id, record.head.version), (generated, u32::MAX));
    assert_eq!((record.head.meta.as_slice(), record.body.as_slice()), (whole.meta, whole.body));
    let record = vault.get(kind(), id(1)).unwrap().unwrap();
    assert_eq!((record.head.meta.as_slice(), record.body.as_slice()), (&b"a title"[..], &b""[..]));
    let bodies: Vec<usize> = vault.read_all(kind()).unwrap().iter().map(|record| record.body.len()).collect();
    assert_eq!(bodies, [70_000, 0]);
    assert!(vault.get(kind(), id(2)).unwrap().is_none());
}

#[test]
fn lists_are_in_the_order_of_insertion() {
    let place = Place::new();
    let mut vault = place.create();
    for (number, title) in [(9, "first"), (1, "second"), (5, "third")] {
        vault.insert(kind(), id(number), &content(title.as_bytes(), b"")).unwrap();
    }
    let other = RecordKind::new("other").unwrap();
    vault.insert(other, id(7), &content(b"of another kind", b"")).unwrap();
    assert_eq!(titles(&vault), ["first", "second", "third"]);
    assert_eq!(vault.list(other).unwrap().len(), 1);
    assert_eq!(vault.last(kind()).unwrap().unwrap().meta.as_slice(), b"third");
    let bodies: Vec<_> =
        vault.read_all(kind()).unwrap().into_iter().map(|record| record.head.sequence).collect();
    assert_eq!(bodies, [1, 2, 3]);
    let none = RecordKind::new("none").unwrap();
    assert!(vault.list(none).unwrap().is_empty() && vault.last(none).unwrap().is_none());

    vault.replace(kind(), id(9), &content(b"still first", b"")).unwrap();
    assert!(vault.delete(kind(), id(5)).unwrap());
    drop(vault);
    let mut vault = place.open().unwrap();
    vault.insert(kind(), id(5), &content(b"last", b"")).unwrap();
    assert_eq!(titles(&vault), ["still first", "second", "last"]);
    let sequences: Vec<u64> = vault.list(kind()).unwrap().iter().map(|head| head.sequence).collect();
    assert_eq!(sequences, [1, 2, 5], "a place is never used again");
}

#[test]
fn a_kind_is_a_part_of_the_name() {
    let place = Place::new();
    let mut vault = place.create();
    let other = RecordKind::new("other").unwrap();
    vault.insert(kind(), id(1), &content(b"meta", b"body")).unwrap();

    assert_eq!(vault.insert(kind(), id(1), &content(b"", b"")), Err(Error::RecordExists));
    assert_eq!(vault.insert(other, id(1), &content(b"", b"")), Err(Error::RecordExists));
    assert_eq!(vault.replace(other, id(1), &content(b"", b"")), Err(Error::NoSuchRecord));
    assert_eq!(vault.replace(kind(), id(2), &content(b"", b"")), Err(Error::NoSuchRecord));
    assert_eq!(vault.delete(other, id(1)), Ok(false));
    assert!(vault.get(other, id(1)).unwrap().is_none());
    assert_eq!(*vault.get(kind(), id(1)).unwrap().unwrap().body, b"body");

    assert_eq!(vault.delete(kind(), id(1)), Ok(true));
    assert_eq!(vault.delete(kind(), id(1)), Ok(false));
    assert!(vault.get(kind(), id(1)).unwrap().is_none());
}

#[test]
fn a_transaction_is_kept_whole_or_not_at_all() {
    let place = Place::new();
    let mut vault = place.create();
    vault.insert(kind(), id(1), &content(b"one", b"1")).unwrap();

    let refused = vault.transaction(|transaction| {
        transaction.insert(kind(), id(2), &content(b"two", b"2"))?;
        transaction.replace(kind(), id(1), &content(b"changed", b"changed"))?;
        transaction.delete(kind(), id(1))?;
        assert_eq!(transaction.list(kind())?.len(), 1);
        assert!(transaction.get(kind(), id(1))?.is_none());
        transaction.insert(kind(), id(2), &content(b"again", b""))
    });
    assert_eq!(refused, Err(Error::RecordExists));
    assert_eq!(titles(&vault), ["one"]);

    /// A caller's own error ends it as well.
    #[derive(Debug, PartialEq)]
    struct Declined;
    impl From<Error> for Declined {
        fn from(error: Error) -> Self {
            panic!("{error}")
        }
    }
    let declined: Result<(), Declined> = vault.transaction(|transaction| {
        transaction.delete(kind(), id(1))?;
        Err(Declined)
    });
    assert_eq!(declined, Err(Declined));
    assert_eq!(titles(&vault), ["one"]);

    let kept: Result<usize, Error> = vault.transaction(|transaction| {
        transaction.insert(kind(), id(2), &content(b"two", b"2"))?;
        transaction.replace(kind(), id(1), &content(b"changed", b"changed"))?;
        Ok(transaction.list(kind())?.len())
    });
    assert_eq!(kept, Ok(2));
    drop(vault);
    assert_eq!(titles(&place.open().unwrap()), ["changed", "two"]);
}

#[test]
fn a_panic_amid_a_transaction_undoes_it() {
    let place = Place::new();
    let mut vault = place.create();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        vault.transaction(|transaction| -> Result<(), Error> {
            transaction.insert(kind(), id(1), &content(b"", b""))?;
            panic!("amid")
        })
    }));
    assert!(panicked.is_err());
    assert!(titles(&vault).is_empty());
    vault.insert(kind(), id(1), &content(b"one", b"")).unwrap();
    assert_eq!(titles(&vault), ["one"]);
}

#[test]
fn limits() {
    let place = Place::new();
    let mut vault = place.create();
    let (meta, body) = (vec![1; META_MAX_BYTES + 1], vec![2; BODY_MAX_BYTES + 1]);
    vault.insert(kind(), id(1), &content(&meta[1..], &body[1..])).unwrap();
    vault.replace(kind(), id(1), &content(&meta[1..], &body[1..])).unwrap();
    let record = vault.get(kind(), id(1)).unwrap().unwrap();
    assert_eq!((record.head.meta.len(), record.body.len()), (META_MAX_BYTES, BODY_MAX_BYTES));

    assert_eq!(vault.insert(kind(), id(2), &content(&meta, b"")), Err(Error::MetaTooLarge));
    assert_eq!(vault.insert(kind(), id(2), &content(b"", &body)), Err(Error::BodyTooLarge));
    assert_eq!(vault.replace(kind(), id(1), &content(&meta, b"")), Err(Error::MetaTooLarge));
    assert_eq!(vault.replace(kind(), id(1), &content(b"", &body)), Err(Error::BodyTooLarge));
    assert_eq!(vault.list(kind()).unwrap().len(), 1);
}

#[test]
fn a_vault_moves_between_threads() {
    let place = Place::new();
    let mut vault = place.create();
    let vault = std::thread::spawn(move || {
        vault.insert(kind(), id(1), &content(b"one", b"")).unwrap();
        vault
    });
    assert_eq!(titles(&vault.join().unwrap()), ["one"]);
}
