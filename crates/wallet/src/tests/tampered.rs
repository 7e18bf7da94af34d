//! A consent is good for exactly what it was given to: whatever is changed in it, nothing is signed.

use super::kit::*;
use crate::*;
use proptest::prelude::*;
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, Duration, Nonce};

type Tamper = (&'static str, fn(&mut Consent, &World));

fn other_card(consent: &Consent, world: &World) -> Card {
    let cards = world.wallet.cards(NOW).unwrap().into_iter().map(|holding| holding.card);
    cards.into_iter().find(|card| card.id != consent.wish.parts[0].card).unwrap()
}

/// One change for each field of what a consent binds.
const TAMPERS: [Tamper; 11] = [
    ("audience", |consent, _| {
        consent.wish.request.audience = Audience::new("https://other.example").unwrap()
    }),
    ("nonce", |consent, _| consent.wish.request.nonce = Nonce::new("another").unwrap()),
    ("card", |consent, world| consent.wish.parts[0].card = other_card(consent, world).id),
    ("card and copy", |consent, world| {
        let card = other_card(consent, world);
        consent.wish.parts[0].copy = card.copies[0].id;
        consent.wish.parts[0].card = card.id;
    }),
    ("copy", |consent, world| {
        let card = world.wallet.store.card(&consent.wish.parts[0].card).unwrap().unwrap();
        let part = &mut consent.wish.parts[0];
        part.copy = card.copies.iter().find(|copy| copy.id != part.copy).unwrap().id;
    }),
    ("one path more", |consent, _| consent.wish.parts[0].paths.push(path("vct"))),
    ("one path less", |consent, _| {
        consent.wish.parts[0].paths.pop();
    }),
    ("other paths", |consent, _| {
        consent.wish.parts[0].paths.reverse();
        consent.wish.parts[0].paths.push(path("address.country"));
    }),
    ("a caution more", |consent, _| consent.wish.parts[0].cautions.push(Caution::CopyShownBefore)),
    ("a longer life", |consent, _| {
        consent.wish.expires_at = consent.wish.expires_at.saturating_add(Duration::from_secs(1));
    }),
    ("digest", |consent, _| {
        let mut bytes = *consent.digest.as_bytes();
        bytes[31] ^= 1;
        consent.digest = DraftDigest::from_bytes(bytes);
    }),
];

fn two_cards() -> (World, CredentialId) {
    let mut world = World::new();
    let card = world.batch(2);
    world.card();
    (world, card)
}

fn consent(
    world: &World,
    card: &CredentialId,
    selected: &[ClaimPath],
    request: PresentationRequest,
) -> Consent {
    let choice = Choice { query: None, card: card.clone(), paths: selected.to_vec() };
    let draft = world.wallet.draft(&[choice], request, NOW).unwrap();
    let digest = draft.digest();
    draft.consent(digest, &[], NOW).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn nothing_else_can_be_signed(
        selected in proptest::sample::subsequence(
            vec!["given_name", "family_name", "address", "address.city", "iss"], 1..=5),
        host in "[a-z]{1,12}",
        nonce in "[A-Za-z0-9_-]{1,40}",
        which in 0..TAMPERS.len(),
    ) {
        let (mut world, card) = two_cards();
        let selected = paths(&selected);
        let request = PresentationRequest::by_hand(
            Audience::new(format!("https://{host}.test")).unwrap(),
            Nonce::new(nonce).unwrap(),
        );
        let mut tampered = consent(&world, &card, &selected, request.clone());
        let (what, tamper) = TAMPERS[which];
        tamper(&mut tampered, &world);
        let before = world.wallet.store.bytes();
        let refused = world.wallet.present(tampered, NOW).unwrap_err();
        prop_assert!(matches!(refused, Error::ConsentMismatch), "{}: {}", what, refused);
        prop_assert_eq!(world.wallet.store.bytes(), before, "{}", what);

        let untouched = consent(&world, &card, &selected, request);
        prop_assert!(world.wallet.present(untouched, NOW).is_ok());
    }
}

#[test]
fn every_tampering_is_refused() {
    for (what, tamper) in TAMPERS {
        let (mut world, card) = two_cards();
        let selected = paths(&["given_name", "family_name"]);
        let mut consent = consent(&world, &card, &selected, request("https://verifier.example"));
        tamper(&mut consent, &world);
        let refused = world.wallet.present(consent, NOW).unwrap_err();
        assert!(matches!(refused, Error::ConsentMismatch), "{what}: {refused}");
        assert!(world.sharings().is_empty(), "{what}");
    }
}

#[test]
fn a_store_that_changed_under_a_consent_is_noticed() {
    let (mut world, card) = two_cards();
    let consent = || paths(&["address"]);
    let agreed = self::consent(&world, &card, &consent(), request("https://verifier.example"));
    // The same credential without one of its disclosures: the verifier would see less than was agreed to.
    let record = super::memory::name("credential", agreed.wish.parts[0].copy);
    let text = String::from_utf8(world.wallet.store.body(&record)).unwrap();
    let all = world.verify(&text);
    let at = all.disclosed().iter().position(|claim| claim.path == path("address.city")).unwrap();
    let less: Vec<&str> =
        text.split('~').enumerate().filter(|(part, _)| *part != at + 1).map(|(_, part)| part).collect();
    world.wallet.store.overwrite_body(&record, less.join("~").as_bytes());
    assert_eq!(code(world.wallet.present(agreed, NOW)), "wallet.consent_mismatch");
    assert!(world.sharings().is_empty());
}
