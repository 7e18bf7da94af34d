use super::*;
use crate::limits::LIST_RESERVE;
use crate::test_issuer::{FailingRng, issuer, rng};
use proptest::prelude::*;
use std::collections::BTreeSet;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_status_list::{Status, UnverifiedStatusListToken, VerifiedStatusList};

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

fn id(name: &str) -> CredentialId {
    CredentialId::new(name).unwrap()
}

fn registry(bits: Bits, entries: u64) -> StatusRegistry {
    let settings = ListSettings { bits, entries, ..ListSettings::at("https://issuer.example/status") };
    StatusRegistry::new(settings).unwrap()
}

fn published(registry: &StatusRegistry) -> Vec<VerifiedStatusList> {
    let issuer = issuer();
    let mut registry = registry.clone();
    let lists = registry.publish(&issuer, NOW, Duration::from_hours(12), Duration::from_days(7)).unwrap();
    let verify = |list: &PublishedList| {
        let token = UnverifiedStatusListToken::parse(&list.token).unwrap();
        token.verify(issuer.verifying_key(), &list.uri).unwrap()
    };
    lists.iter().map(verify).collect()
}

/// What the published lists say at each of a credential's entries.
fn said(registry: &StatusRegistry, name: &str) -> BTreeSet<u8> {
    let lists = published(registry);
    let status = |reference: StatusReference| {
        let list = lists.iter().find(|list| list.uri() == reference.uri()).unwrap();
        list.look_up(reference.index()).unwrap().value()
    };
    registry.references(&id(name)).unwrap().into_iter().map(status).collect()
}

#[test]
fn default_lists_are_large_and_can_suspend() {
    let registry = StatusRegistry::new(ListSettings::at("https://issuer.example/status")).unwrap();
    assert_eq!(registry.settings().entries, 131_072);
    assert_eq!(registry.settings().bits, Bits::Two);
    assert_eq!(registry.uris().collect::<Vec<_>>(), ["https://issuer.example/status/1"]);
}

#[test]
fn settings_that_make_no_list() {
    let refused = |settings| StatusRegistry::new(settings).unwrap_err().code();
    let good = ListSettings::at("https://issuer.example/status");
    assert_eq!(refused(ListSettings { entries: 0, ..good.clone() }), "status_list.entries_not_allowed");
    assert_eq!(refused(ListSettings { entries: u64::MAX, ..good }), "status_list.entries_not_allowed");
    assert_eq!(refused(ListSettings::at("https://issuer.example\n")), "issuer.base_uri_not_allowed");
    assert_eq!(refused(ListSettings::at("x".repeat(2_048))), "issuer.base_uri_not_allowed");
}

#[test]
fn indexes_are_random() {
    let mut registry = registry(Bits::One, 1 << 17);
    let mut rng = rng(1);
    let mut indexes: Vec<u64> = (0..100)
        .map(|number| registry.allocate(id(&format!("{number}")), 1, &mut rng).unwrap()[0].index())
        .collect();
    let ascending = indexes.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!((30..70).contains(&ascending), "{ascending}");
    indexes.sort_unstable();
    assert!(indexes[0] < 1 << 14 && indexes[99] > 7 << 14, "{indexes:?}");
}

/// Every order of three changes, with what is said afterwards and the first error on the way.
#[test]
fn transitions() {
    use CredentialState::{Revoked, Suspended, Valid};
    type Change = fn(&mut StatusRegistry, &CredentialId) -> Result<CredentialState, Error>;
    let changes: [(&str, Change); 3] = [
        ("revoke", StatusRegistry::revoke),
        ("suspend", StatusRegistry::suspend),
        ("reinstate", StatusRegistry::reinstate),
    ];
    for (before, change, after) in [
        (Valid, "revoke", Ok(Revoked)),
        (Valid, "suspend", Ok(Suspended)),
        (Valid, "reinstate", Ok(Valid)),
        (Suspended, "revoke", Ok(Revoked)),
        (Suspended, "suspend", Ok(Suspended)),
        (Suspended, "reinstate", Ok(Valid)),
        (Revoked, "revoke", Ok(Revoked)),
        (Revoked, "suspend", Err(Error::RevokedForGood)),
        (Revoked, "reinstate", Err(Error::RevokedForGood)),
    ] {
        let mut registry = registry(Bits::Two, 64);
        registry.allocate(id("a"), 3, &mut rng(1)).unwrap();
        registry.allocate(id("b"), 3, &mut rng(2)).unwrap();
        registry.change(&id("a"), before).unwrap();
        let (_, apply) = changes.iter().find(|(name, _)| *name == change).unwrap();
        let result = apply(&mut registry, &id("a"));
        assert_eq!(result, after.clone().map(|_| before), "{before:?} {change}");
        let now = after.unwrap_or(before);
        assert_eq!(registry.state(&id("a")), Some(now));
        assert_eq!(said(&registry, "a"), BTreeSet::from([now.status().value()]));
        assert_eq!(said(&registry, "b"), BTreeSet::from([Status::Valid.value()]));
    }
}

#[test]
fn names() {
    let mut registry = registry(Bits::One, 64);
    registry.allocate(id("a"), 1, &mut rng(1)).unwrap();
    assert_eq!(registry.allocate(id("a"), 1, &mut rng(2)), Err(Error::CredentialKnown));
    assert_eq!(registry.revoke(&id("b")), Err(Error::CredentialUnknown));
    assert_eq!(registry.references(&id("b")), Err(Error::CredentialUnknown));
    assert_eq!(registry.state(&id("b")), None);
    assert_eq!(registry.suspend(&id("a")), Err(Error::SuspensionNeedsTwoBits));
    assert_eq!(registry.credentials().collect::<Vec<_>>(), [(&id("a"), CredentialState::Valid)]);
}

#[test]
fn batches() {
    let mut registry = registry(Bits::One, 64);
    let before = registry.clone();
    for copies in [0, MAX_BATCH + 1] {
        assert_eq!(registry.allocate(id("a"), copies, &mut rng(1)), Err(Error::BatchSize));
    }
    assert_eq!(registry, before);
    assert_eq!(registry.allocate(id("a"), MAX_BATCH, &mut rng(1)).unwrap().len(), MAX_BATCH);
}

#[test]
fn what_has_expired_is_forgotten_and_makes_room() {
    // Seven of eight entries can be used.
    let mut registry = registry(Bits::Two, 8);
    registry.allocate(id("a"), 4, &mut rng(1)).unwrap();
    registry.allocate(id("b"), 3, &mut rng(2)).unwrap();
    registry.revoke(&id("a")).unwrap();
    registry.forget(&id("a"));
    registry.forget(&id("nobody"));
    assert_eq!(
        (registry.state(&id("a")), registry.references(&id("a"))),
        (None, Err(Error::CredentialUnknown))
    );
    assert_eq!(registry.state(&id("b")), Some(CredentialState::Valid));
    let again = StatusRegistry::from_json(registry.to_json().unwrap().as_bytes()).unwrap();
    assert_eq!(again, registry);
    registry.allocate(id("c"), 4, &mut rng(3)).unwrap();
    assert_eq!(registry.uris().count(), 1);
    assert_eq!(said(&registry, "c"), BTreeSet::from([0]));
}

#[test]
fn a_nearly_full_list_is_followed_by_the_next() {
    let mut registry = registry(Bits::One, 64);
    let usable = usize::try_from(64 - 64 / LIST_RESERVE).unwrap();
    registry.allocate(id("a"), usable, &mut rng(1)).unwrap();
    assert_eq!(registry.uris().count(), 1);
    let next = registry.allocate(id("b"), 1, &mut rng(2)).unwrap();
    assert_eq!(next[0].uri(), "https://issuer.example/status/2");
    registry.revoke(&id("a")).unwrap();
    assert_eq!(said(&registry, "a"), BTreeSet::from([1]));
    assert_eq!(said(&registry, "b"), BTreeSet::from([0]));
}

#[test]
fn the_last_list_is_followed_by_none() {
    let mut registry = registry(Bits::Eight, 1);
    registry.lists = vec![Slots::new(1); MAX_LISTS - 1];
    assert!(registry.lists.last_mut().unwrap().take(0));
    assert!(registry.allocate(id("last"), 1, &mut rng(1)).is_ok());
    let before = registry.clone();
    assert_eq!(registry.allocate(id("one more"), 1, &mut rng(1)), Err(Error::ListsFull));
    assert_eq!(registry, before);
}

#[test]
fn a_generator_that_fails_leaves_the_registry_as_it_was() {
    let mut registry = registry(Bits::One, 64);
    registry.allocate(id("a"), 20, &mut rng(1)).unwrap();
    let before = registry.clone();
    for draws in [0, 1, 40] {
        let mut failing = FailingRng::after(draws);
        assert_eq!(registry.allocate(id("b"), 200, &mut failing), Err(Error::RandomnessFailed));
        assert_eq!(registry, before);
    }
    // Always the same number: never an endless search.
    assert_eq!(registry.allocate(id("b"), 2, &mut FailingRng::stuck()), Err(Error::RandomnessFailed));
    assert_eq!(registry, before);
}

#[test]
fn published_lists_say_who_when_and_how_long() {
    let list = published(&registry(Bits::Two, 64)).remove(0);
    assert_eq!(list.issuer(), Some(issuer().id()));
    assert_eq!(list.issued_at(), NOW);
    assert_eq!(list.ttl(), Some(Duration::from_hours(12)));
    assert_eq!(list.expires_at(), Some(NOW.saturating_add(Duration::from_days(7))));
    let refused = |ttl, lifetime| registry(Bits::Two, 64).publish(&issuer(), NOW, ttl, lifetime).unwrap_err();
    let day = Duration::from_days(1);
    assert_eq!(refused(Duration::ZERO, day).code(), "status_list.ttl_not_positive");
    assert_eq!(refused(day, Duration::ZERO).code(), "status_list.expires_too_early");
}

#[test]
fn the_stored_form() {
    let mut registry = registry(Bits::Two, 8);
    registry.allocate(id("a"), 1, &mut rng(1)).unwrap();
    registry.suspend(&id("a")).unwrap();
    let index = registry.references(&id("a")).unwrap()[0].index();
    let expected = format!(
        r#"{{"version":2,"base_uri":"https://issuer.example/status","bits":2,"entries":8,"lists":1,"credentials":[{{"id":"a","state":"suspended","entries":[{{"list":1,"index":{index}}}]}}]}}"#
    );
    assert_eq!(registry.to_json().unwrap(), expected);
    assert_eq!(StatusRegistry::from_json(expected.as_bytes()), Ok(registry.clone()));
    // The first form is taken up as one of which nobody knows when lists were published.
    let first = expected.replace(r#""version":2"#, r#""version":1"#);
    assert_eq!(StatusRegistry::from_json(first.as_bytes()), Ok(registry.clone()));

    registry.publish(&issuer(), NOW, Duration::from_hours(12), Duration::from_days(7)).unwrap();
    let expected = expected.replace(r#""lists":1,"#, r#""lists":1,"published_at":1700000000,"#);
    assert_eq!(registry.to_json().unwrap(), expected);
    assert_eq!(StatusRegistry::from_json(expected.as_bytes()), Ok(registry));
}

/// The later date wins everywhere, so a list that is signed with an earlier one would revoke nothing.
#[test]
fn nothing_is_published_that_an_earlier_list_would_beat() {
    let mut registry = registry(Bits::Two, 64);
    let publish = |registry: &mut StatusRegistry, at: Timestamp| {
        let lists = registry.publish(&issuer(), at, Duration::from_hours(12), Duration::from_days(7));
        // What was stored goes on as what was not.
        *registry = StatusRegistry::from_json(registry.to_json().unwrap().as_bytes()).unwrap();
        lists
    };
    let ahead = NOW.saturating_add(Duration::from_hours(1));
    publish(&mut registry, NOW).unwrap();
    publish(&mut registry, NOW).unwrap();
    publish(&mut registry, ahead).unwrap();
    let earlier = Timestamp::from_unix(ahead.as_unix() - 1);
    assert_eq!(publish(&mut registry, earlier), Err(Error::PublishedLater { at: ahead }));
    assert_eq!(registry.published_at(), Some(ahead));
    publish(&mut registry, ahead).unwrap();
    // The clock had run ahead, and somebody says so.
    registry.forget_published();
    publish(&mut registry, earlier).unwrap();
    assert_eq!(registry.published_at(), Some(earlier));
    // What could not be signed was not published.
    let day = Duration::from_days(1);
    registry.publish(&issuer(), ahead, Duration::ZERO, day).unwrap_err();
    assert_eq!(registry.published_at(), Some(earlier));
}

#[test]
fn a_stored_form_that_is_another_or_contradicts_itself() {
    let good = r#"{"version":1,"base_uri":"https://issuer.example/status","bits":1,"entries":8,"lists":2,"credentials":[{"id":"a","state":"valid","entries":[{"list":1,"index":0},{"list":2,"index":0}]},{"id":"b","state":"revoked","entries":[{"list":1,"index":7}]}]}"#;
    assert!(StatusRegistry::from_json(good.as_bytes()).is_ok());
    for (from, to, code) in [
        ("{", "", "issuer.state_malformed"),
        (r#""version":1,"#, "", "issuer.state_malformed"),
        (r#""version":1"#, r#""version":0"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":1,"version":1"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":1,"more":1"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":1,"published_at":1"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":2,"published_at":"1""#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":3,"more":1"#, "issuer.state_too_new"),
        (r#""lists":2"#, r#""lists":0"#, "issuer.state_malformed"),
        (r#""lists":2"#, r#""lists":10001"#, "issuer.state_malformed"),
        (r#""lists":2"#, r#""lists":1"#, "issuer.state_contradicts"),
        (r#""bits":1"#, r#""bits":3"#, "status_list.bits_not_allowed"),
        (r#""entries":8"#, r#""entries":0"#, "status_list.entries_not_allowed"),
        (r#""id":"b""#, r#""id":"a""#, "issuer.state_contradicts"),
        (r#""id":"b""#, r#""id":"""#, "issuer.state_malformed"),
        (r#""index":7"#, r#""index":0"#, "issuer.state_contradicts"),
        (r#""index":7"#, r#""index":8"#, "issuer.state_contradicts"),
        (r#""index":7"#, r#""index":-1"#, "issuer.state_malformed"),
        (r#"{"list":1,"index":7}"#, "", "issuer.state_contradicts"),
        (r#"{"list":1,"index":7}"#, r#"{"list":0,"index":7}"#, "issuer.state_contradicts"),
        (r#""revoked""#, r#""suspended""#, "issuer.state_contradicts"),
        (r#""revoked""#, r#""lost""#, "issuer.state_malformed"),
    ] {
        assert!(good.contains(from));
        let altered = good.replacen(from, to, 1);
        assert_eq!(StatusRegistry::from_json(altered.as_bytes()).unwrap_err().code(), code, "{from} to {to}");
    }
}

proptest! {
    #[test]
    fn no_entry_is_ever_given_away_twice(
        bits in proptest::sample::select(vec![Bits::One, Bits::Two, Bits::Four, Bits::Eight]),
        entries in 1_u64..40,
        batches in proptest::collection::vec(1_usize..12, 1..20),
        seed in any::<u64>(),
    ) {
        let mut registry = registry(bits, entries);
        let mut rng = rng(seed);
        let mut given = BTreeSet::new();
        for (number, copies) in batches.iter().enumerate() {
            // What was stored goes on as what was not.
            registry = StatusRegistry::from_json(registry.to_json().unwrap().as_bytes()).unwrap();
            let name = id(&format!("{number}"));
            let references = registry.allocate(name.clone(), *copies, &mut rng).unwrap();
            prop_assert_eq!(&registry.references(&name).unwrap(), &references);
            if number % 3 == 0 {
                registry.revoke(&name).unwrap();
            }
            for reference in references {
                prop_assert!(reference.index() < registry.settings().entries);
                prop_assert!(given.insert((reference.uri().to_owned(), reference.index())));
            }
        }
        for number in 0..batches.len() {
            let expected = u8::from(number % 3 == 0);
            prop_assert_eq!(said(&registry, &format!("{number}")), BTreeSet::from([expected]));
        }
    }

    #[test]
    fn no_stored_form_panics(text in "[{}\\[\\]a-z0-9:,\"]{0,200}") {
        let _ = StatusRegistry::from_json(text.as_bytes());
    }
}
