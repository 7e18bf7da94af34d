use super::scene::Scene;
use super::session::Session;
use crate::key_store::{Disconnected, Freshness};
use crate::tests::{POLICY, content, id, kind, passphrase};
use crate::{Error, KeyStore as _, KeyStoreEntry, KeyStoreKey, KeyWrap, OsKeyStore, Vault};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const RECORDS: u8 = 3;

fn vault(place: &Path) -> PathBuf {
    place.join("vault")
}

/// A vault with records that the key store of this session opens.
fn connect(place: &Path) {
    let mut vault = Vault::create(&vault(place), &passphrase(), &POLICY).unwrap();
    for number in 0..RECORDS {
        vault.insert(kind(), id(number), &content(&[number], &[number; 5_000])).unwrap();
    }
    let authority = vault.authorise(&passphrase(), &POLICY).unwrap();
    vault.connect_key_store(&authority, &OsKeyStore::new()).unwrap();
    drop(vault);
    opens(place);
}

fn opens(place: &Path) {
    let open = Vault::open_with_key_store(&vault(place), &OsKeyStore::new(), &POLICY).unwrap();
    assert_eq!(open.list(kind()).unwrap().len(), usize::from(RECORDS));
}

/// The key store does not open the vault, says why and what to do, and changes nothing; the passphrase opens it, with
/// everything.
fn refuses(place: &Path, expected: Error) {
    let files = files(place);
    let refusal = Vault::open_with_key_store(&vault(place), &OsKeyStore::new(), &POLICY).unwrap_err();
    assert_eq!(refusal, expected);
    assert!(refusal.help().is_some_and(|help| help.contains("passphrase")), "{refusal:?}");
    assert!(self::files(place) == files, "{expected} changed the files");
    let open = Vault::open(&vault(place), &passphrase(), &POLICY).unwrap();
    assert_eq!(open.list(kind()).unwrap().len(), usize::from(RECORDS));
    assert!(*open.get(kind(), id(1)).unwrap().unwrap().body == [1; 5_000]);
}

fn files(place: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(vault(place)).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn entry(place: &Path) -> KeyStoreEntry {
    let wraps = Vault::key_wraps_in(&vault(place), &POLICY).unwrap();
    let item = wraps.iter().find_map(|wrap| match wrap {
        KeyWrap::KeyStore(item) => Some(*item),
        _ => None,
    });
    KeyStoreEntry::vault_key(item.unwrap())
}

/// After trouble: turned on again with the passphrase, it opens again.
fn reconnects(place: &Path) {
    let (mut open, authority) = Vault::open_to_change(&vault(place), &passphrase(), &POLICY).unwrap();
    open.connect_key_store(&authority, &OsKeyStore::new()).unwrap();
    drop(open);
    opens(place);
}

#[test]
fn an_unlocked_key_store_opens_the_vault_until_it_is_disconnected() {
    let mut scene = Scene::new(
        "key_store::tests::vaults::an_unlocked_key_store_opens_the_vault_until_it_is_disconnected",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(connect);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        opens(place);
        let entry = entry(place);
        let (mut open, authority) = Vault::open_to_change(&vault(place), &passphrase(), &POLICY).unwrap();
        assert_eq!(open.disconnect_key_store(&authority, &OsKeyStore::new()), Ok(Disconnected::KeyRemoved));
        drop(open);
        assert_eq!(OsKeyStore::new().get(&entry), Ok(None));
        refuses(place, Error::NoKeyStoreWrap);
    });
}

#[test]
fn a141_a_locked_key_store_costs_nothing() {
    let mut scene =
        Scene::new("key_store::tests::vaults::a141_a_locked_key_store_costs_nothing", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(connect);
    for password in [None, Some("another password")] {
        scene.set(|session| session.start_keyring(password));
        scene.step(|place| refuses(place, Error::KeyStoreLocked));
        // Neither can it be connected anew; what is there stays connected.
        scene.step(|place| {
            let header = fs::read(vault(place).join("vault.header")).unwrap();
            let (mut open, authority) = Vault::open_to_change(&vault(place), &passphrase(), &POLICY).unwrap();
            assert_eq!(open.connect_key_store(&authority, &OsKeyStore::new()), Err(Error::KeyStoreLocked));
            assert_eq!(fs::read(vault(place).join("vault.header")).unwrap(), header);
        });
    }
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(opens);
}

#[test]
fn a141_a_killed_key_store_costs_nothing() {
    let mut scene =
        Scene::new("key_store::tests::vaults::a141_a_killed_key_store_costs_nothing", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(connect);
    scene.set(Session::stop_keyring);
    scene.step(|place| refuses(place, Error::KeyStoreMissing));
    // While a program is connected to it, and asks again.
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        opens(place);
        let keyring = fs::read_to_string(place.join("keyring.pid")).unwrap();
        assert!(std::process::Command::new("kill").args(["-KILL", &keyring]).status().unwrap().success());
        refuses(place, Error::KeyStoreFailed);
    });
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(opens);
}

#[test]
fn a141_an_item_that_was_deleted_or_replaced_costs_nothing() {
    let mut scene = Scene::new(
        "key_store::tests::vaults::a141_an_item_that_was_deleted_or_replaced_costs_nothing",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        connect(place);
        let store = OsKeyStore::new();
        store.delete(&entry(place)).unwrap();
        refuses(place, Error::KeyStoreKeyGone);
        reconnects(place);
        store.set(&entry(place), KeyStoreKey::generate().unwrap().as_bytes()).unwrap();
        refuses(place, Error::WrongKeyStoreKey);
        for length in [0, 31, 33] {
            store.set(&entry(place), &[7; 33][..length]).unwrap();
            refuses(place, Error::KeyStoreDamaged);
        }
        reconnects(place);
    });
}

#[test]
fn a141_the_key_store_of_another_machine_or_of_none_costs_nothing() {
    let mut scene = Scene::new(
        "key_store::tests::vaults::a141_the_key_store_of_another_machine_or_of_none_costs_nothing",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(connect);
    scene.set(|session| {
        session.lose_keyrings();
        session.start_keyring(Some("password"));
    });
    scene.step(|place| refuses(place, Error::KeyStoreKeyGone));
    scene.set(Session::lose_keyrings);
    scene.set(|session| session.start_keyring(None));
    scene.step(|place| refuses(place, Error::KeyStoreNoCollection));
    scene.set(Session::lose_bus);
    scene.step(|place| refuses(place, Error::KeyStoreNoSession));
}

#[test]
fn a142_an_older_copy_is_noticed_by_a_real_key_store() {
    let mut scene = Scene::new(
        "key_store::tests::vaults::a142_an_older_copy_is_noticed_by_a_real_key_store",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        connect(place);
        let old = files(place);
        let mut open = Vault::open_with_key_store(&vault(place), &OsKeyStore::new(), &POLICY).unwrap();
        assert_eq!(open.compare_with_key_store(&OsKeyStore::new()), Ok(Freshness::Current));
        open.delete(kind(), id(2)).unwrap();
        open.remember_in_key_store(&OsKeyStore::new()).unwrap();
        drop(open);
        old.into_iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    });
    // Nothing can be said while the store is locked, and the vault opens.
    scene.set(|session| session.start_keyring(None));
    scene.step(|place| {
        let mut open = Vault::open(&vault(place), &passphrase(), &POLICY).unwrap();
        assert_eq!(open.compare_with_key_store(&OsKeyStore::new()), Err(Error::KeyStoreLocked));
    });
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        let mut open = Vault::open_with_key_store(&vault(place), &OsKeyStore::new(), &POLICY).unwrap();
        let found = open.compare_with_key_store(&OsKeyStore::new());
        assert_eq!(found, Ok(Freshness::RolledBack { missing: 1 }));
    });
}
