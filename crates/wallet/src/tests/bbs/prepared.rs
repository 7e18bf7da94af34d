//! What is computed while the person reads.

use super::super::kit::*;
use super::scene::*;
use crate::limits::{CLOCK_SKEW, PREPARED_LIFETIME};
use crate::*;
use rand_core::{TryCryptoRng, TryRng};
use vouchsafe_credential::{Duration, Timestamp};

/// A generator that has nothing to give.
struct Empty;

#[derive(Debug, thiserror::Error)]
#[error("empty")]
struct Nothing;

impl TryRng for Empty {
    type Error = Nothing;

    fn try_next_u32(&mut self) -> Result<u32, Nothing> {
        Err(Nothing)
    }

    fn try_next_u64(&mut self) -> Result<u64, Nothing> {
        Err(Nothing)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Nothing> {
        Err(Nothing)
    }
}

impl TryCryptoRng for Empty {}

fn agree(draft: Draft, now: Timestamp) -> Consent {
    let digest = draft.digest();
    draft.consent(digest, &[], now).unwrap()
}

fn draft_at(world: &World, card: &CredentialId, now: Timestamp) -> Draft {
    world.wallet.draft(&[choice(card, &["age_over_18"])], request("https://a.example"), now).unwrap()
}

#[test]
fn what_was_prepared_needs_nothing_more() {
    let mut world = world();
    let card = card(&mut world);
    let draft = draft_at(&world, &card, NOW);
    let before = world.wallet.store.bytes();
    let prepared = world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap();
    assert_eq!(world.wallet.store.bytes(), before, "nothing of it is kept");
    let presented = world.wallet.present_prepared(agree(draft, NOW), prepared, NOW, &mut Empty).unwrap();
    let verified = verify(only(&presented), &request("https://a.example")).unwrap();
    assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{EXP},"age_over_18":true}}"#));
    // Without it there is no proof without randomness.
    let consent = agree(draft_at(&world, &card, NOW), NOW);
    assert_eq!(code(world.wallet.present(consent, NOW, &mut Empty)), "bbs.randomness_failed");
}

#[test]
fn it_serves_for_its_lifetime_and_not_a_second_longer() {
    let mut world = world();
    let card = card(&mut world);
    let made = later(120);
    let last = made.saturating_add(PREPARED_LIFETIME).saturating_sub(Duration::from_secs(1));
    let earliest = made.saturating_sub(CLOCK_SKEW);
    for (at, serves) in [
        (last, true),
        (last.saturating_add(Duration::from_secs(1)), false),
        (earliest, true),
        (earliest.saturating_sub(Duration::from_secs(1)), false),
    ] {
        let draft = draft_at(&world, &card, later(60));
        let prepared = world.wallet.prepare(&draft, made, &mut rng(1)).unwrap();
        let done = world.wallet.present_prepared(agree(draft, made), prepared, at, &mut Empty);
        assert_eq!(done.is_ok(), serves, "{at}");
        let draft = draft_at(&world, &card, later(60));
        let prepared = world.wallet.prepare(&draft, made, &mut rng(1)).unwrap();
        let anew = world.wallet.present_prepared(agree(draft, made), prepared, at, &mut rng(2)).unwrap();
        assert!(verify(only(&anew), &request("https://a.example")).is_ok());
    }
}

#[test]
fn it_serves_no_other_draft() {
    let mut world = world();
    let (card, other) = (card(&mut world), card_of(&mut world, 1));
    let one = draft_at(&world, &card, NOW);
    let ask = |card: &CredentialId, selected: &[&str], audience: &str, now| {
        world.wallet.draft(&[choice(card, selected)], request(audience), now).unwrap()
    };
    let others = [
        ask(&card, &["given_name"], "https://a.example", NOW),
        ask(&card, &["age_over_18", "given_name"], "https://a.example", NOW),
        ask(&other, &["age_over_18"], "https://a.example", NOW),
        ask(&card, &["age_over_18"], "https://b.example", NOW),
        ask(&card, &["age_over_18"], "https://a.example", later(1)),
    ];
    for draft in others {
        let prepared = world.wallet.prepare(&one, NOW, &mut rng(1)).unwrap();
        let done = world.wallet.present_prepared(agree(draft, later(1)), prepared, later(1), &mut Empty);
        assert_eq!(code(done), "bbs.randomness_failed");
    }
}

#[test]
fn each_part_of_an_answer_is_prepared_for_itself() {
    let mut world = world();
    let (proofs, copy) = (card(&mut world), world.card());
    let choices =
        [choice(&copy, &["given_name"]), choice(&proofs, &["age_over_18"]), choice(&proofs, &["given_name"])];
    let draft = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
    let prepared = world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap();
    let presented = world.wallet.present_prepared(agree(draft, NOW), prepared, NOW, &mut Empty).unwrap();
    let texts: Vec<&str> = presented.parts().map(|(_, text)| text).collect();
    world.verify(texts[0]);
    for (text, claim) in [(texts[1], r#""age_over_18":true"#), (texts[2], r#""given_name":"Ada-canary""#)] {
        let verified = verify(text, &request("https://a.example")).unwrap();
        assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{EXP},{claim}}}"#));
    }
}
