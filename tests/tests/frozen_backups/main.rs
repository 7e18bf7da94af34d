//! Backups that earlier versions of this program made, kept as they were (`tests/vectors/backup`): each is restored as a
//! person's own would be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../frozen_vaults/card.rs"]
mod card;

use serde_json::Value;
use std::path::{Path, PathBuf};
use vouchsafe_app::{OpenWallet, RestorePassphrases, Timestamp, rehearse, restore};
use zeroize::Zeroizing;

/// When each was made, and is restored.
const LATER: Timestamp = Timestamp::from_unix(1_700_003_600);
const PASSPHRASE: &str = "a canary sings in another cage";

fn vectors(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn all() -> Vec<PathBuf> {
    let entries = vectors("backup").read_dir().unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "vouchsafe-backup")).collect()
}

/// What was in the vault that all of them were made of, of one usage.
fn kept(usage: &str) -> Vec<Value> {
    let contents = std::fs::read(vectors("vault/v1/contents.json")).unwrap();
    let contents: Value = serde_json::from_slice(&contents).unwrap();
    let cards = contents["cards"].as_array().unwrap().clone();
    cards.into_iter().filter(|card| card["usage"] == usage).collect()
}

#[test]
fn every_backup_of_an_earlier_version_is_restored_with_everything() {
    let all = all();
    assert!(!all.is_empty());
    for backup in all {
        let rehearsed = rehearse(&backup, passphrase(PASSPHRASE), LATER, &mut |_, _| {}).unwrap();
        assert!(rehearsed.sound, "{rehearsed:?}");
        let directory = tempfile::tempdir().unwrap();
        let passphrases =
            RestorePassphrases { backup: passphrase(PASSPHRASE), vault: passphrase("a new door") };
        let restored = restore(&backup, directory.path(), passphrases, LATER, &mut |_, _| {}).unwrap();
        assert_eq!(restored, rehearsed);

        let wallet = OpenWallet::open(directory.path(), passphrase("a new door")).unwrap();
        let cards = wallet.cards(LATER).unwrap().cards;
        let cards: Vec<Value> = cards.iter().map(|card| card::one(&wallet, &card.id, LATER)).collect();
        assert_eq!(cards, kept("reusable"), "{}", backup.display());
        let again: Vec<String> =
            wallet.reissues().unwrap().reissues.into_iter().map(|card| card.card).collect();
        let one_time = kept("single_use");
        let one_time: Vec<&str> = one_time.iter().map(|card| card["id"].as_str().unwrap()).collect();
        assert_eq!(again, one_time);
        assert_eq!(wallet.history().unwrap().entries.len(), restored.history + 1);
        assert_eq!(wallet.issuers().unwrap().issuers.len(), 2);
    }
}

/// Makes a backup as this version does, of the first frozen vault.
///
///     cargo test -p vouchsafe-tests --test frozen_backups -- --ignored freeze_todays_backup
#[test]
#[ignore = "makes a new vector"]
fn freeze_todays_backup() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["vault.db", "vault.header"] {
        std::fs::copy(vectors("vault/v1/closed").join(name), directory.path().join(name)).unwrap();
    }
    let mut wallet =
        OpenWallet::open(directory.path(), passphrase("a canary sings behind this door")).unwrap();
    let backup = vectors("backup").join(format!("v{}.vouchsafe-backup", all().len() + 1));
    wallet.back_up(&backup, passphrase(PASSPHRASE), LATER, &mut |_, _| {}).unwrap();
}
