//! Evidence of the status.

use super::*;
use vouchsafe_verifier::{OnStaleStatus, OnUnknownStatus, TrustList};

#[test]
fn a67_list_of_another_address() {
    for uri in [
        "https://issuer.example/status/1/",
        "https://issuer.example/Status/1",
        "https://issuer.example:443/status/1",
        "http://issuer.example/status/1",
    ] {
        let decision = decide(&present(&typed("")), &List { uri, ..GOOD_LIST }.fetched());
        assert_eq!(outcome(&decision), (vec!["status_list.uri_mismatch", "status.unknown"], true), "{uri}");
    }
}

#[test]
fn a68_list_of_another_issuer_on_the_trust_list() {
    let trust =
        || TrustList::new().with(entry(1, "https://issuer.example")).with(entry(9, "https://other.example"));
    for status in [Status::Valid, Status::Invalid] {
        let list = List { key: 9, status, ..GOOD_LIST };
        let decision = decide_by(policy().trust(trust()), &present(&typed("")), &list.fetched());
        assert_eq!(outcome(&decision), (vec!["jose.signature_invalid", "status.unknown"], true));
    }
    // Without a signature, it is nobody's.
    let signed = GOOD_LIST.text();
    let payload = signed.split('.').nth(1).unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoic3RhdHVzbGlzdCtqd3QifQ.{payload}.");
    let decision = decide(&present(&typed("")), &Evidence::none().stapled(unsigned));
    assert_eq!(codes(&decision), ["jose.algorithm_none", "status.unknown"]);
}

#[test]
fn a70_dates_that_stretch_what_a_list_may_do() {
    let days = |days: u64| Duration::from_days(days);
    for (list, expected) in [
        (List { expires_at: Some(ago(61)), issued_at: ago(3_600), ..GOOD_LIST }, vec!["status.stale"]),
        (List { issued_at: ahead(61), ..GOOD_LIST }, vec!["status.from_the_future", "status.unknown"]),
        (List { issued_at: ahead(60), ..GOOD_LIST }, vec![]),
        // Ten years of `ttl` and `exp` make nothing fresh that the policy finds too old.
        (
            List {
                issued_at: ago(86_401),
                ttl: Some(days(3_650)),
                expires_at: Some(ahead(1_000_000)),
                ..GOOD_LIST
            },
            vec!["status.stale"],
        ),
        (List { issued_at: ago(86_400), ttl: Some(days(3_650)), ..GOOD_LIST }, vec![]),
    ] {
        assert_eq!(
            outcome(&decide(&present(&typed("")), &list.fetched())),
            (expected.clone(), !expected.is_empty())
        );
    }
}

#[test]
fn a71_an_older_list_does_not_take_back_a_revocation() {
    let revoked = List { status: Status::Invalid, issued_at: ago(60), ..GOOD_LIST };
    let before = List { issued_at: ago(3_600), ..GOOD_LIST };
    for evidence in [revoked.fetched().stapled(before.text()), before.fetched().stapled(revoked.text())] {
        let decision = decide(&present(&typed("")), &evidence);
        assert_eq!(codes(&decision), ["status.invalid"]);
        assert!(
            decision
                .report()
                .to_string()
                .contains("a list of 2023-11-14T21:13:20Z, but a newer one is known")
        );
    }
}

#[test]
fn a75_no_list_to_be_had() {
    let presentation = present(&typed(""));
    for evidence in [Evidence::none(), Evidence::none().received("<html>404</html>", NOW)] {
        let decision = decide(&presentation, &evidence);
        assert_eq!(codes(&decision).last(), Some(&"status.unknown"));
        assert!(outcome(&decision).1);
        let lenient =
            decide_by(policy().on_unknown_status(OnUnknownStatus::Accept), &presentation, &evidence);
        let accepted = lenient.accepted().unwrap();
        assert_eq!(
            accepted.loosenings().iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            ["loosened.unknown_status"]
        );
        assert_eq!(accepted.evidence_time(), None);
    }
}

#[test]
fn a79_only_valid_is_valid() {
    for value in 1..16 {
        let status = Status::from_value(value);
        let expected = match status {
            Status::Invalid => "status.invalid",
            Status::Suspended => "status.suspended",
            _ => "status.unrecognised",
        };
        let list = List { status, ..GOOD_LIST };
        let lenient =
            policy().on_unknown_status(OnUnknownStatus::Accept).on_stale_status(OnStaleStatus::Accept);
        for policy in [policy(), lenient] {
            assert_eq!(codes(&decide_by(policy, &present(&typed("")), &list.fetched())), [expected]);
        }
    }
}

#[test]
fn a80_a_status_that_has_to_be_there() {
    let claims = format!(
        r#"{{"iss":"https://issuer.example","vct":"{TYPE}","cnf":{{"jwk":{}}},"given_name":"Erika","age_over_18":true}}"#,
        holder().verifying_key().to_jwk_json()
    );
    let decision = decide(&present(&Document::parse(claims).unwrap()), &GOOD_LIST.fetched());
    assert_eq!(outcome(&decision), (vec!["status.missing"], false));
}

#[test]
fn a81_of_two_mechanisms_the_stricter_counts() {
    let status = r#""status":{"status_list""#;
    let both = typed("")
        .root()
        .to_json()
        .replace(status, r#""status":{"identifier_list":{"id":"AA"},"status_list""#);
    let presentation = present(&Document::parse(both).unwrap());
    assert_eq!(
        outcome(&decide(&presentation, &GOOD_LIST.fetched())),
        (vec!["status.mechanism_unknown"], true)
    );
    let revoked = List { status: Status::Invalid, ..GOOD_LIST }.fetched();
    assert_eq!(
        outcome(&decide(&presentation, &revoked)),
        (vec!["status.invalid", "status.mechanism_unknown"], false)
    );
}

#[test]
fn a84_revoked_between_request_and_answer() {
    let presentation = present(&typed(""));
    let hour_old = List { issued_at: ago(3_600), ..GOOD_LIST };
    let accepted = decide(&presentation, &hour_old.fetched()).accepted().unwrap();
    // Whoever relies on the decision sees as of when it speaks, and that it was made later.
    assert_eq!(accepted.evidence_time(), Some(ago(3_600)));
    assert_eq!(accepted.report().decided_at(), NOW);
    assert!(accepted.report().to_string().contains("not revoked as of 2023-11-14T21:13:20Z (1 h ago)"));
}
