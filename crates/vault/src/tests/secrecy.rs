use super::{Place, content, holds, id, kind};
use crate::{Error, RecordId, Vault};
use rusqlite::MAIN_DB;
use std::process::Command;

/// Forty texts that occur nowhere by chance.
fn canaries() -> Vec<String> {
    (0..40)
        .map(|number| format!("canary-{:08x}-{number}", 0x9e37_79b9_u32.wrapping_mul(number + 1)))
        .collect()
}

fn found(place: &Place, canaries: &[String]) -> Vec<String> {
    let files = place.files();
    assert!(files.len() >= 3);
    let held = |canary: &String| files.values().any(|bytes| holds(bytes, canary.as_bytes()));
    canaries.iter().filter(|canary| held(canary)).cloned().collect()
}

/// The database's pages, decrypted: what somebody with the passphrase would find.
fn decrypted(vault: &mut Vault) -> Vec<u8> {
    vault.connection().serialize(MAIN_DB).unwrap().to_vec()
}

#[test]
fn a139_no_file_holds_anything_of_a_record() {
    let place = Place::new();
    let canaries = canaries();
    let mut vault = place.create();
    for (canary, number) in canaries.iter().zip(0..) {
        let long = canary.repeat(300);
        vault.insert(kind(), id(number), &content(canary.as_bytes(), long.as_bytes())).unwrap();
        vault.list(kind()).unwrap();
    }
    assert_eq!(found(&place, &canaries), <[String; 0]>::default(), "while open");
    assert_eq!(
        found(&place, &[String::from("note"), String::from("record_by_kind")]),
        <[String; 0]>::default()
    );
    let inside = decrypted(&mut vault);
    assert!(
        canaries.iter().all(|canary| holds(&inside, canary.as_bytes())),
        "the search finds what is there"
    );
    let crashed = place.copy();
    drop(vault);
    assert_eq!(found(&place, &canaries), <[String; 0]>::default(), "after closing");
    drop(crashed.open().unwrap());
    assert_eq!(found(&crashed, &canaries), <[String; 0]>::default(), "after recovering from a crash");
}

#[test]
fn a152_what_was_deleted_is_gone_for_those_with_the_passphrase_too() {
    let place = Place::new();
    let canaries = canaries();
    let mut vault = place.create();
    for (canary, number) in canaries.iter().zip(0..) {
        let long = canary.repeat(300);
        vault.insert(kind(), id(number), &content(canary.as_bytes(), long.as_bytes())).unwrap();
    }
    let (deleted, kept) = canaries.split_at(30);
    for number in 0..30 {
        assert_eq!(vault.delete(kind(), id(number)), Ok(true));
        assert_eq!(place.read("vault.db-wal").len(), 0, "the log keeps nothing either");
    }
    let inside = decrypted(&mut vault);
    assert!(!deleted.iter().any(|canary| holds(&inside, canary.as_bytes())));
    assert!(kept.iter().all(|canary| holds(&inside, canary.as_bytes())));
}

#[test]
fn a152_what_was_replaced_is_gone_once_the_vault_is_closed() {
    let place = Place::new();
    let [old, new] = ["canary-of-before", "canary-of-after"].map(|canary| canary.repeat(1_000));
    let mut vault = place.create();
    vault.insert(kind(), id(1), &content(old.as_bytes(), old.as_bytes())).unwrap();
    vault.replace(kind(), id(1), &content(new.as_bytes(), b"short")).unwrap();
    drop(vault);
    let inside = decrypted(&mut place.open().unwrap());
    assert!(!holds(&inside, b"canary-of-before"));
    assert!(holds(&inside, b"canary-of-after"));
}

#[test]
fn the_settings_hold() {
    let place = Place::new();
    drop(place.create());
    let mut vault = place.open().unwrap();
    let mut value = |pragma: &str| {
        let text = |row: &rusqlite::Row<'_>| {
            row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|number| number.to_string()))
        };
        vault.connection().pragma_query_value(None, pragma, text).unwrap()
    };
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("checkpoint_fullfsync", "1"),
        ("secure_delete", "1"),
        ("locking_mode", "exclusive"),
        ("temp_store", "2"),
        ("auto_vacuum", "0"),
        ("foreign_keys", "1"),
        ("cipher_status", "1"),
        ("cipher_memory_security", "1"),
        ("cipher_use_hmac", "1"),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ] {
        assert_eq!(value(pragma), expected, "{pragma}");
    }
}

const SILENT: &str = "VOUCHSAFE_VAULT_TEST_SILENT";

/// Runs itself as another process, to see what that writes to stderr.
#[test]
fn refusals_write_nothing_to_stderr() {
    if let Some(path) = std::env::var_os(SILENT) {
        let open =
            |name| Vault::open(&std::path::Path::new(&path).join(name), &super::passphrase(), &super::POLICY);
        assert_eq!(open("foreign").unwrap_err(), Error::DatabaseForeign);
        let damaged = open("damaged").unwrap();
        assert_eq!(damaged.get(kind(), id(0)).unwrap_err(), Error::DatabaseDamaged);
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    for name in ["foreign", "damaged"] {
        let made = Place::with_records(3);
        let mut files = made.files();
        let database = files.get_mut("vault.db").unwrap();
        let from = if name == "foreign" { 0 } else { 4_096 };
        database[from..].fill(1);
        std::fs::create_dir(directory.path().join(name)).unwrap();
        for (file, bytes) in files {
            std::fs::write(directory.path().join(name).join(file), bytes).unwrap();
        }
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::secrecy::refusals_write_nothing_to_stderr", "--nocapture"])
        .env(SILENT, directory.path())
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && stdout.contains("1 passed"), "{stdout}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn ids_are_drawn_anew() {
    assert_ne!(RecordId::generate().unwrap(), RecordId::generate().unwrap());
}
