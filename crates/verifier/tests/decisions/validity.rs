//! When a credential holds.

use crate::kit::{NOW, Presentation, after, before, codes, hours, request, without_status};
use vouchsafe_verifier::{Duration, Evidence, ExpectedType, Loosening, Verifier};

const SKEW: Duration = Duration::from_secs(60);

#[test]
fn the_ends_and_the_skew() {
    let second = Duration::from_secs(1);
    for (claim, moment, code) in [
        ("exp", before(SKEW), Some("validity.expired")),
        ("exp", before(SKEW).saturating_add(second), None),
        ("nbf", after(SKEW).saturating_add(second), Some("validity.not_yet_valid")),
        ("nbf", after(SKEW), None),
        ("iat", after(SKEW).saturating_add(second), Some("validity.not_yet_valid")),
        ("iat", after(SKEW), None),
    ] {
        let presentation = Presentation::new().set(claim, &moment.as_unix().to_string());
        let decision = presentation.decide(without_status(), &Evidence::none());
        assert_eq!(codes(&decision), Vec::from_iter(code), "{claim} {moment}");
    }
}

#[test]
fn a_wider_skew_is_a_loosening_where_it_matters() {
    let policy = || without_status().clock_skew(hours(1));
    let expired = Presentation::new().set("exp", &before(Duration::from_minutes(30)).as_unix().to_string());
    let accepted = expired.decide(policy(), &Evidence::none()).accepted().unwrap();
    assert!(accepted.loosenings().contains(&Loosening::ClockSkew));
    let accepted = Presentation::new().decide(policy(), &Evidence::none()).accepted().unwrap();
    assert!(!accepted.loosenings().contains(&Loosening::ClockSkew));
}

#[test]
fn what_expires_while_evidence_is_fetched_is_expired() {
    let expires = after(hours(1));
    let presentation = Presentation::new().set("exp", &expires.as_unix().to_string());
    let pending = Verifier::new(without_status()).begin(&presentation.text(), &request(), NOW).unwrap();
    let decision = pending.decide(&Evidence::none(), after(hours(2)));
    assert_eq!(codes(&decision), ["validity.expired"]);
    assert_eq!(decision.report().decided_at(), after(hours(2)));
}

#[test]
fn without_an_end() {
    let decision = Presentation::new().without("exp").decide(without_status(), &Evidence::none());
    assert!(codes(&decision).is_empty());
    assert!(decision.report().to_string().contains("valid, without an end"));
    // Where `exp` may be selectively disclosable, it may be among what was kept back.
    let plain = without_status().accept_plain_sd_jwt(ExpectedType::Any);
    let decision = Presentation::new().without("exp").decide(plain, &Evidence::none());
    assert!(codes(&decision).is_empty());
    assert!(decision.report().to_string().contains("no end is shown, but one may have been kept back"));
}
