//! What is posted: kept before it goes, and one request answered once.

use super::kit::*;
use crate::*;
use vouchsafe_credential::Duration;
use zeroize::Zeroizing;

fn message(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

#[test]
fn a_message_is_kept_once_and_forgotten_when_settled() {
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &["given_name"]);
    let digest = draft.digest();
    let consent = draft.consent(digest, &[], NOW).unwrap();
    let entry = world.wallet.present(consent, NOW, &mut rng(7)).unwrap().entry;
    assert_eq!(world.wallet.resend(entry).unwrap().message(), None);
    assert_eq!(code(world.wallet.keep_message(entry, message("two\nlines"))), "wallet.not_pending");
    world.wallet.keep_message(entry, message("response=bittern")).unwrap();
    let again = world.wallet.resend(entry).unwrap();
    assert_eq!(again.message(), Some("response=bittern"));
    assert!(!format!("{again:?}").contains("bittern"));
    assert_eq!(code(world.wallet.keep_message(entry, message("another"))), "wallet.not_pending");
    world.wallet.settle(entry, Outcome::Delivered).unwrap();
    assert_eq!(code(world.wallet.keep_message(entry, message("late"))), "wallet.not_pending");
    assert_eq!(code(world.wallet.keep_message(EntryId::new(99), message("none"))), "wallet.no_such_entry");
    let bytes = world.wallet.store.bytes();
    assert!(!bytes.windows(7).any(|window| window == b"bittern"), "it is forgotten");
}

#[test]
fn a_request_is_remembered_until_it_expires_or_for_good() {
    let mut world = World::new();
    let expires_at = NOW.saturating_add(Duration::from_secs(60));
    let until = expires_at.saturating_add(limits::ANSWERED_REQUEST_MARGIN);
    let request = |key: u8, expires_at| AnsweredRequest { key: [key; 32], expires_at };
    let wallet = &mut world.wallet;
    wallet.admit_request(&[1; 32]).unwrap();
    wallet.remember_request(request(1, Some(expires_at)), NOW).unwrap();
    wallet.remember_request(request(2, None), NOW).unwrap();
    assert_eq!(code(wallet.admit_request(&[1; 32])), "wallet.request_replayed");
    assert_eq!(code(wallet.remember_request(request(2, None), NOW)), "wallet.request_replayed");
    // At its last second it still counts; after it, the next one sweeps it away.
    wallet.remember_request(request(3, None), until).unwrap();
    assert_eq!(code(wallet.admit_request(&[1; 32])), "wallet.request_replayed");
    wallet.remember_request(request(4, None), until.saturating_add(Duration::from_secs(1))).unwrap();
    wallet.admit_request(&[1; 32]).unwrap();
    assert_eq!(code(wallet.admit_request(&[2; 32])), "wallet.request_replayed");
}
