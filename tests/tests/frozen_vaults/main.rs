//! Vaults that earlier versions of this program made, kept as they were (`tests/vectors/vault`): each is opened as a person's
//! own would be, and everything is found in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod card;
mod contents;
mod freeze;

use contents::contents;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vouchsafe_app::{OpenWallet, Outcome, Timestamp};
use vouchsafe_credential::{Audience, Duration, Nonce};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_sd_jwt::{KeyBindingExpectations, UnverifiedSdJwt, VerifyOptions};
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);
/// When a frozen vault is looked at.
const LATER: Timestamp = Timestamp::from_unix(1_700_003_600);
const PASSPHRASE: &str = "a canary sings behind this door";
const DOOR: &str = "https://library.example";
const NONCE: &str = "n-0S6_WzA2Mj";

fn frozen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/vault")
}

fn passphrase() -> Zeroizing<String> {
    Zeroizing::new(PASSPHRASE.to_owned())
}

/// Every frozen vault, oldest first, each closed and as a crash left it.
fn all() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = frozen()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found.into_iter().flat_map(|vault| ["closed", "crashed"].map(|state| vault.join(state))).collect()
}

/// A copy of a frozen vault, to be worked with.
fn thawed(vault: &Path) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for entry in vault.read_dir().unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), directory.path().join(entry.file_name())).unwrap();
    }
    directory
}

fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = directory.read_dir().unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

fn expected(vault: &Path) -> serde_json::Value {
    let text = std::fs::read(vault.parent().unwrap().join("contents.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn a148_every_vault_of_an_earlier_version_opens_and_has_everything() {
    let all = all();
    assert!(all.len() >= 2);
    for vault in all {
        let thawed = thawed(&vault);
        // Once as it was frozen, and once as this version left it.
        for _ in 0..2 {
            let wallet = OpenWallet::open(thawed.path(), passphrase()).unwrap();
            assert_eq!(contents(&wallet, LATER), expected(&vault), "{}", vault.display());
        }
    }
}

#[test]
fn a148_a_vault_of_an_earlier_version_can_be_used() {
    for vault in all() {
        let thawed = thawed(&vault);
        let mut wallet = OpenWallet::open(thawed.path(), passphrase()).unwrap();
        let expected = expected(&vault);
        let issuer_key = std::fs::read(vault.parent().unwrap().join("issuer.jwk")).unwrap();
        let issuer_key = VerifyingKey::from_jwk_json(&issuer_key).unwrap();
        let entries = wallet.history().unwrap().entries.len();

        // The one-time copies that are left, each with its own key.
        let card = expected["cards"][1]["id"].as_str().unwrap();
        let left = wallet.card(card, LATER).unwrap().card.copies_left;
        assert_eq!(left, 2);
        for _ in 0..left {
            let draft = wallet.draft(card, &["given_name"], DOOR, NONCE, LATER).unwrap();
            let digest = draft.view.digest.clone();
            let presented = wallet.present(draft, &digest, &[], LATER).unwrap();
            wallet.settle(presented.entry, Outcome::Accepted).unwrap();
            let token = UnverifiedSdJwt::parse(&presented.presentation).unwrap();
            let token = token.verify(&issuer_key, &VerifyOptions::default()).unwrap();
            assert_eq!(token.claims().get("given_name").unwrap().as_str().unwrap(), "Ada");
            let bound = token.verify_key_binding(&KeyBindingExpectations {
                audience: Some(&Audience::new(DOOR).unwrap()),
                nonce: Some(&Nonce::new(NONCE).unwrap()),
                now: LATER,
                max_age: Duration::from_minutes(5),
                skew: Duration::ZERO,
            });
            assert!(bound.is_ok());
        }
        let draft = wallet.draft(card, &["given_name"], DOOR, NONCE, LATER).unwrap();
        let digest = draft.view.digest.clone();
        let refused = wallet.present(draft, &digest, &[], LATER).unwrap_err();
        assert_eq!(refused.code(), "wallet.copies_exhausted");

        wallet.new_holder_key("ES256", LATER).unwrap();
        drop(wallet);
        let wallet = OpenWallet::open(thawed.path(), passphrase()).unwrap();
        assert_eq!(wallet.history().unwrap().entries.len(), entries + left);
    }
}

#[test]
fn a148_a_vault_of_a_later_version_is_refused_and_left_as_it_is() {
    for vault in all() {
        let thawed = thawed(&vault);
        let header = thawed.path().join("vault.header");
        let mut newer = std::fs::read(&header).unwrap();
        // The second byte of the format version, which is big-endian after eight bytes of magic.
        newer[9] = u8::MAX;
        std::fs::write(&header, newer).unwrap();
        let before = files(thawed.path());
        let refused = OpenWallet::open(thawed.path(), passphrase()).unwrap_err();
        assert_eq!(refused.code(), "vault.header_newer");
        assert!(files(thawed.path()) == before);
    }
}
