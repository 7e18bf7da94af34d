use super::scene::Scene;
use super::session::Session;
use crate::limits::KEY_STORE_SECRET_MAX_BYTES;
use crate::{Error, KeyStore as _, KeyStoreEntry, OsKeyStore};
use std::os::unix::net::UnixListener;
use std::time::Duration;

const ENTRY: KeyStoreEntry = KeyStoreEntry::probe([0xab; 16]);
const SECRET: &[u8] = &[7; 32];

/// No question to the store gets an answer, and each says why.
fn refuses(expected: Error) {
    let store = OsKeyStore::new();
    assert_eq!(store.probe(), Err(expected));
    assert_eq!(store.get(&ENTRY), Err(expected));
    assert_eq!(store.set(&ENTRY, SECRET), Err(expected));
    assert_eq!(store.delete(&ENTRY), Err(expected));
    assert!(expected.help().is_some_and(|help| help.contains("passphrase")));
}

fn keep() {
    let store = OsKeyStore::new();
    store.set(&ENTRY, SECRET).unwrap();
    assert_eq!(store.get(&ENTRY).unwrap().unwrap().as_slice(), SECRET);
}

#[test]
fn an_unlocked_store_keeps_replaces_and_deletes() {
    let mut scene = Scene::new(
        "key_store::tests::stores::an_unlocked_store_keeps_replaces_and_deletes",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| {
        let store = OsKeyStore::new();
        assert_eq!(store.probe(), Ok(()));
        assert_eq!(store.get(&ENTRY), Ok(None));
        assert_eq!(store.delete(&ENTRY), Ok(false));
        keep();
        let long = [0xff; KEY_STORE_SECRET_MAX_BYTES];
        store.set(&ENTRY, &long).unwrap();
        assert_eq!(store.get(&ENTRY).unwrap().unwrap().as_slice(), long);
        assert_eq!(store.get(&KeyStoreEntry::probe([0xac; 16])), Ok(None), "another entry");
        assert_eq!(store.delete(&ENTRY), Ok(true));
        assert_eq!(store.get(&ENTRY), Ok(None));
        store.set(&ENTRY, SECRET).unwrap();
    });
    // After the next login it is still there.
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| {
        assert_eq!(OsKeyStore::new().get(&ENTRY).unwrap().unwrap().as_slice(), SECRET);
    });
}

#[test]
fn text_that_is_no_vaults_is_damaged() {
    let mut scene =
        Scene::new("key_store::tests::stores::text_that_is_no_vaults_is_damaged", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| {
        let store = OsKeyStore::new();
        assert_eq!(store.get(&ENTRY), Ok(None));
        let entry = keyring::Entry::new("vouchsafe", &ENTRY.to_string()).unwrap();
        for other in [&b"my own note"[..], b"\xff\xfe", b""] {
            entry.set_secret(other).unwrap();
            assert_eq!(store.get(&ENTRY), Err(Error::KeyStoreDamaged), "{other:?}");
        }
        // It can be replaced and removed all the same.
        keep();
        entry.set_secret(b"other").unwrap();
        assert_eq!(store.delete(&ENTRY), Ok(true));
    });
}

#[test]
fn a_locked_store_is_not_an_empty_one() {
    let mut scene =
        Scene::new("key_store::tests::stores::a_locked_store_is_not_an_empty_one", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| keep());
    scene.set(|session| session.start_keyring(None));
    scene.step(|_| refuses(Error::KeyStoreLocked));
    scene.set(|session| session.start_keyring(Some("another password")));
    scene.step(|_| refuses(Error::KeyStoreLocked));
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| assert_eq!(OsKeyStore::new().get(&ENTRY).unwrap().unwrap().as_slice(), SECRET));
}

#[test]
fn a_store_that_was_never_set_up_is_not_an_empty_one() {
    let mut scene = Scene::new(
        "key_store::tests::stores::a_store_that_was_never_set_up_is_not_an_empty_one",
        Session::with_bus,
    );
    scene.set(|session| session.start_keyring(None));
    scene.step(|_| refuses(Error::KeyStoreNoCollection));
}

#[test]
fn a_new_machines_store_is_an_empty_one() {
    let mut scene =
        Scene::new("key_store::tests::stores::a_new_machines_store_is_an_empty_one", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| keep());
    scene.set(|session| {
        session.lose_keyrings();
        session.start_keyring(Some("password"));
    });
    scene.step(|_| assert_eq!(OsKeyStore::new().get(&ENTRY), Ok(None)));
}

#[test]
fn a_killed_store_refuses() {
    let mut scene = Scene::new("key_store::tests::stores::a_killed_store_refuses", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|_| keep());
    scene.set(Session::stop_keyring);
    scene.step(|_| refuses(Error::KeyStoreMissing));
}

#[test]
fn without_a_session_there_is_no_store() {
    let mut scene =
        Scene::new("key_store::tests::stores::without_a_session_there_is_no_store", Session::without_bus);
    scene.step(|_| refuses(Error::KeyStoreNoSession));
}

/// A bus that takes the connection and says nothing.
#[test]
fn a_store_that_does_not_answer_is_given_up() {
    let mut scene = Scene::new(
        "key_store::tests::stores::a_store_that_does_not_answer_is_given_up",
        Session::without_bus,
    );
    scene.step(|place| {
        let _deaf = UnixListener::bind(place.join("bus")).unwrap();
        let patience = Duration::from_millis(50);
        let store = OsKeyStore::with_patience(patience, patience);
        for _ in 0..3 {
            assert_eq!(store.probe(), Err(Error::KeyStoreSilent));
        }
    });
}

/// A gnome-keyring that was stopped amid the session (SIGSTOP) stands for a question that nobody answers.
#[test]
fn a_question_that_nobody_answers_is_given_up() {
    let mut scene =
        Scene::new("key_store::tests::stores::a_question_that_nobody_answers_is_given_up", Session::with_bus);
    scene.set(|session| session.start_keyring(Some("password")));
    scene.step(|place| {
        let store = OsKeyStore::with_patience(Duration::from_secs(60), Duration::from_secs(60));
        store.set(&ENTRY, SECRET).unwrap();
        let signal = |name: &str| {
            let keyring = std::fs::read_to_string(place.join("keyring.pid")).unwrap();
            let done = std::process::Command::new("kill").args([name, &keyring]).status();
            assert!(done.unwrap().success());
        };
        signal("-STOP");
        let impatient = OsKeyStore::with_patience(Duration::from_secs(60), Duration::from_millis(50));
        for _ in 0..3 {
            assert_eq!(impatient.get(&ENTRY), Err(Error::KeyStoreSilent));
        }
        signal("-CONT");
        assert_eq!(store.get(&ENTRY).unwrap().unwrap().as_slice(), SECRET);
    });
}
