use super::memory::{Keeps, MemoryStore};
use crate::interruption::{Interruption, plant};
use crate::key_store::Disconnected;
use crate::tests::{POLICY, Place, passphrase};
use crate::{Authority, Error, KeyWrap, Vault};

fn open_to_change(place: &Place) -> (Vault, Authority) {
    Vault::open_to_change(&place.path, &passphrase(), &POLICY).unwrap()
}

fn open(place: &Place, store: &MemoryStore) -> Result<(), Error> {
    Vault::open_with_key_store(&place.path, store, &POLICY).map(drop)
}

fn connected(place: &Place) -> MemoryStore {
    let store = MemoryStore::default();
    let (mut vault, authority) = open_to_change(place);
    vault.connect_key_store(&authority, &store).unwrap();
    store
}

fn says_connected(place: &Place) -> bool {
    let wraps = Vault::key_wraps_in(&place.path, &POLICY).unwrap();
    assert!(matches!(wraps[0], KeyWrap::Passphrase(_)), "the passphrase always opens");
    wraps.iter().any(|wrap| matches!(wrap, KeyWrap::KeyStore(_)))
}

#[test]
fn connected_and_disconnected() {
    let place = Place::with_records(1);
    assert_eq!(open(&place, &MemoryStore::default()), Err(Error::NoKeyStoreWrap));
    let store = connected(&place);
    assert_eq!(open(&place, &store), Ok(()));
    assert!(place.open().is_ok());

    // Once more: a new key, and the one before is gone.
    let before = store.kept.borrow().clone();
    let (mut vault, authority) = open_to_change(&place);
    vault.connect_key_store(&authority, &store).unwrap();
    assert_eq!(store.kept.borrow().len(), 2, "its key and how far the vault has come");
    assert!(store.kept.borrow().keys().all(|entry| !before.contains_key(entry)));
    drop(vault);
    assert_eq!(open(&place, &store), Ok(()));

    let (mut vault, authority) = open_to_change(&place);
    assert_eq!(vault.disconnect_key_store(&authority, &store), Ok(Disconnected::KeyRemoved));
    assert_eq!(vault.disconnect_key_store(&authority, &store), Err(Error::NoKeyStoreWrap));
    drop(vault);
    assert!(store.kept.borrow().is_empty());
    assert_eq!(open(&place, &store), Err(Error::NoKeyStoreWrap));
    assert!(place.open().is_ok());
}

#[test]
fn new_keys_end_a_connection() {
    let place = Place::with_records(1);
    let store = connected(&place);
    let new = crate::Passphrase::new(String::from("tr0ub4dor and 3 more")).unwrap();
    let (vault, authority) = open_to_change(&place);
    let mut rekeyed = vault.rekey(&authority, &new, &POLICY, |_, _| ()).unwrap();
    store.fails_after.set(Some(0));
    let left = Some(Disconnected::KeyLeft(Error::KeyStoreLocked));
    assert_eq!(rekeyed.disconnect_key_store(&store), left);
    store.fails_after.set(None);
    assert_eq!(rekeyed.disconnect_key_store(&store), Some(Disconnected::KeyRemoved));
    assert!(store.kept.borrow().is_empty());
    rekeyed.dropped.clear();
    assert_eq!(rekeyed.disconnect_key_store(&store), None);
    drop(rekeyed);
    assert_eq!(open(&place, &store), Err(Error::NoKeyStoreWrap));
    assert!(Vault::open(&place.path, &new, &POLICY).is_ok());
}

/// A store that does not keep what it is given is not relied on.
#[test]
fn a_store_that_keeps_something_else_is_not_connected() {
    for keeps in [Keeps::Nothing, Keeps::Half, Keeps::Another] {
        let place = Place::with_records(1);
        let header = place.read("vault.header");
        let store = MemoryStore::default();
        store.keeps.set(keeps);
        let (mut vault, authority) = open_to_change(&place);
        assert_eq!(vault.connect_key_store(&authority, &store), Err(Error::KeyStoreFailed));
        drop(vault);
        assert_eq!(place.read("vault.header"), header);
        assert!(store.kept.borrow().is_empty() && place.open().is_ok());
    }
}

/// Whichever call to the store and whichever step of the header fails: what the header names opens, the passphrase does,
/// and a store that was connected before is or is not.
#[test]
fn a141_connecting_that_fails_at_any_point_leaves_a_vault_that_opens() {
    for connected_before in [false, true] {
        for (calls, points) in (0..5).map(|calls| (Some(calls), None)).chain((0..8).map(|n| (None, Some(n))))
        {
            let place = Place::with_records(1);
            let store = if connected_before { connected(&place) } else { MemoryStore::default() };
            let (mut vault, authority) = open_to_change(&place);
            store.fails_after.set(calls);
            points.inspect(|points| plant(*points, Interruption::Fail));
            let result = vault.connect_key_store(&authority, &store);
            plant(usize::MAX, Interruption::Fail);
            store.fails_after.set(None);
            drop(vault);
            let expected =
                if connected_before || says_connected(&place) { Ok(()) } else { Err(Error::NoKeyStoreWrap) };
            assert_eq!(open(&place, &store), expected, "{connected_before} {calls:?} {points:?}: {result:?}");
            assert!(place.open().is_ok());
            if result.is_ok() {
                assert!(says_connected(&place));
            }
        }
    }
}

#[test]
fn a141_disconnecting_that_fails_at_any_point_leaves_a_vault_that_opens() {
    let place = Place::with_records(1);
    let store = connected(&place);
    let (mut vault, authority) = open_to_change(&place);
    store.fails_after.set(Some(0));
    let left = vault.disconnect_key_store(&authority, &store);
    assert_eq!(left, Ok(Disconnected::KeyLeft(Error::KeyStoreLocked)));
    store.fails_after.set(None);
    drop(vault);
    assert_eq!(open(&place, &store), Err(Error::NoKeyStoreWrap), "the key that is left opens nothing");

    for points in 0..8 {
        let place = Place::with_records(1);
        let store = connected(&place);
        let (mut vault, authority) = open_to_change(&place);
        plant(points, Interruption::Fail);
        let result = vault.disconnect_key_store(&authority, &store);
        plant(usize::MAX, Interruption::Fail);
        drop(vault);
        let expected = if says_connected(&place) { Ok(()) } else { Err(Error::NoKeyStoreWrap) };
        assert_eq!(open(&place, &store), expected, "{points}: {result:?}");
        assert!(place.open().is_ok());
    }
}
