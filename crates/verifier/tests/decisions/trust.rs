//! Who is believed about what.

use crate::kit::{
    ISSUER, LIST, List, NOW, Presentation, TYPE, after, before, codes, credential_type, entry, hours,
    issuer_id, key, policy, without_status,
};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::{
    Decision, Evidence, Loosening, OnMissingStatus, Policy, TrustEntry, TrustList, VerifyingKey,
};

fn decide(presentation: &Presentation, trust: impl Into<TrustList>) -> Decision {
    presentation.decide(without_status().trust(trust), &Evidence::none())
}

fn key_with_kid(name: &str, kid: &str) -> VerifyingKey {
    let jwk = key(name).verifying_key().to_jwk_json();
    VerifyingKey::from_jwk_json(jwk.replace('{', &format!(r#"{{"kid":"{kid}","#)).as_bytes()).unwrap()
}

#[test]
fn an_empty_list_trusts_nobody() {
    let decision = decide(&Presentation::new(), TrustList::new());
    assert_eq!(codes(&decision), ["trust.issuer_unknown"]);
    assert!(decision.report().issuer().is_none(), "an issuer that nobody vouches for is not named as one");
    let decision = Presentation::new().decide(
        Policy::strict().accept_any_type().on_missing_status(OnMissingStatus::Accept),
        &Evidence::none(),
    );
    assert_eq!(codes(&decision), ["trust.issuer_unknown"]);
}

#[test]
fn somebody_else_is_somebody_else() {
    for iss in [r#""https://issuer.example/""#, r#""https://ISSUER.example""#, r#""issuer.example""#] {
        assert_eq!(codes(&decide(&Presentation::new().set("iss", iss), entry())), ["trust.issuer_unknown"]);
    }
    assert_eq!(codes(&decide(&Presentation::new().without("iss"), entry())), ["trust.issuer_unknown"]);
    let forged = Presentation { issued_by: "somebody", ..Presentation::new() };
    assert_eq!(codes(&decide(&forged, entry())), ["jose.signature_invalid"]);
}

#[test]
fn one_trusted_issuer_cannot_speak_for_another() {
    let other =
        TrustEntry::issuer(issuer_id("https://other.example"), [key("other").verifying_key().clone()])
            .for_types([credential_type(TYPE)]);
    let trust = TrustList::new().with(entry()).with(other);
    let forged = Presentation { issued_by: "other", ..Presentation::new() };
    assert_eq!(codes(&decide(&forged, trust.clone())), ["jose.signature_invalid"]);
    // Nor say that the other's credentials are revoked, or that they are not.
    let by_other = List { signed_by: "other", ..List::new(Status::Invalid) };
    let decision = Presentation::with_status().decide(policy().trust(trust), &by_other.evidence());
    assert_eq!(codes(&decision), ["jose.signature_invalid", "status.unknown"]);
    assert_eq!(by_other.uri, LIST);
}

#[test]
fn a_type_and_a_period() {
    let elsewhere = entry().for_types([credential_type("urn:x")]);
    assert_eq!(codes(&decide(&Presentation::new(), elsewhere)), ["trust.type_not_covered"]);
    let no_type = TrustEntry::issuer(issuer_id(ISSUER), [key("issuer").verifying_key().clone()]);
    assert_eq!(codes(&decide(&Presentation::new(), no_type)), ["trust.type_not_covered"]);
    for (entry, code) in [
        (entry().trusted_from(after(hours(1))), Some("trust.outside_period")),
        (entry().trusted_from(NOW), None),
        (entry().trusted_until(NOW), Some("trust.outside_period")),
        (entry().trusted_until(after(hours(1))), None),
        (
            entry().trusted_from(before(hours(2))).trusted_until(before(hours(1))),
            Some("trust.outside_period"),
        ),
    ] {
        assert_eq!(codes(&decide(&Presentation::new(), entry)), Vec::from_iter(code));
    }
}

#[test]
fn entries_for_one_issuer_add_up() {
    let old = entry().trusted_until(before(hours(1)));
    let other_type = entry().for_types([credential_type("urn:x")]);
    let wrong_key =
        TrustEntry::issuer(issuer_id(ISSUER), [key("somebody").verifying_key().clone()]).for_any_type();
    let trust: TrustList = [old, other_type, wrong_key, entry()].into_iter().collect();
    assert!(codes(&decide(&Presentation::new(), trust)).is_empty());
}

#[test]
fn a_key_that_is_not_known_is_no_refutation() {
    let entry = |keys: Vec<VerifyingKey>| TrustEntry::issuer(issuer_id(ISSUER), keys).for_any_type();
    let rotated = Presentation { kid: Some("2027"), ..Presentation::new() };
    let decision = decide(&rotated, entry(vec![key_with_kid("issuer", "2026")]));
    assert_eq!(codes(&decision), ["trust.key_unknown"]);
    let Decision::Rejected(rejected) = decision else { panic!() };
    assert!(rejected.is_undetermined());

    let both = entry(vec![key_with_kid("somebody", "2026"), key_with_kid("issuer", "2027")]);
    assert!(codes(&decide(&rotated, both)).is_empty());
    // A key of that name that did not sign, and keys without a name.
    let wrong = entry(vec![key_with_kid("somebody", "2027")]);
    assert_eq!(codes(&decide(&rotated, wrong)), ["jose.signature_invalid"]);
    let nameless =
        entry(vec![key("somebody").verifying_key().clone(), key("issuer").verifying_key().clone()]);
    assert!(codes(&decide(&rotated, nameless)).is_empty());
}

#[test]
fn one_key_for_any_issuer() {
    let any = || TrustEntry::key_for_any_issuer(key("issuer").verifying_key().clone()).for_any_type();
    for presentation in [
        Presentation::new(),
        Presentation::new().without("iss"),
        Presentation::new().set("iss", "\"https://whoever.example\""),
        Presentation { kid: Some("whatever"), ..Presentation::new() },
    ] {
        let accepted = decide(&presentation, any()).accepted().unwrap();
        assert!(accepted.loosenings().contains(&Loosening::AnyIssuer));
    }
    let nameless = decide(&Presentation::new().without("iss"), any());
    assert!(nameless.report().issuer().is_none());
    let forged = Presentation { issued_by: "somebody", ..Presentation::new() };
    assert_eq!(codes(&decide(&forged, any())), ["jose.signature_invalid"]);
    // Its lists have to name the same issuer, if they name one.
    for (issuer, expected) in [
        (None, &[][..]),
        (Some(ISSUER), &[]),
        (Some("https://x.example"), &["status.signer_unknown", "status.unknown"]),
    ] {
        let list = List { issuer, ..List::new(Status::Valid) };
        let decision = Presentation::with_status().decide(policy().trust(any()), &list.evidence());
        assert_eq!(codes(&decision), expected);
    }
}

#[test]
fn untrusted_names_are_shown_short_and_escaped() {
    let iss = format!("\"https://x.example/\u{202e}{}\"", "a".repeat(1_000));
    let decision = decide(&Presentation::new().set("iss", &iss), entry());
    assert_eq!(codes(&decision), ["trust.issuer_unknown"]);
    let words = decision.report().to_string();
    assert!(words.contains(r"\u{202e}aaa") && !words.contains('\u{202e}') && words.len() < 600, "{words}");
}

/// Why nobody is trusted, and why no key did sign, does not depend on the order of the trust list.
#[test]
fn the_nearest_entry_tells_why() {
    let rotated = Presentation { kid: Some("2027"), ..Presentation::new() };
    let by_kid = |kid| TrustEntry::issuer(issuer_id(ISSUER), [key_with_kid("issuer", kid)]).for_any_type();
    let past = || by_kid("2027").trusted_until(before(hours(1)));
    let untyped = || by_kid("2027").for_types([credential_type("urn:x")]);
    let other_algorithm = || {
        let key = crate::kit::key_of(vouchsafe_verifier::Algorithm::Es256, "issuer");
        TrustEntry::issuer(issuer_id(ISSUER), [key.verifying_key().clone()]).for_any_type()
    };
    let other_key =
        || TrustEntry::issuer(issuer_id(ISSUER), [key("x").verifying_key().clone()]).for_any_type();
    for (one, other, code) in [
        (past(), by_kid("2026"), "trust.key_unknown"),
        (untyped(), by_kid("2026"), "trust.key_unknown"),
        (past(), untyped(), "trust.type_not_covered"),
        (other_algorithm(), past(), "jose.algorithm_mismatch"),
        (other_algorithm(), other_key(), "jose.signature_invalid"),
    ] {
        for trust in [[one.clone(), other.clone()], [other, one]] {
            assert_eq!(codes(&decide(&rotated, trust.into_iter().collect::<TrustList>())), [code]);
        }
    }
}
