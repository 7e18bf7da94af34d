//! What is posted: kept before it goes, and one request answered once.

use super::kit::*;
use crate::*;
use vouchsafe_credential::{CredentialId, Duration, ResponseUri, Timestamp};
use zeroize::Zeroizing;

const MESSAGE: &str = "response=bittern\nand a second line";

/// A draft of the card for somebody at an address, who takes answers until then.
fn posted_draft(world: &World, card: &CredentialId, expires_at: Option<Timestamp>) -> Draft {
    let mut request = request("https://verifier.example");
    request.destination.response_uri = Some(ResponseUri::new("https://verifier.example/answers").unwrap());
    request.expires_at = expires_at;
    world.wallet.draft(&[choice(card, &["given_name"])], request, NOW).unwrap()
}

/// Presents with a message that may be refused.
fn post(world: &mut World, draft: Draft, message: Result<&str, Error>) -> Result<Presentation, Error> {
    let digest = draft.digest();
    let consent = draft.consent(digest, &[], NOW)?;
    let message = |made: &Presentation| {
        assert!(made.message().is_none() && made.parts().len() == 1, "made of what is signed");
        message.map(|text| Zeroizing::new(text.to_owned()))
    };
    world.wallet.present_posted(consent, None, message, NOW, &mut rng(7))
}

#[test]
fn a_message_is_kept_in_one_step_with_its_answer_and_forgotten_when_settled() {
    let mut world = World::new();
    let card = world.card();
    let draft = posted_draft(&world, &card, None);
    // Reserved, and pending: there is no third commit in which the message could be lost.
    world.wallet.store.commits_left = Some(2);
    let presented = post(&mut world, draft, Ok(MESSAGE)).unwrap();
    world.wallet.store.commits_left = None;
    let again = world.wallet.repost(presented.entry, &[], NOW).unwrap();
    assert_eq!((again.message(), &again), (Some(MESSAGE), &presented));
    assert!(!format!("{again:?}").contains("bittern"));
    world.wallet.settle(presented.entry, Outcome::Delivered).unwrap();
    assert_eq!(code(world.wallet.repost(presented.entry, &[], NOW)), "wallet.not_pending");
    assert_eq!(code(world.wallet.repost(EntryId::new(99), &[], NOW)), "wallet.no_such_entry");
    let bytes = world.wallet.store.bytes();
    assert!(!bytes.windows(7).any(|window| window == b"bittern"), "it is forgotten");
}

#[test]
fn an_answer_of_which_no_message_can_be_made_was_not_sent() {
    let mut world = World::new();
    let card = world.card();
    for commits in [None, Some(1)] {
        let draft = posted_draft(&world, &card, None);
        world.wallet.store.commits_left = commits;
        let refused = post(&mut world, draft, Err(Error::StaplesTooLong));
        world.wallet.store.commits_left = None;
        assert_eq!(code(refused), "wallet.staples_too_long", "the reason, and not that it was not kept");
        let entry = world.history().pop().unwrap().id;
        assert_eq!(code(world.wallet.resend(entry)), "wallet.not_pending");
        assert!(!world.sharings().pop().unwrap().progress.may_have_left());
    }
    assert_eq!(world.sharings()[0].progress, Progress::Settled(Outcome::NotSent));
}

#[test]
fn an_answer_is_posted_again_until_its_end() {
    let before = |at: Timestamp| at.saturating_sub(Duration::from_secs(1));
    let lifetime = NOW.saturating_add(limits::REPOST_LIFETIME);
    let beyond = lifetime.saturating_add(Duration::from_secs(1));
    for (expires_at, end) in [(None, lifetime), (Some(later(90)), later(90)), (Some(beyond), lifetime)] {
        let mut world = World::new();
        let card = world.card();
        let draft = posted_draft(&world, &card, expires_at);
        let entry = post(&mut world, draft, Ok(MESSAGE)).unwrap().entry;
        world.wallet.repost(entry, &[], before(end)).unwrap();
        assert_eq!(code(world.wallet.repost(entry, &[], end)), "wallet.answer_expired", "{expires_at:?}");
        world.wallet.settle(entry, Outcome::NotSent).unwrap();
    }
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &["given_name"]);
    let handed_out = world.present(draft).unwrap().entry;
    assert_eq!(code(world.wallet.repost(handed_out, &[], NOW)), "wallet.not_pending");
}

#[test]
fn under_what_an_answer_is_posted_again_is_written_down_first() {
    use DevelopmentSwitch::{LoopbackHttp, TlsRoot};
    let mut world = World::new();
    let card = world.card();
    let draft = posted_draft(&world, &card, None);
    let entry = post(&mut world, draft, Ok(MESSAGE)).unwrap().entry;
    let switches = |world: &World| world.sharings().pop().unwrap().development;
    world.wallet.store.commits_left = Some(0);
    assert_eq!(code(world.wallet.repost(entry, &[TlsRoot], NOW)), "memory.failed", "then it does not go");
    world.wallet.repost(entry, &[], NOW).unwrap();
    world.wallet.store.commits_left = None;
    world.wallet.repost(entry, &[TlsRoot], NOW).unwrap();
    world.wallet.repost(entry, &[LoopbackHttp, TlsRoot], NOW).unwrap();
    assert_eq!(switches(&world), [TlsRoot, LoopbackHttp]);
    assert_eq!(world.wallet.repost(entry, &[], NOW).unwrap().message(), Some(MESSAGE));
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
