//! Which of several status list tokens counts, and which do not count at all.

use crate::kit::{
    INDEX, LIST, List, NOW, Presentation, before, codes, decide, entry, hours, issuer_id, key, policy,
    without_status,
};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::limits::{MAX_STAPLE, MAX_STAPLES};
use vouchsafe_verifier::report::{Outcome, Rule, Subject};
use vouchsafe_verifier::{
    Decision, Duration, Evidence, ExpectedType, Need, OnMissingStatus, OnUnknownStatus, Verifier,
};

fn decide_with(evidence: &Evidence) -> Decision {
    Presentation::with_status().decide(policy(), evidence)
}

#[test]
fn the_report_says_on_what_evidence() {
    let decision = decide_with(&List::new(Status::Valid).evidence());
    let status = decision.report().status().unwrap();
    assert_eq!((status.list(), status.signed_by()), (LIST, "https://issuer.example"));
    assert_eq!((status.issued_at(), status.age()), (before(hours(1)), hours(1)));
    assert_eq!(status.received_at(), Some(NOW));
    let Decision::Accepted(accepted) = decision else { panic!("{decision:?}") };
    assert_eq!(accepted.evidence_time(), Some(before(hours(1))));
    let words = accepted.report().to_string();
    assert!(
        words.contains(
            "not revoked as of 2026-01-01T11:00:00Z (1 h ago), list signed by https://issuer.example"
        ),
        "{words}"
    );
    assert!(!words.contains("presenter"), "{words}");
    let stapled = decide_with(&Evidence::none().stapled(List::new(Status::Valid).text()));
    assert!(stapled.report().to_string().contains("brought by the presenter"));
}

#[test]
fn the_newest_counts_however_it_came() {
    let old_valid = List::new(Status::Valid).aged(hours(3)).text();
    let new_invalid = List::new(Status::Invalid).aged(hours(2)).text();
    for evidence in [
        Evidence::none().stapled(&old_valid).received(&new_invalid, NOW),
        Evidence::none().received(&old_valid, NOW).stapled(&new_invalid),
        Evidence::none().stapled(&old_valid).stapled(&new_invalid),
    ] {
        let decision = decide_with(&evidence);
        assert_eq!(codes(&decision), ["status.invalid"]);
        // That an older one was offered is there to be seen.
        let older = decision.report().checks().iter().find(|check| {
            check.subject() == Subject::StatusEvidence
                && *check.outcome() == Outcome::Skipped(Rule::BetterEvidence)
        });
        assert!(older.unwrap().words().contains("2026-01-01T09:00:00Z"));
    }
    let reinstated = Evidence::none()
        .received(List::new(Status::Suspended).aged(hours(3)).text(), NOW)
        .stapled(List::new(Status::Valid).text());
    assert!(codes(&decide_with(&reinstated)).is_empty());
}

#[test]
fn of_two_of_the_same_second_the_stricter_counts() {
    let (valid, invalid) = (List::new(Status::Valid).text(), List::new(Status::Invalid).text());
    for evidence in [
        Evidence::none().stapled(&valid).received(&invalid, NOW),
        Evidence::none().received(&valid, NOW).stapled(&invalid),
    ] {
        assert_eq!(codes(&decide_with(&evidence)), ["status.invalid"]);
    }
}

#[test]
fn a_copy_of_what_is_known_makes_nothing_worse() {
    let list = List { ttl: Some(Duration::from_minutes(10)), ..List::new(Status::Valid) }.text();
    assert_eq!(codes(&decide_with(&Evidence::none().stapled(&list))), ["status.stale"]);
    assert!(codes(&decide_with(&Evidence::none().stapled(&list).received(&list, NOW))).is_empty());
}

#[test]
fn a_token_that_proves_nothing_changes_nothing() {
    let good = List::new(Status::Valid);
    for (bad, code) in [
        ("nonsense".to_owned(), "jose.not_compact"),
        (List { signed_by: "somebody", ..List::new(Status::Invalid) }.text(), "jose.signature_invalid"),
        (
            List { issuer: Some("https://other.example"), ..List::new(Status::Invalid) }.text(),
            "status.signer_unknown",
        ),
        (
            List { uri: "https://issuer.example/status/2", ..List::new(Status::Invalid) }.text(),
            "status_list.uri_mismatch",
        ),
        (
            List { issued_at: crate::kit::after(hours(1)), ..List::new(Status::Invalid) }.text(),
            "status.from_the_future",
        ),
        ("x".repeat(MAX_STAPLE + 1), "status.staple_too_long"),
    ] {
        let alone = decide_with(&Evidence::none().stapled(&bad));
        assert_eq!(codes(&alone), [code, "status.unknown"]);
        let Decision::Rejected(rejected) = &alone else { panic!() };
        assert!(rejected.is_undetermined(), "{code}");
        let beside = Evidence::none().stapled(&bad).received(good.text(), NOW);
        assert!(codes(&decide_with(&beside)).is_empty(), "{code}");
        let lenient = policy().on_unknown_status(OnUnknownStatus::Accept);
        let decision = Presentation::with_status().decide(lenient, &Evidence::none().stapled(&bad));
        assert!(codes(&decision).is_empty(), "{code}");
    }
}

#[test]
fn an_entry_that_is_not_there_is_a_refusal() {
    let short = List { entries: INDEX, ..List::new(Status::Valid) };
    let lenient = policy().on_unknown_status(OnUnknownStatus::Accept);
    let decision = Presentation::with_status().decide(lenient, &short.evidence());
    assert_eq!(codes(&decision), ["status_list.index_out_of_range"]);
    let Decision::Rejected(rejected) = decision else { panic!() };
    assert!(!rejected.is_undetermined());
}

#[test]
fn staples_have_limits() {
    let filler = |length: usize| "x".repeat(length);
    let at_limit = decide_with(&Evidence::none().stapled(filler(MAX_STAPLE)));
    assert_eq!(codes(&at_limit), ["jose.not_compact", "status.unknown"]);
    let past = decide_with(&Evidence::none().stapled(filler(MAX_STAPLE + 1)));
    assert_eq!(codes(&past), ["status.staple_too_long", "status.unknown"]);
    // What the verifier fetched itself may be longer.
    let fetched = decide_with(&Evidence::none().received(filler(MAX_STAPLE + 1), NOW));
    assert_eq!(codes(&fetched), ["jose.not_compact", "status.unknown"]);

    let staples = |count: usize| {
        let lists =
            (0..count).map(|hour| List::new(Status::Valid).aged(hours(u64::try_from(hour).unwrap())).text());
        lists.fold(Evidence::none(), |evidence, list| evidence.stapled(list))
    };
    assert!(codes(&decide_with(&staples(MAX_STAPLES))).is_empty());
    assert_eq!(codes(&decide_with(&staples(MAX_STAPLES + 1))), ["status.too_many_staples", "status.unknown"]);
    let received = staples(MAX_STAPLES + 1).received(List::new(Status::Valid).text(), NOW);
    assert!(codes(&decide_with(&received)).is_empty());
}

#[test]
fn only_a_delegate_that_the_trust_list_names_signs_for_the_issuer() {
    let by_provider = List { signed_by: "provider", ..List::new(Status::Valid) };
    assert_eq!(codes(&decide_with(&by_provider.evidence())), ["jose.signature_invalid", "status.unknown"]);
    let provider = issuer_id("https://status.example");
    let delegating = || {
        policy().trust(entry().status_signed_by(provider.clone(), [key("provider").verifying_key().clone()]))
    };
    for issuer in [None, Some("https://status.example")] {
        let list = List { issuer, ..by_provider.clone() };
        let decision = Presentation::with_status().decide(delegating(), &list.evidence());
        assert_eq!(decision.report().status().unwrap().signed_by(), "https://status.example");
    }
    // The delegate in the issuer's name, and the issuer in the delegate's.
    for (signed_by, issuer) in [("provider", crate::kit::ISSUER), ("issuer", "https://status.example")] {
        let list = List { signed_by, issuer: Some(issuer), ..List::new(Status::Valid) };
        let decision = Presentation::with_status().decide(delegating(), &list.evidence());
        assert_eq!(codes(&decision), ["jose.signature_invalid", "status.unknown"]);
    }
}

#[test]
fn a_mechanism_that_is_not_known_is_not_passed_over() {
    let status =
        format!(r#"{{"status_list":{{"idx":{INDEX},"uri":"{LIST}"}},"identifier_list":{{"id":"AA"}}}}"#);
    let presentation = Presentation::with_status().set("status", &status);
    let valid = List::new(Status::Valid).evidence();
    assert_eq!(codes(&presentation.decide(policy(), &valid)), ["status.mechanism_unknown"]);
    let lenient = || policy().on_unknown_status(OnUnknownStatus::Accept);
    assert!(codes(&presentation.decide(lenient(), &valid)).is_empty());
    let invalid = List::new(Status::Invalid).evidence();
    assert_eq!(codes(&presentation.decide(lenient(), &invalid)), ["status.invalid"]);
}

#[test]
fn where_only_an_unknown_mechanism_is_named_it_cannot_be_told() {
    for status in ["{}", r#"{"identifier_list":{"id":"AA"}}"#] {
        let presentation = Presentation::new().set("status", status);
        for policy in [policy(), policy().on_missing_status(OnMissingStatus::Accept)] {
            let decision = presentation.decide(policy, &List::new(Status::Valid).evidence());
            assert_eq!(codes(&decision), ["sd_jwt.status_unsupported"]);
            let Decision::Rejected(rejected) = decision else { panic!() };
            assert!(rejected.is_undetermined(), "{status}");
        }
        let forged = Presentation { issued_by: "somebody else", ..presentation };
        let Decision::Rejected(rejected) = forged.decide(policy(), &Evidence::none()) else { panic!() };
        assert!(!rejected.is_undetermined(), "{status}");
    }
}

#[test]
fn a_status_that_may_be_kept_back_is_not_said_to_be_missing() {
    let plain = || without_status().accept_plain_sd_jwt(ExpectedType::Any);
    let report = |presentation: Presentation, policy| {
        presentation.decide(policy, &Evidence::none()).report().to_string()
    };
    let kept_back = "no status is shown, but one may have been kept back";
    assert!(report(Presentation::new(), plain()).contains(kept_back));
    // Nothing is kept back, or a status cannot be.
    let open = || Presentation { disclosures: Vec::new(), ..Presentation::new().without("_sd") };
    assert!(!report(open(), plain()).contains(kept_back));
    assert!(!report(Presentation::new(), without_status()).contains(kept_back));
}

#[test]
fn a_credential_without_a_status_cannot_be_revoked() {
    let presentation = Presentation::new();
    assert_eq!(codes(&presentation.decide(policy(), &Evidence::none())), ["status.missing"]);
    let lenient = policy().on_missing_status(OnMissingStatus::Accept);
    let Decision::Accepted(accepted) = presentation.decide(lenient, &Evidence::none()) else { panic!() };
    assert_eq!(accepted.evidence_time(), None);
}

#[test]
fn needs_are_told_only_for_what_is_worth_it() {
    let needs = |presentation: &Presentation| {
        let pending =
            Verifier::new(policy()).begin(&presentation.text(), &crate::kit::request(), NOW).unwrap();
        pending.needs().to_vec()
    };
    assert_eq!(needs(&Presentation::with_status()), [Need::StatusList { uri: LIST.to_owned() }]);
    assert!(needs(&Presentation::new()).is_empty());
    let forged = Presentation { issued_by: "somebody", ..Presentation::with_status() };
    let expired = Presentation::with_status().set("exp", &before(hours(1)).as_unix().to_string());
    let replayed = Presentation::with_status().bound(|binding| binding.nonce = "another".to_owned());
    for refused in [forged, expired, replayed] {
        assert!(needs(&refused).is_empty());
    }
    let text = Presentation::with_status().text();
    let truncated = &text[..text.len() / 2];
    assert!(!codes(&decide(policy(), truncated, &Evidence::none())).is_empty());
}
