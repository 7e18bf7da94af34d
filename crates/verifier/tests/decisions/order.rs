//! A decision depends on what evidence was given, never on its order.

use crate::kit::{List, NOW, Presentation, before, hours, policy};
use proptest::prelude::*;
use vouchsafe_status_list::Status;
use vouchsafe_verifier::{Duration, Evidence, Timestamp};

/// A token and when it was received, if it was not stapled.
type Token = (String, Option<Timestamp>);

fn token() -> impl Strategy<Value = Token> {
    let status = prop_oneof![
        Just(Status::Valid),
        Just(Status::Invalid),
        Just(Status::Suspended),
        Just(Status::Application(3)),
    ];
    let issued = 0..4_u64;
    let signed_by = prop_oneof![4 => Just("issuer"), 1 => Just("somebody")];
    let uri = prop_oneof![4 => Just(crate::kit::LIST), 1 => Just("https://issuer.example/status/2")];
    let ttl = prop_oneof![Just(None), Just(Some(Duration::from_minutes(90)))];
    let received = prop_oneof![Just(None), (0..3_u64).prop_map(|ago| Some(before(hours(ago))))];
    (status, issued, signed_by, uri, ttl, received).prop_map(
        |(status, age, signed_by, uri, ttl, received)| {
            (List { signed_by, uri, ttl, ..List::new(status).aged(hours(age)) }.text(), received)
        },
    )
}

fn evidence<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Evidence {
    tokens.into_iter().fold(Evidence::none(), |evidence, (text, received_at)| match received_at {
        Some(at) => evidence.received(text, *at),
        None => evidence.stapled(text),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_evidence_does_not_matter(
        tokens in prop::collection::vec(token(), 0..7),
        seed in any::<prop::sample::Index>(),
    ) {
        let presentation = Presentation::with_status().text();
        let decide = |evidence: &Evidence| {
            crate::kit::decide(policy(), &presentation, evidence).report().clone()
        };
        let as_given = decide(&evidence(&tokens));
        prop_assert_eq!(&decide(&evidence(tokens.iter().rev())), &as_given);
        let (before, after) = tokens.split_at(seed.index(tokens.len() + 1));
        prop_assert_eq!(&decide(&evidence(after.iter().chain(before))), &as_given);
        prop_assert_eq!(as_given.decided_at(), NOW);
    }
}
