use super::memory::{Keeps, MemoryStore};
use crate::key_store::{Freshness, KeyStore as _, KeyStoreEntry};
use crate::tests::{POLICY, Place, content, id, kind, passphrase};
use crate::{Error, KeyWrap, RecordId, Vault};
use std::collections::BTreeMap;

const CURRENT: Result<Freshness, Error> = Ok(Freshness::Current);

fn rolled_back(missing: u64) -> Result<Freshness, Error> {
    Ok(Freshness::RolledBack { missing })
}

fn connected() -> (Place, MemoryStore) {
    let (place, store) = (Place::with_records(1), MemoryStore::default());
    let (mut vault, authority) = Vault::open_to_change(&place.path, &passphrase(), &POLICY).unwrap();
    assert_eq!(vault.compare_with_key_store(&store), Ok(Freshness::Unwatched));
    vault.connect_key_store(&authority, &store).unwrap();
    assert_eq!(vault.compare_with_key_store(&store), CURRENT);
    drop(vault);
    (place, store)
}

fn entry(place: &Place) -> KeyStoreEntry {
    let wraps = Vault::key_wraps_in(&place.path, &POLICY).unwrap();
    let item = wraps.iter().find_map(|wrap| match wrap {
        KeyWrap::KeyStore(item) => Some(*item),
        _ => None,
    });
    KeyStoreEntry::generation(item.unwrap())
}

fn change(vault: &mut Vault) {
    vault.insert(kind(), RecordId::generate().unwrap(), &content(b"", b"a change")).unwrap();
}

/// One run of a program: it opens, compares, changes, and ends in order.
fn run(place: &Place, store: &MemoryStore, changes: usize) -> Result<Freshness, Error> {
    let mut vault = place.open().unwrap();
    let freshness = vault.compare_with_key_store(store);
    (0..changes).for_each(|_| change(&mut vault));
    vault.remember_in_key_store(store).unwrap();
    freshness
}

/// One that is killed before it ends in order.
fn killed_run(place: &Place, store: &MemoryStore, changes: usize) -> Result<Freshness, Error> {
    let mut vault = place.open().unwrap();
    let freshness = vault.compare_with_key_store(store);
    (0..changes).for_each(|_| change(&mut vault));
    freshness
}

fn put_back(place: &Place, files: &BTreeMap<String, Vec<u8>>) {
    std::fs::remove_dir_all(&place.path).unwrap();
    place.fill(files);
}

#[test]
fn a142_an_older_copy_is_noticed_and_opens() {
    let (place, store) = connected();
    let old = place.files();
    assert_eq!(run(&place, &store, 3), CURRENT);
    assert_eq!(run(&place, &store, 1), CURRENT);
    put_back(&place, &old);
    // It says so each time, whatever is done with it, and everything in it is there.
    for _ in 0..4 {
        assert_eq!(run(&place, &store, 1), rolled_back(2));
    }
    assert!(Vault::open_with_key_store(&place.path, &store, &POLICY).is_ok());
    assert!(place.open().unwrap().get(kind(), id(0)).unwrap().is_some());

    place.open().unwrap().accept_rollback().unwrap();
    assert_eq!(run(&place, &store, 1), CURRENT);
    // The next one is noticed again.
    put_back(&place, &old);
    assert_eq!(run(&place, &store, 0), rolled_back(7));
}

#[test]
fn a142_a_change_without_another_is_enough() {
    let (place, store) = connected();
    let old = place.files();
    let mut vault = place.open().unwrap();
    change(&mut vault);
    vault.remember_in_key_store(&store).unwrap();
    let between = place.files();
    change(&mut vault);
    vault.remember_in_key_store(&store).unwrap();
    drop(vault);
    put_back(&place, &between);
    assert_eq!(run(&place, &store, 0), rolled_back(1));
    put_back(&place, &old);
    assert_eq!(run(&place, &store, 0), rolled_back(2));
}

#[test]
fn a142_a_crash_before_the_key_store_is_told_is_no_false_alarm() {
    let (place, store) = connected();
    for _ in 0..3 {
        let before = place.files();
        assert_eq!(killed_run(&place, &store, 2), CURRENT);
        // Told when it is opened next; from then on the copy from before is noticed.
        assert_eq!(run(&place, &store, 0), CURRENT);
        let after = place.files();
        put_back(&place, &before);
        assert_eq!(run(&place, &store, 0), rolled_back(1));
        put_back(&place, &after);
        assert_eq!(run(&place, &store, 0), CURRENT);
    }
    // Neither are runs that change nothing, nor the passphrase while the store is away.
    assert_eq!(run(&place, &store, 0), CURRENT);
    store.fails_after.set(Some(0));
    let mut vault = place.open().unwrap();
    assert_eq!(vault.compare_with_key_store(&store), Err(Error::KeyStoreLocked));
    change(&mut vault);
    assert_eq!(vault.remember_in_key_store(&store), Err(Error::KeyStoreLocked));
    drop(vault);
    store.fails_after.set(None);
    assert_eq!(run(&place, &store, 0), CURRENT);
}

/// The one gap: what a killed process changed, in the time until the vault is opened next.
#[test]
fn a142_what_is_not_noticed() {
    let (place, store) = connected();
    assert_eq!(run(&place, &store, 1), CURRENT);
    let copy = place.files();
    assert_eq!(killed_run(&place, &store, 1), CURRENT);
    put_back(&place, &copy);
    assert_eq!(run(&place, &store, 0), CURRENT);
}

#[test]
fn a142_a_number_that_was_deleted_or_replaced_in_the_key_store() {
    let (place, store) = connected();
    run(&place, &store, 2).unwrap();
    store.delete(&entry(&place)).unwrap();
    assert_eq!(run(&place, &store, 0), Ok(Freshness::Forgotten));
    assert_eq!(run(&place, &store, 0), CURRENT);
    const MOST: u64 = 1 << 62;
    for damaged in [&b""[..], &[0; 7], &[0; 9], &[0xff; 8], &(MOST + 1).to_be_bytes()] {
        store.set(&entry(&place), damaged).unwrap();
        let mut vault = place.open().unwrap();
        assert_eq!(vault.compare_with_key_store(&store), Err(Error::KeyStoreDamaged), "{damaged:?}");
    }
    store.set(&entry(&place), &MOST.to_be_bytes()).unwrap();
    assert!(matches!(run(&place, &store, 2), Ok(Freshness::RolledBack { .. })), "and can be written");
}

#[test]
fn a_number_that_the_store_lost_is_told_again() {
    let (place, store) = connected();
    store.keeps.set(Keeps::Nothing);
    assert_eq!(run(&place, &store, 1), CURRENT);
    store.keeps.set(Keeps::It);
    assert_eq!(run(&place, &store, 1), CURRENT);
}
