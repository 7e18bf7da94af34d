//! What is known of claims, and what is not.

use crate::kit::{CANARY, Presentation, codes, digest_of, disclosure, without_status};
use serde::Deserialize;
use vouchsafe_verifier::{Accepted, Claim, ClaimPath, Error, Evidence};

fn accept(presentation: &Presentation) -> Accepted {
    presentation.decide(without_status(), &Evidence::none()).accepted().unwrap()
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

/// What is known of a claim, with the values as JSON.
fn known(accepted: &Accepted, at: &str) -> String {
    match accepted.claim(&path(at)) {
        Claim::Disclosed(values) => values.iter().map(|value| value.to_json()).collect::<Vec<_>>().join(" "),
        Claim::Undisclosed => "undisclosed".to_owned(),
        Claim::NotIssued => "not issued".to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn not_shown_is_not_false() {
    let address = disclosure("street", r#""Heidestraße 17""#);
    let presentation = Presentation::new()
        .set("address", &format!(r#"{{"country":"DE","_sd":["{}"]}}"#, digest_of(&address)))
        .set("company", r#"{"name":"A"}"#)
        .set("nationalities", &format!(r#"["DE",{{"...":"{}"}}]"#, digest_of("x")));
    let accepted = accept(&presentation);
    for (at, expected) in [
        ("given_name", r#""Erika""#),
        ("age_over_18", "true"),
        ("family_name", "undisclosed"),
        ("age_over_21", "undisclosed"),
        ("address.country", r#""DE""#),
        ("address.street", "undisclosed"),
        ("company.name", r#""A""#),
        ("company.street", "not issued"),
        ("nationalities[]", r#""DE""#),
        ("nationalities[0]", r#""DE""#),
        ("nationalities[1]", "undisclosed"),
        ("nationalities[2]", "not issued"),
    ] {
        assert_eq!(known(&accepted, at), expected, "{at}");
    }
    let open = accept(&Presentation { disclosures: Vec::new(), ..Presentation::new().without("_sd") });
    assert_eq!(known(&open, "family_name"), "not issued");
}

#[test]
fn required_claims() {
    for (required, words) in [
        ("given_name", None),
        ("age_over_18", None),
        ("family_name", Some("the presenter did not show it")),
        ("cnf.kid", Some("has no such claim")),
    ] {
        let policy = without_status().require_claims([path("age_over_18"), path(required)]);
        let decision = Presentation::new().decide(policy, &Evidence::none());
        match words {
            None => assert!(codes(&decision).is_empty(), "{required}"),
            Some(words) => {
                assert_eq!(codes(&decision), ["claim.required_missing"]);
                assert!(decision.report().to_string().contains(words), "{}", decision.report());
            }
        }
    }
}

#[test]
fn claims_as_a_type_of_the_callers() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Adult {
        given_name: String,
        age_over_18: bool,
        family_name: Option<String>,
    }
    let accepted = accept(&Presentation::new());
    let adult: Adult = accepted.deserialize().unwrap();
    assert_eq!(adult, Adult { given_name: "Erika".to_owned(), age_over_18: true, family_name: None });
}

#[test]
fn a_claim_that_is_missing_is_named() {
    #[derive(Debug, Deserialize)]
    struct Named {
        #[expect(dead_code, reason = "only read")]
        family_name: String,
    }
    #[derive(Debug, Deserialize)]
    struct Employed {
        #[expect(dead_code, reason = "only read")]
        company: Company,
    }
    #[derive(Debug, Deserialize)]
    struct Company {
        #[expect(dead_code, reason = "only read")]
        street: String,
    }
    #[derive(Debug, Deserialize)]
    struct Counted {
        #[expect(dead_code, reason = "only read")]
        given_name: u64,
    }
    let accepted = accept(&Presentation::new().set("company", r#"{"name":"A"}"#));
    let undisclosed = accepted.deserialize::<Named>().unwrap_err();
    assert_eq!(undisclosed, Error::ClaimUndisclosed { path: path("family_name") });
    assert_eq!(undisclosed.to_string(), "`family_name`: the presenter did not show it");
    let not_issued = accepted.deserialize::<Employed>().unwrap_err();
    assert_eq!(not_issued, Error::ClaimNotIssued { path: path("company.street") });
    let mismatch = accepted.deserialize::<Counted>().unwrap_err();
    assert_eq!(mismatch.code(), "claim.mismatch");
    assert!(
        mismatch.to_string().contains("`given_name`") && !mismatch.to_string().contains("Erika"),
        "{mismatch}"
    );
}

#[test]
fn what_was_not_disclosed_is_nowhere() {
    let accepted = accept(&Presentation::new());
    assert!(!accepted.claims().to_json().contains(CANARY));
}
