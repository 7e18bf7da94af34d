//! What a person and a program are told.

use crate::kit::{CANARY, List, NOW, Presentation, before, hours, key, policy, without_status};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::{Decision, Evidence, HolderBinding, OnStaleStatus, Verifier};

fn lines(decision: &Decision) -> String {
    decision.report().to_string()
}

#[test]
fn an_acceptance_in_words() {
    let decision = Presentation::with_status().decide(
        policy().named("Over 18").require_claims(["age_over_18".parse().unwrap()]),
        &List::new(Status::Valid).evidence(),
    );
    let expected = "\
Accepted, as of 2026-01-01T12:00:00Z, by the policy \"Over 18\"
  issued by  https://issuer.example
  type       https://credentials.example/identity
  passed      presentation      an SD-JWT within the limits
  passed      issuer            on the trust list: https://issuer.example
  passed      signature         signed with EdDSA, and so is everything that is disclosed
  passed      type              a type that is accepted: https://credentials.example/identity
  passed      holder binding    the holder of the credential answered this request 10 s ago
  passed      required claim    `age_over_18` is shown
  passed      validity          valid until 2026-02-12T04:00:00Z
  passed      status            not revoked as of 2026-01-01T11:00:00Z (1 h ago), list signed by https://issuer.example
  passed      status freshness  the status list is 1 h old, at most 1 day is accepted";
    assert_eq!(lines(&decision), expected);
}

#[test]
fn a_refusal_and_a_doubt_in_words() {
    let revoked = Presentation::with_status().decide(policy(), &List::new(Status::Invalid).evidence());
    let words = lines(&revoked);
    assert!(words.starts_with("Not accepted, as of 2026-01-01T12:00:00Z\n"), "{words}");
    assert!(words.contains("FAILED      status            revoked as of 2026-01-01T11:00:00Z (1 h ago), list signed by https://issuer.example (status.invalid)"), "{words}");
    assert!(words.contains("skipped     status freshness"), "{words}");

    let unknown = Presentation::with_status().decide(policy(), &Evidence::none());
    let words = lines(&unknown);
    assert!(words.starts_with("Can't tell, as of "), "{words}");
    assert!(
        words.contains(
            "can't tell  status            the status of the credential is not known (status.unknown)"
        ),
        "{words}"
    );

    let replayed = Presentation::with_status().bound(|binding| binding.nonce = "other".to_owned());
    let words = lines(&replayed.decide(policy(), &List::new(Status::Invalid).evidence()));
    assert!(words.contains("FAILED      holder binding"), "{words}");
    assert!(words.contains("skipped     status            not looked up"), "{words}");
}

#[test]
fn what_was_let_pass_in_words() {
    let lenient = policy().holder_binding(HolderBinding::NotRequired).on_stale_status(OnStaleStatus::Accept);
    let list = List::new(Status::Valid).aged(hours(30));
    let words = lines(&Presentation::with_status().unbound().decide(lenient, &list.evidence()));
    assert!(words.starts_with("Accepted"), "{words}");
    assert!(
        words
            .contains("let pass    holder binding    nothing proves that the presenter holds the credential"),
        "{words}"
    );
    assert!(
        words.contains(
            "let pass    status freshness  the status list is 1 day 6 h old, at most 1 day is accepted"
        ),
        "{words}"
    );
}

#[test]
fn for_programs() {
    let decision =
        Presentation::with_status().decide(policy().named("Door"), &List::new(Status::Suspended).evidence());
    let json = serde_json::to_value(decision.report()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["verdict"], "rejected");
    assert_eq!(json["policy"], "Door");
    assert_eq!(json["decided_at"], NOW.as_unix());
    assert_eq!(json["issuer"], "https://issuer.example");
    assert_eq!(json["type"], "https://credentials.example/identity");
    assert_eq!(json["loosenings"], serde_json::json!([]));
    assert_eq!(json["reasons"][0]["code"], "status.suspended");
    assert_eq!(
        json["status"],
        serde_json::json!({
            "list": crate::kit::LIST, "issued_at": before(hours(1)).as_unix(), "age_s": 3_600,
            "signed_by": "https://issuer.example", "received_at": NOW.as_unix(),
            "period": null,
        })
    );
    let checks = json["checks"].as_array().unwrap();
    let check = |name: &str| checks.iter().find(|check| check["check"] == name).unwrap();
    assert_eq!(check("signature")["outcome"], "passed");
    assert_eq!(
        (&check("status")["outcome"], &check("status")["code"]),
        (&"failed".into(), &"status.suspended".into())
    );
    assert_eq!(
        (&check("status_freshness")["outcome"], &check("status_freshness")["rule"]),
        (&"skipped".into(), &"earlier_check".into())
    );
    let unknown = Presentation::with_status().decide(policy(), &Evidence::none());
    let json = serde_json::to_value(unknown.report()).unwrap();
    assert_eq!(json["verdict"], "undetermined");
    assert_eq!(json["checks"].as_array().unwrap().last().unwrap()["outcome"], "could_not_tell");
}

/// Whatever happens to a presentation, no value of a claim is in what is printed.
#[test]
fn no_values_of_claims() {
    let disclosed = "Erika";
    let all = || Presentation {
        disclosures: vec![
            crate::kit::disclosure("given_name", "\"Erika\""),
            crate::kit::disclosure("family_name", &format!("\"{CANARY}\"")),
        ],
        ..Presentation::with_status().set("phone", "\"0170-555\"")
    };
    let required = || policy().require_claims(["given_name".parse().unwrap(), "phone.home".parse().unwrap()]);
    for (presentation, policy) in [
        (all(), policy()),
        (all(), required()),
        (all().set("exp", "1"), policy()),
        (all().set("phone", "{\"_sd\":1}"), policy()),
        (all().set("given_name", "\"0170-555\""), policy()),
        (Presentation { issued_by: "somebody", ..all() }, policy()),
        (all().bound(|binding| binding.nonce = "0170-555".to_owned()), policy()),
        (all(), without_status()),
    ] {
        let text = presentation.text();
        let pending = Verifier::new(policy).begin(&text, &crate::kit::request(), NOW).unwrap();
        let mut printed = format!("{pending:?}");
        let decision = pending.decide(&List::new(Status::Valid).evidence(), NOW);
        printed += &format!("{decision:?} {}", lines(&decision));
        printed += &serde_json::to_string(decision.report()).unwrap();
        for value in [disclosed, CANARY, "0170-555", &key("holder").verifying_key().to_jwk_json()] {
            assert!(!printed.contains(value), "{value} in {printed}");
        }
    }
}

/// A verifier serves any number of threads, and a decision may be made on another than the one that began.
#[test]
fn everything_can_be_sent_to_another_thread() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Verifier>();
    is_shared::<Evidence>();
    is_send::<vouchsafe_verifier::Pending>();
    is_send::<Decision>();
}
