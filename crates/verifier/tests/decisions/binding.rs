//! Who presents, to whom, and when.

use crate::kit::{NOW, Presentation, after, before, codes, hours, key, request, without_status};
use vouchsafe_jose::Algorithm;
use vouchsafe_verifier::{
    Decision, Duration, Error, Evidence, HolderBinding, Loosening, Policy, Request, Verifier,
};

fn decide(presentation: &Presentation, policy: Policy) -> Decision {
    presentation.decide(policy, &Evidence::none())
}

fn loosenings(decision: Decision) -> Vec<Loosening> {
    let accepted = decision.accepted().unwrap();
    accepted.loosenings().into_iter().filter(|loosening| *loosening != Loosening::NoStatus).collect()
}

#[test]
fn a_good_answer() {
    let decision = decide(&Presentation::new(), without_status());
    assert_eq!(loosenings(decision), []);
}

#[test]
fn every_way_to_be_no_answer() {
    let seconds = Duration::from_secs;
    for (presentation, code) in [
        (Presentation::new().unbound(), "binding.missing"),
        (
            Presentation::new().bound(|binding| binding.nonce = "n-0S6_WzA2Mk".to_owned()),
            "binding.nonce_mismatch",
        ),
        (Presentation::new().bound(|binding| binding.nonce = String::new()), "sd_jwt.key_binding_claim"),
        (
            Presentation::new().bound(|binding| binding.audience = "https://other.example".to_owned()),
            "binding.audience_mismatch",
        ),
        (
            Presentation::new().bound(|binding| binding.audience = "https://door.example/".to_owned()),
            "binding.audience_mismatch",
        ),
        (
            Presentation::new().bound(|binding| binding.audience = "https://DOOR.example".to_owned()),
            "binding.audience_mismatch",
        ),
        (Presentation::new().bound(|binding| binding.issued_at = before(seconds(301))), "binding.too_old"),
        (
            Presentation::new().bound(|binding| binding.issued_at = after(seconds(61))),
            "binding.from_the_future",
        ),
        (Presentation::new().bound(|binding| binding.signed_by = "issuer"), "jose.signature_invalid"),
        (Presentation::new().bound(|binding| binding.signed_by = "somebody"), "jose.signature_invalid"),
        (Presentation::new().without("cnf"), "sd_jwt.key_binding_without_key"),
    ] {
        assert_eq!(codes(&decide(&presentation, without_status())), [code]);
        // One that is there is verified, whether it has to be there or not.
        let not_required = without_status().holder_binding(HolderBinding::NotRequired);
        let expected: &[&str] = if code == "binding.missing" { &[] } else { &[code] };
        assert_eq!(codes(&decide(&presentation, not_required)), expected);
    }
    for at_limit in [before(seconds(300)), after(seconds(60))] {
        let presentation = Presentation::new().bound(|binding| binding.issued_at = at_limit);
        assert!(codes(&decide(&presentation, without_status())).is_empty());
    }
}

#[test]
fn a_disclosure_more_or_less_is_noticed() {
    let text = Presentation::new().text();
    let (sd_jwt, rest) = text.split_once('~').unwrap();
    let (_, key_binding) = rest.split_once('~').unwrap();
    let decision =
        crate::kit::decide(without_status(), &format!("{sd_jwt}~{key_binding}"), &Evidence::none());
    assert_eq!(codes(&decision), ["sd_jwt.sd_hash_mismatch"]);
}

#[test]
fn what_is_let_pass_is_told() {
    let unbound =
        decide(&Presentation::new().unbound(), without_status().holder_binding(HolderBinding::NotRequired));
    assert_eq!(loosenings(unbound), [Loosening::NoHolderBinding]);
    let bound = decide(&Presentation::new(), without_status().holder_binding(HolderBinding::NotRequired));
    assert_eq!(loosenings(bound), []);

    let old = Presentation::new().bound(|binding| binding.issued_at = before(hours(1)));
    assert_eq!(
        loosenings(decide(&old, without_status().max_key_binding_age(hours(2)))),
        [Loosening::OlderBinding]
    );
    let early = Presentation::new().bound(|binding| binding.issued_at = after(Duration::from_minutes(5)));
    assert_eq!(loosenings(decide(&early, without_status().clock_skew(hours(1)))), [Loosening::ClockSkew]);
    let expired = before(Duration::from_minutes(5)).as_unix();
    // One more member of the KB-JWT's payload.
    let expired = Presentation::new()
        .bound(|binding| binding.audience.push_str(&format!(r#"","exp":{expired},"more":""#)));
    assert_eq!(codes(&decide(&expired, without_status())), ["sd_jwt.key_binding_expired"]);
    assert_eq!(loosenings(decide(&expired, without_status().clock_skew(hours(1)))), [Loosening::ClockSkew]);
    let usual =
        decide(&Presentation::new(), without_status().max_key_binding_age(hours(2)).clock_skew(hours(1)));
    assert_eq!(loosenings(usual), []);
}

#[test]
fn without_a_question_there_is_no_answer() {
    let begin = |binding, request: &Request| {
        let verifier = Verifier::new(without_status().holder_binding(binding));
        verifier.begin(&Presentation::new().text(), request, NOW)
    };
    let nothing = Request::unsolicited();
    assert_eq!(begin(HolderBinding::Required, &nothing).unwrap_err(), Error::NothingAsked);
    for binding in [HolderBinding::RequiredReplayable, HolderBinding::NotRequired] {
        let decision = begin(binding, &nothing).unwrap().decide(&Evidence::none(), NOW);
        assert_eq!(loosenings(decision), [Loosening::ReplayableBinding]);
        let decision = begin(binding, &request()).unwrap().decide(&Evidence::none(), NOW);
        assert_eq!(loosenings(decision), []);
    }
    let unbound = Presentation::new().unbound();
    let replayable = without_status().holder_binding(HolderBinding::RequiredReplayable);
    assert_eq!(codes(&decide(&unbound, replayable)), ["binding.missing"]);
}

#[test]
fn the_policy_says_which_algorithms() {
    let only = |algorithm| without_status().allow_algorithms([algorithm]);
    assert!(codes(&decide(&Presentation::new(), only(Algorithm::Ed25519))).is_empty());
    assert_eq!(
        codes(&decide(&Presentation::new(), only(Algorithm::Es256))),
        ["policy.algorithm_not_allowed"]
    );
    let holder = crate::kit::key_of(Algorithm::Es384, "holder");
    let cnf = format!(r#"{{"jwk":{}}}"#, holder.verifying_key().to_jwk_json());
    let other_holder = Presentation::new().set("cnf", &cnf);
    assert_eq!(codes(&decide(&other_holder, only(Algorithm::Ed25519))), ["policy.algorithm_not_allowed"]);
    assert_ne!(key("holder").verifying_key(), holder.verifying_key());
}
