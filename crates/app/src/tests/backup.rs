//! A backup, its rehearsal, and a vault made of it.

use super::desk::*;
use crate::view::RehearsalView;
use crate::{Error, ImportRequest, OpenWallet, Outcome, RestorePassphrases, RestorePolicies, Timestamp};
use std::path::{Path, PathBuf};
use vouchsafe_status_list::Status;
use vouchsafe_vault::{
    BackupPolicy, BackupReader, BackupRecord, KdfPolicy, Passphrase, RecordId, RecordKind, seal_backup,
};

const LATER: Timestamp = Timestamp::from_unix(1_700_003_600);
const POLICIES: RestorePolicies =
    RestorePolicies { backup: BackupPolicy::insecure_for_tests(), vault: KdfPolicy::insecure_for_tests() };
const SECRET: &str = "backup canary 51";

pub(super) fn back_up(wallet: &mut OpenWallet, path: &Path) -> Result<crate::view::BackupView, Error> {
    wallet.back_up_with(path, passphrase(SECRET), &POLICIES.backup, NOW, &mut |_, _| {})
}

fn rehearse(path: &Path) -> Result<RehearsalView, Error> {
    crate::rehearse_with(path, passphrase(SECRET), &POLICIES.backup, LATER, &mut |_, _| {})
}

pub(super) fn restore(path: &Path, directory: &Path) -> Result<RehearsalView, Error> {
    let passphrases =
        RestorePassphrases { backup: passphrase(SECRET), vault: passphrase("correct horse again") };
    crate::restore_with(path, directory, passphrases, &POLICIES, LATER, &mut |_, _| {})
}

pub(super) fn open(directory: &Path) -> OpenWallet {
    OpenWallet::open_with(directory, passphrase("correct horse again"), &POLICIES.vault).unwrap()
}

/// A wallet with a card to show again and again, one of one-time copies, and a history.
fn lived_in(desk: &Desk) -> (OpenWallet, String, String) {
    let mut wallet = desk.create();
    let card = desk.import(&mut wallet, None);
    let batch = import_batch(desk, &mut wallet, 7..10);
    let shown = present(&mut wallet, &card, &["given_name"]).unwrap();
    wallet.settle(shown.entry, Outcome::Accepted).unwrap();
    present(&mut wallet, &card, &["family_name"]).unwrap();
    present(&mut wallet, &batch, &[]).unwrap();
    wallet.apply_status(&desk.list(NOW, &[]), NOW).unwrap();
    (wallet, card, batch)
}

fn import_batch(desk: &Desk, wallet: &mut OpenWallet, indexes: std::ops::Range<u64>) -> String {
    let tokens: Vec<String> = indexes
        .map(|index| desk.issue(&wallet.new_holder_key("ES256", NOW).unwrap().public_jwk, index))
        .collect();
    let text = tokens.join("\n");
    wallet.import(&ImportRequest { single_use: true, ..request(&text) }, NOW).unwrap().card.id
}

fn file(desk: &Desk) -> PathBuf {
    desk.path().with_file_name("my.vouchsafe-backup")
}

fn elsewhere(desk: &Desk) -> PathBuf {
    desk.path().with_file_name("restored")
}

#[test]
fn a_wallet_comes_back_on_another_computer() {
    let desk = Desk::new();
    let (mut wallet, card, batch) = lived_in(&desk);
    let unbound = wallet.new_holder_key("ES256", NOW).unwrap();
    let made = back_up(&mut wallet, &file(&desk)).unwrap();
    assert_eq!((made.cards, made.reissues.len()), (1, 1));
    assert_eq!((made.reissues[0].card.as_str(), made.reissues[0].copies), (batch.as_str(), 3));
    let before = (wallet.cards(LATER).unwrap(), wallet.history().unwrap(), wallet.issuers().unwrap());
    drop(wallet);

    let rehearsed = rehearse(&file(&desk)).unwrap();
    let restored = restore(&file(&desk), &elsewhere(&desk)).unwrap();
    assert_eq!(restored, rehearsed, "what was rehearsed is what happens");
    assert!(rehearsed.sound && !rehearsed.weak);
    assert_eq!(
        rehearsed.cards.iter().map(|card| card.fate).collect::<Vec<_>>(),
        ["returns", "needs_reissue"]
    );

    let mut wallet = open(&elsewhere(&desk));
    let cards = wallet.cards(LATER).unwrap().cards;
    assert_eq!(cards.len(), 1);
    assert_eq!(cards[0], before.0.cards[0], "with its state");
    assert_eq!(cards[0].state.code, "valid");
    assert_eq!(wallet.issuers().unwrap(), before.2);
    let keys = wallet.holder_keys().unwrap().keys;
    assert_eq!(keys.iter().map(|key| key.uses).collect::<Vec<_>>(), [1, 0], "no key of a one-time copy");
    assert_eq!(keys[1].thumbprint, unbound.thumbprint);

    let history = wallet.history().unwrap().entries;
    assert_eq!(history[..before.1.entries.len()], before.1.entries);
    let last = history.last().unwrap();
    assert_eq!((last.event, last.made_at.as_deref()), ("restored", Some(NOW.to_string().as_str())));
    assert_eq!(last.entry, before.1.entries.last().unwrap().entry + 1);
    // What waited to be sent is not there to be sent again, and can still be settled.
    assert_eq!(wallet.resend(4).unwrap_err().code(), "wallet.not_pending");
    wallet.settle(4, Outcome::Delivered).unwrap();

    let presented = present(&mut wallet, &card, &["given_name"]).unwrap();
    desk.verify(&presented.presentation);
    assert!(presented.entry > last.entry, "numbers go on");

    // The one-time copies are waited for until their issuer gives new ones.
    assert_eq!(wallet.reissues().unwrap().reissues, made.reissues);
    drop(wallet);
    let mut wallet = open(&elsewhere(&desk));
    import_batch(&desk, &mut wallet, 20..22);
    assert_eq!(wallet.reissues().unwrap().reissues, []);
}

#[test]
fn a_restored_wallet_has_nothing_of_a_one_time_copy() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    import_batch(&desk, &mut wallet, 0..3);
    back_up(&mut wallet, &file(&desk)).unwrap();
    restore(&file(&desk), &elsewhere(&desk)).unwrap();
    let mut restored = open(&elsewhere(&desk));
    assert!(restored.cards(NOW).unwrap().cards.is_empty());
    assert!(restored.holder_keys().unwrap().keys.is_empty());
    // A backup of a restored wallet still knows what it waits for.
    let again = back_up(&mut restored, &file(&desk).with_extension("2")).unwrap();
    assert_eq!(again.reissues.len(), 1);
    let card = again.reissues[0].card.clone();
    assert_eq!(restored.give_up_reissue("no such card").unwrap_err().code(), "wallet.no_such_card");
    restored.give_up_reissue(&card).unwrap();
    assert!(restored.reissues().unwrap().reissues.is_empty());
}

#[test]
fn a_restored_vault_has_an_id_and_keys_of_its_own() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    back_up(&mut wallet, &file(&desk)).unwrap();
    restore(&file(&desk), &elsewhere(&desk)).unwrap();
    let restored = open(&elsewhere(&desk));
    assert_ne!(restored.wallet.store().vault_id(), wallet.wallet.store().vault_id());
    let header = |directory: &Path| std::fs::read(directory.join("vault.header")).unwrap();
    assert_ne!(header(&elsewhere(&desk)), header(&desk.path()));
    for wrong in ["correct horse", SECRET] {
        let opened = OpenWallet::open_with(
            &desk.path().with_file_name("restored"),
            passphrase(wrong),
            &POLICIES.vault,
        );
        assert!(opened.is_err(), "{wrong}");
    }
}

#[test]
fn the_wallet_knows_when_it_was_backed_up_and_rehearsed() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    let note = |wallet: &OpenWallet| wallet.backup_note().unwrap();
    assert_eq!((note(&wallet).made_at, note(&wallet).rehearsed_at), (None, None));
    back_up(&mut wallet, &file(&desk)).unwrap();
    assert_eq!(note(&wallet).made_at, Some(NOW.to_string()));
    assert_eq!((note(&wallet).cards, note(&wallet).rehearsed_at), (Some(1), None));
    let rehearsed = wallet
        .rehearse_with(&file(&desk), passphrase(SECRET), &POLICIES.backup, LATER, &mut |_, _| {})
        .unwrap();
    assert_eq!(rehearsed.of_this_wallet, Some(true));
    assert_eq!(note(&wallet).rehearsed_at, Some(LATER.to_string()));
    assert_eq!(note(&wallet).rehearsed_made_at, Some(NOW.to_string()));
    drop(wallet);
    assert_eq!(note(&desk.open()).rehearsed_at, Some(LATER.to_string()));

    // That of another wallet says nothing about this one; and a restored wallet has no backup yet.
    restore(&file(&desk), &elsewhere(&desk)).unwrap();
    let mut other = open(&elsewhere(&desk));
    assert_eq!(note(&other).made_at, None);
    let rehearsed = other
        .rehearse_with(&file(&desk), passphrase(SECRET), &POLICIES.backup, LATER, &mut |_, _| {})
        .unwrap();
    assert_eq!((rehearsed.of_this_wallet, note(&other).rehearsed_at), (Some(false), None));
}

#[test]
fn a_rehearsal_verifies_with_the_issuers_in_the_backup() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    wallet.distrust_issuer(ISSUER).unwrap();
    back_up(&mut wallet, &file(&desk)).unwrap();
    let rehearsed = rehearse(&file(&desk)).unwrap();
    assert_eq!(
        (rehearsed.cards[0].fate, rehearsed.cards[0].code),
        ("returns_unverified", Some("wallet.issuer_not_trusted"))
    );
    assert!(!rehearsed.sound);
    restore(&file(&desk), &elsewhere(&desk)).unwrap();
    let mut restored = open(&elsewhere(&desk));
    assert_eq!(restored.cards(NOW).unwrap().cards[0].state.doubt, Some("issuer_not_trusted"));
    restored.trust_issuer(ISSUER, &desk.issuer_jwk(), NOW).unwrap();
    assert_eq!(restored.cards(NOW).unwrap().cards[0].state.code, "valid");
}

#[test]
fn a153_replayed_onto_a_newer_vault() {
    let desk = Desk::new();
    let (mut wallet, card, batch) = lived_in(&desk);
    back_up(&mut wallet, &file(&desk)).unwrap();
    wallet.apply_status(&desk.list(LATER, &[(0, Status::Invalid)]), LATER).unwrap();
    wallet.delete(&batch, crate::HistoryOnDelete::Keep, LATER).unwrap();
    let before = (wallet.cards(LATER).unwrap(), wallet.history().unwrap());
    let refused = |desk: &Desk| {
        let passphrases =
            RestorePassphrases { backup: passphrase(SECRET), vault: passphrase("correct horse") };
        crate::restore_with(&file(desk), &desk.path(), passphrases, &POLICIES, LATER, &mut |_, _| {})
            .unwrap_err()
    };
    assert_eq!(refused(&desk).code(), "app.restore_onto_vault", "while it is open");
    drop(wallet);
    let files = files(&desk.path());
    assert_eq!(refused(&desk).code(), "app.restore_onto_vault");
    assert_eq!(super::backup::files(&desk.path()), files);
    std::fs::rename(desk.path().join("vault.header"), desk.path().join("elsewhere")).unwrap();
    assert_eq!(refused(&desk).code(), "app.restore_onto_vault", "nor onto one whose header is missing");
    std::fs::rename(desk.path().join("elsewhere"), desk.path().join("vault.header")).unwrap();
    let wallet = desk.open();
    assert_eq!((wallet.cards(LATER).unwrap(), wallet.history().unwrap()), before);
    assert_eq!(wallet.card(&card, LATER).unwrap().card.state.code, "revoked");
}

#[test]
fn a153_a_refused_backup_makes_nothing() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    back_up(&mut wallet, &file(&desk)).unwrap();
    let bytes = std::fs::read(file(&desk)).unwrap();
    let damaged = desk.path().with_file_name("damaged");
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for (bytes, code) in [
        (&bytes[..bytes.len() - 1], "vault.backup_incomplete"),
        (&flipped, "vault.backup_damaged"),
        (b"hello", "vault.backup_foreign"),
    ] {
        std::fs::write(&damaged, bytes).unwrap();
        assert_eq!(restore(&damaged, &elsewhere(&desk)).unwrap_err().code(), code);
        assert_eq!(rehearse(&damaged).unwrap_err().code(), code);
        assert!(!elsewhere(&desk).exists());
    }
    let wrong = crate::rehearse_with(
        &file(&desk),
        passphrase("another secret"),
        &POLICIES.backup,
        NOW,
        &mut |_, _| {},
    );
    assert_eq!(wrong.unwrap_err().code(), "vault.backup_wrong_passphrase");
    assert_eq!(back_up(&mut wallet, &file(&desk)).unwrap_err().code(), "vault.backup_exists");
    assert_eq!(std::fs::read(file(&desk)).unwrap(), bytes);
}

#[test]
fn a153_a_weak_backup_is_opened_and_told() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    back_up(&mut wallet, &file(&desk)).unwrap();
    let standard = BackupPolicy::standard();
    let view =
        crate::rehearse_with(&file(&desk), passphrase(SECRET), &standard, NOW, &mut |_, _| {}).unwrap();
    assert!(view.weak && view.sound);
}

#[test]
fn no_file_that_a_backup_leaves_tells_anything() {
    let desk = Desk::new();
    let (mut wallet, card, _) = lived_in(&desk);
    let keys = wallet.holder_keys().unwrap().keys;
    let shown = format!("{:?}", wallet.card(&card, NOW).unwrap());
    back_up(&mut wallet, &file(&desk)).unwrap();
    restore(&file(&desk), &elsewhere(&desk)).unwrap();
    let folder = desk.path().parent().unwrap().to_owned();
    let mut needles: Vec<&str> = [
        &CANARIES[..],
        &[ISSUER, LIST, VERIFIER, SECRET, "given_name", "urn:example:person", "correct horse", "VCSFBKUP"],
    ]
    .concat();
    needles.extend(keys.iter().map(|key| key.thumbprint.as_str()));
    let mut seen = 0;
    for folder in [folder.clone(), desk.path(), elsewhere(&desk)] {
        for (name, bytes) in files(&folder) {
            seen += 1;
            for needle in &needles {
                let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
                assert!(!found, "{needle} in {name}");
            }
        }
    }
    assert!(seen >= 6, "{seen}");
    assert!(!shown.contains(SECRET));
}

#[test]
fn progress_ends_where_it_is_done() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    let mut said = Vec::new();
    wallet
        .back_up_with(&file(&desk), passphrase(SECRET), &POLICIES.backup, NOW, &mut |done, of| {
            said.push((done, of))
        })
        .unwrap();
    assert_eq!(said.last().map(|(done, of)| done == of), Some(true));
    assert!(said.is_sorted());
}

/// The files right in a directory.
pub(super) fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The backup at `path` written again, with other records.
fn rewrite(path: &Path, change: impl Fn(BackupRecord) -> Vec<BackupRecord>) -> PathBuf {
    let secret = || Passphrase::new(passphrase(SECRET)).unwrap();
    let mut reader = BackupReader::open(path, &secret(), &POLICIES.backup).unwrap();
    let head = reader.head();
    let mut records = Vec::new();
    while let Some(record) = reader.next().unwrap() {
        records.extend(change(record).into_iter().map(Ok::<_, vouchsafe_vault::Error>));
    }
    let other = path.with_extension("rewritten");
    let _ = std::fs::remove_file(&other);
    seal_backup(&other, &secret(), &POLICIES.backup, head.vault, head.made_at, records.into_iter()).unwrap();
    other
}

#[test]
fn a153_things_that_are_newer_or_not_as_they_were() {
    let desk = Desk::new();
    let (mut wallet, ..) = lived_in(&desk);
    back_up(&mut wallet, &file(&desk)).unwrap();
    let view = |change: &dyn Fn(BackupRecord) -> Vec<BackupRecord>| {
        let view = rehearse(&rewrite(&file(&desk), change)).unwrap();
        (view.cards.first().map_or("none", |card| card.fate), view.newer, view.damaged, view.sound)
    };
    let without = |kind: &'static str| {
        move |record: BackupRecord| if record.kind() == kind { vec![] } else { vec![record] }
    };
    let with = |kind: &'static str, alter: fn(&mut BackupRecord)| {
        move |mut record: BackupRecord| {
            if record.kind() == kind {
                alter(&mut record);
            }
            vec![record]
        }
    };
    assert_eq!(view(&|record| vec![record]), ("returns", 0, 0, true));
    assert_eq!(view(&without("credential")), ("damaged", 0, 0, false));
    assert_eq!(view(&without("holder-key")), ("damaged", 0, 0, false));
    assert_eq!(view(&without("issuer")), ("returns_unverified", 0, 0, false));
    assert_eq!(view(&without("card")), ("needs_reissue", 0, 0, true));
    assert_eq!(view(&with("card", |record| record.version = 99)), ("needs_reissue", 1, 0, false));
    assert_eq!(view(&with("credential", |record| record.version = 99)), ("damaged", 1, 0, false));
    assert_eq!(view(&with("credential", |record| record.body[9] ^= 1)), ("damaged", 0, 1, false));
    let last = |record: &mut BackupRecord| *record.body.iter_mut().rev().nth(2).unwrap() ^= 1;
    assert_eq!(view(&with("credential", last)), ("returns_unverified", 0, 0, false), "another disclosure");
    assert_eq!(view(&with("holder-key", |record| record.body.clear())), ("damaged", 0, 1, false));
    assert_eq!(view(&with("history", |record| record.meta.push(b'}'))), ("returns", 0, 5, false));
    assert_eq!(
        view(&with("card", |record| record.id = RecordId::from_bytes([3; 16]))),
        ("needs_reissue", 0, 1, false)
    );
    let future = |record: BackupRecord| {
        let kind = RecordKind::new("future-thing").unwrap();
        let id = RecordId::from_bytes([9; 16]);
        let new = BackupRecord::new(kind, id, 1, record.meta.clone(), record.body.clone());
        if record.kind() == "issuer" { vec![record, new] } else { vec![record] }
    };
    assert_eq!(view(&future), ("returns", 1, 0, false));

    // What comes back is what was said.
    let path = rewrite(&file(&desk), without("credential"));
    restore(&path, &elsewhere(&desk)).unwrap();
    assert!(open(&elsewhere(&desk)).cards(LATER).unwrap().cards.is_empty());
}
