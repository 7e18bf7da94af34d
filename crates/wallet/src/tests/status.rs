use super::kit::*;
use crate::*;
use rand_core::Rng as _;
use vouchsafe_credential::{Duration, IssuerId};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

#[test]
fn states_follow_the_list_and_say_as_of_when() {
    let mut world = World::new();
    let card = world.batch(1);
    assert_eq!(world.state(&card, NOW).code(), "cannot_tell");
    let mut apply = |at, status| {
        let list = world.list(at, &[(0, status)]);
        let update = world.wallet.apply_status(&list, at).unwrap();
        assert_eq!((update.uri.as_str(), update.as_of, update.cards.len()), (LIST, at, 1));
        update.cards[0].after
    };
    assert!(matches!(apply(later(0), Status::Valid), State::Valid { status_as_of: Some(NOW), .. }));
    assert_eq!(apply(later(1), Status::Suspended), State::Suspended { as_of: later(1) });
    assert_eq!(apply(later(2), Status::Valid).code(), "valid");
    assert_eq!(
        apply(later(3), Status::Application(3)),
        State::CannotTell { doubt: Doubt::StatusNotUnderstood { value: 3 }, last_good: Some(later(2)) }
    );
    assert_eq!(apply(later(4), Status::Invalid), State::Revoked { as_of: later(4) });
    // Revoked is for good, whatever comes later.
    assert_eq!(apply(later(5), Status::Valid), State::Revoked { as_of: later(4) });
}

#[test]
fn a_statement_grows_old() {
    let mut world = World::new();
    let card = world.batch(1);
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    assert_eq!(world.state(&card, later(24 * 3_600)).code(), "valid");
    let State::CannotTell { doubt, last_good } = world.state(&card, later(24 * 3_600 + 1)) else { panic!() };
    assert_eq!((doubt, last_good), (Doubt::StatusStale { as_of: NOW }, Some(NOW)));
}

#[test]
fn an_older_list_or_one_from_the_future_changes_nothing() {
    let mut world = World::new();
    let card = world.batch(1);
    let (new, old) = (
        world.list(NOW, &[(0, Status::Suspended)]),
        world.list(NOW.saturating_sub(Duration::from_secs(1)), &[]),
    );
    world.wallet.apply_status(&new, NOW).unwrap();
    assert_eq!(code(world.wallet.apply_status(&old, NOW)), "status_list.rolled_back");
    let skewed = world.list(later(limits::CLOCK_SKEW.as_secs() + 1), &[]);
    assert_eq!(code(world.wallet.apply_status(&skewed, NOW)), "wallet.status_list_from_the_future");
    assert_eq!(world.state(&card, NOW), State::Suspended { as_of: NOW });
    // The same list again is no harm.
    assert!(world.wallet.apply_status(&new, later(1)).is_ok());
}

#[test]
fn only_the_issuer_of_the_card_is_heard() {
    let mut world = World::new();
    let card = world.batch(1);
    let stranger = SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap();
    let other_kind = SigningKey::generate(Algorithm::Ed25519, &mut world.rng).unwrap();
    // Trusted, but for its own credentials.
    let other_issuer = IssuerId::new("https://other.example").unwrap();
    world.wallet.trust_issuer(other_issuer, &[stranger.verifying_key().clone().into()], NOW).unwrap();
    for (key, expected) in [(&stranger, "jose.signature_invalid"), (&other_kind, "wallet.issuer_key_unknown")]
    {
        let list = world.list_by(key, LIST, NOW, &[(0, Status::Invalid)]);
        assert_eq!(code(world.wallet.apply_status(&list, NOW)), expected);
    }
    let elsewhere = world.list_by(&world.issuer, "https://issuer.example/status/2", NOW, &[]);
    assert_eq!(code(world.wallet.apply_status(&elsewhere, NOW)), "wallet.status_list_not_needed");
    assert_eq!(code(world.wallet.apply_status("a.b", NOW)), "jose.not_compact");
    assert_eq!(world.state(&card, NOW).code(), "cannot_tell");
}

#[test]
fn an_entry_past_the_end_is_told() {
    let mut world = World::new();
    let token = world.issue(&person(&[status(1_000)]));
    let card = world.import(&token).unwrap().card.id;
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let State::CannotTell { doubt, .. } = world.state(&card, NOW) else { panic!() };
    assert_eq!(doubt, Doubt::StatusNotListed);
}

#[test]
fn a_very_long_list_is_used_and_not_kept() {
    let mut world = World::new();
    let card = world.batch(1);
    let mut list = StatusList::new(Bits::Four, 1 << 21).unwrap();
    let meanings = [0, 1, 2, 3, 12, 13, 14, 15].map(Status::from_value);
    for index in 1..list.entries() {
        let random = usize::try_from(world.rng.next_u32() % 8).unwrap();
        list.set(index, meanings[random]).unwrap();
    }
    let token = StatusListToSign {
        uri: LIST,
        issuer: None,
        issued_at: NOW,
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list: &list,
    };
    let token = token.sign(&world.issuer).unwrap();
    assert!(token.len() > limits::MAX_KEPT_STATUS_LIST);
    let older = world.list(NOW.saturating_sub(Duration::from_secs(1)), &[]);
    world.wallet.apply_status(&older, NOW).unwrap();
    world.wallet.apply_status(&token, NOW).unwrap();
    assert_eq!(world.state(&card, NOW).code(), "valid");
    assert!(world.wallet.status_evidence(&card).unwrap().is_empty());
}

#[test]
fn one_list_of_two_names_speaks_for_both() {
    let mut world = World::new();
    let keys = [world.issuer.verifying_key().clone().into()];
    world.wallet.trust_issuer(IssuerId::new("https://also.example").unwrap(), &keys, NOW).unwrap();
    let one = world.issue(&person(&[status(1)]));
    let other = world.issue(&person(&[status(2)]).replacen(ISSUER, "https://also.example", 1));
    for token in [one, other] {
        world.import(&token).unwrap();
    }
    let list = world.list(NOW, &[]);
    assert_eq!(world.wallet.apply_status(&list, NOW).unwrap().cards.len(), 2);
}

#[test]
fn the_newest_list_is_kept_to_be_shown_beside_the_card() {
    let mut world = World::new();
    let card = world.batch(1);
    assert!(world.wallet.status_evidence(&card).unwrap().is_empty());
    for seconds in [0, 5] {
        let list = world.list(later(seconds), &[]);
        world.wallet.apply_status(&list, later(seconds)).unwrap();
        let evidence = world.wallet.status_evidence(&card).unwrap();
        assert_eq!(evidence.len(), 1);
        assert_eq!((&evidence[0].token, evidence[0].issued_at), (&list, later(seconds)));
    }
}

#[test]
fn a_statement_from_after_now_says_nothing_of_now() {
    let mut world = World::new();
    let card = world.batch(1);
    let issued_at = later(7 * 86_400);
    let list = world.list(issued_at, &[]);
    world.wallet.apply_status(&list, issued_at).unwrap();
    assert_eq!(world.state(&card, issued_at.saturating_sub(limits::CLOCK_SKEW)).code(), "valid");
    // The clock was set back.
    let State::CannotTell { doubt, .. } = world.state(&card, NOW) else { panic!() };
    assert_eq!(doubt, Doubt::StatusStale { as_of: issued_at });
}
