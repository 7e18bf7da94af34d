//! What is shown against the rules of its type.

use crate::bbs_kit::{Bbs, bbs_policy};
use crate::kit::{
    NOW, Presentation, TYPE, codes, decide, digest_of, disclosure, policy, request, without_status,
};
use vouchsafe_type_metadata::Integrity;
use vouchsafe_verifier::{Claim, ClaimPath, Decision, Evidence, Loosening, Need, OnTypeMetadata, Verifier};

fn document(claims: &str) -> String {
    format!(r#"{{"vct":"{TYPE}","claims":[{claims}]}}"#)
}

fn evidence(documents: &[&str]) -> Evidence {
    documents.iter().fold(Evidence::none(), |evidence, document| evidence.type_metadata(document.as_bytes()))
}

fn naming(document: &str) -> Presentation {
    let integrity = Integrity::of_bytes(document.as_bytes());
    Presentation::new().set("vct#integrity", &format!("\"{}\"", integrity.as_str()))
}

fn is_undetermined(decision: &Decision) -> bool {
    matches!(decision, Decision::Rejected(rejected) if rejected.is_undetermined())
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

const OTHER: &str =
    r#"{"vct":"https://credentials.example/other","claims":[{"path":["x"],"mandatory":true}]}"#;

#[test]
fn a_presentation_is_held_to_the_type_that_is_at_hand() {
    for (claim, expected) in [
        (r#"{"path":["given_name"],"sd":"always","mandatory":true}"#, None),
        (r#"{"path":["age_over_18"],"sd":"never","mandatory":true}"#, None),
        // What is not shown may have been issued as demanded.
        (r#"{"path":["family_name"],"sd":"always","mandatory":true}"#, None),
        (r#"{"path":["given_name"],"sd":"never"}"#, Some("type_metadata.disclosable")),
        (r#"{"path":["age_over_18"],"sd":"always"}"#, Some("type_metadata.not_disclosable")),
        (r#"{"path":["birthdate"],"sd":"never","mandatory":true}"#, Some("type_metadata.mandatory_missing")),
        (r#"{"path":["age_over_18","x"]}"#, Some("type_metadata.path_does_not_apply")),
    ] {
        let document = document(claim);
        let decision = Presentation::new().decide(without_status(), &evidence(&[OTHER, &document]));
        assert_eq!(codes(&decision), expected.into_iter().collect::<Vec<_>>(), "{claim}");
        assert!(!is_undetermined(&decision), "a broken rule is refuted");
        let ignoring = without_status().on_type_metadata(OnTypeMetadata::Ignore);
        let decision = Presentation::new().decide(ignoring, &evidence(&[&document]));
        assert!(decision.accepted().unwrap().loosenings().contains(&Loosening::TypeMetadata));
    }
}

#[test]
fn what_concerns_other_types_changes_nothing() {
    for documents in [&[][..], &[OTHER], &["{", "[]"]] {
        let decision = Presentation::new().decide(without_status(), &evidence(documents));
        assert!(codes(&decision).is_empty());
        let report = decision.report().to_string();
        assert!(!report.contains("type metadata"), "{report}");
    }
}

#[test]
fn a85_a_document_that_the_issuer_does_not_mean_is_not_used() {
    let meant = document(r#"{"path":["given_name"],"sd":"always"}"#);
    let served = document(r#"{"path":["given_name"],"sd":"allowed"}"#);
    let decision = naming(&meant).decide(without_status(), &evidence(&[&served]));
    assert_eq!(codes(&decision), ["type_metadata.integrity_mismatch"]);
    assert!(is_undetermined(&decision), "nothing is refuted by a wrong document");
    // The right one counts, whatever else there is.
    let decision = naming(&meant).decide(without_status(), &evidence(&[&served, &meant]));
    let report = decision.report().to_string();
    assert!(
        codes(&decision).is_empty() && report.contains("keeps to its type signed by the issuer"),
        "{report}"
    );
    let decision = Presentation::new().decide(without_status(), &evidence(&[&served]));
    assert!(decision.report().to_string().contains("as published"));
    let extending = served.replacen('{', r#"{"extends":"urn:base","#, 1);
    let decision = Presentation::new().decide(without_status(), &evidence(&[&extending]));
    assert_eq!(codes(&decision), ["type_metadata.incomplete"]);
}

#[test]
fn a_policy_can_demand_it() {
    let demanding = || without_status().on_type_metadata(OnTypeMetadata::Required);
    let meant = document("");
    let presentation = naming(&meant);
    let pending = Verifier::new(demanding()).begin(&presentation.text(), &request(), NOW).unwrap();
    let integrity = Integrity::of_bytes(meant.as_bytes()).as_str().to_owned();
    let need = Need::TypeMetadata { credential_type: TYPE.to_owned(), integrity: Some(integrity) };
    assert_eq!(pending.needs(), std::slice::from_ref(&need));
    assert_eq!(need.to_string(), format!("the type metadata of {TYPE}"));
    let decision = pending.decide(&evidence(&[OTHER]), NOW);
    assert_eq!(codes(&decision), ["type.metadata_missing"]);
    assert!(is_undetermined(&decision));
    assert!(codes(&presentation.decide(demanding(), &evidence(&[&meant]))).is_empty());
    let pending = Verifier::new(policy()).begin(&presentation.text(), &request(), NOW).unwrap();
    assert!(pending.needs().iter().all(|need| !matches!(need, Need::TypeMetadata { .. })));
}

/// A digest that nothing opens looks like a decoy; a type that the issuer signed for tells more.
#[test]
fn a_signed_type_says_what_was_issued() {
    let claims = r#"{"path":["family_name"],"mandatory":true},{"path":["company"],"sd":"never"},
        {"path":["address","street"],"sd":"never"},{"path":["address","town"],"mandatory":true}"#;
    let document = document(claims);
    let known = |presentation: Presentation, at: &str| {
        let accepted = presentation.decide(without_status(), &evidence(&[&document])).accepted().unwrap();
        match accepted.claim(&path(at)) {
            Claim::Withheld => "withheld",
            Claim::NotIssued => "not issued",
            Claim::Undisclosed => "undisclosed",
            _ => "shown",
        }
    };
    let street = disclosure("number", "17");
    let address = format!(r#"{{"_sd":["{}"]}}"#, digest_of(&street));
    for (at, signed, unsigned) in [
        ("family_name", "withheld", "undisclosed"),
        ("company", "not issued", "undisclosed"),
        ("address.street", "not issued", "undisclosed"),
        ("address.town", "withheld", "undisclosed"),
        ("age_over_21", "undisclosed", "undisclosed"),
        ("given_name", "shown", "shown"),
    ] {
        assert_eq!(known(naming(&document).set("address", &address), at), signed, "{at}");
        assert_eq!(known(Presentation::new().set("address", &address), at), unsigned, "{at}");
    }
    // In what is not shown itself, `never` says nothing.
    assert_eq!(known(naming(&document), "address.street"), "undisclosed");
}

#[test]
fn a_bbs_presentation_is_held_to_its_type_by_its_slots() {
    for (claim, expected) in [
        (r#"{"path":["family_name"],"sd":"always","mandatory":true}"#, None),
        (r#"{"path":["address","town"],"mandatory":true}"#, None),
        (r#"{"path":["iat"],"mandatory":true},{"path":["iss"],"mandatory":true}"#, None),
        (r#"{"path":["exp"],"sd":"never","mandatory":true}"#, None),
        (r#"{"path":["given_name"],"sd":"never"}"#, Some("type_metadata.disclosable")),
        (r#"{"path":["address","country"],"mandatory":true}"#, Some("type_metadata.mandatory_missing")),
        (r#"{"path":["birthdate"],"mandatory":true}"#, Some("type_metadata.mandatory_missing")),
    ] {
        let decided = |bbs: Bbs| decide(bbs_policy(), &bbs.text(), &evidence(&[&document(claim)]));
        let inside = Bbs { shown: vec!["given_name", "address.street"], ..Bbs::new() };
        assert_eq!(codes(&decided(inside)), expected.into_iter().collect::<Vec<_>>(), "{claim}");
    }
    let decision = decide(bbs_policy(), &Bbs::new().text(), &Evidence::none());
    assert!(codes(&decision).is_empty());
}
