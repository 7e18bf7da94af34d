//! BBS credentials in answer to a query, beside SD-JWTs and by themselves.

use crate::bbs_kit::{Bbs, bbs_entry};
use crate::kit::{LIST, List, NOW, Presentation, entry, request, without_status};
use crate::registry_kit::{NEWEST, REGISTRY, Scene};
use vouchsafe_credential::format::{BBS, SD_JWT_VC};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::report::HolderKeys;
use vouchsafe_verifier::{
    AcceptedAnswer, AnswerDecision, Claim, ClaimPath, Duration, Evidence, Need, OnConflict, Policy,
    ProofKind, Query, QueryId, TrustList, Verifier,
};

fn credential_query(id: &str, format: &str, claims: &str, members: &str) -> String {
    let meta = r#"{"vct_values":["https://credentials.example/identity"]}"#;
    format!(r#"{{"id":"{id}","format":"{format}","meta":{meta},"claims":[{claims}]{members}}}"#)
}

/// A BBS credential by itself; `claims` are what is asked for.
fn card(claims: &str, members: &str) -> String {
    format!(r#"{{"credentials":[{}]}}"#, credential_query("card", BBS, claims, members))
}

/// An SD-JWT and a BBS credential, each asked for a given name.
fn both() -> String {
    let name = r#"{"path":["given_name"]}"#;
    let queries = [credential_query("pid", SD_JWT_VC, name, ""), credential_query("card", BBS, name, "")];
    format!(r#"{{"credentials":[{}]}}"#, queries.join(","))
}

fn policy() -> Policy {
    without_status()
        .trust(TrustList::new().with(entry()).with(bbs_entry()))
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs])
}

fn decide(policy: Policy, query: &str, answer: &[(&str, &[String])]) -> AnswerDecision {
    let entries = answer.iter().map(|(id, texts)| {
        let texts: Vec<_> = texts.iter().map(|text| format!("\"{text}\"")).collect();
        format!(r#""{id}":[{}]"#, texts.join(","))
    });
    let vp_token = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
    let request = request().with_query(Query::parse(query.as_bytes()).unwrap());
    let pending = Verifier::new(policy).begin_answer(&vp_token, &request, NOW).unwrap();
    pending.decide(&Evidence::none(), NOW)
}

fn accept(decision: AnswerDecision) -> AcceptedAnswer {
    let words = decision.report().to_string();
    decision.accepted().unwrap_or_else(|| panic!("{words}"))
}

fn codes(decision: &AnswerDecision) -> Vec<&'static str> {
    match decision {
        AnswerDecision::Accepted(_) => Vec::new(),
        AnswerDecision::Rejected(rejected) => {
            rejected.reasons().iter().map(|reason| reason.code().as_str()).collect()
        }
    }
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

#[test]
fn what_is_asked_for_and_what_is_not() {
    let text = [Bbs::new().text()];
    for (claims, members, code) in [
        (r#"{"path":["given_name"]}"#, "", None),
        (r#"{"path":["age_over_18"],"values":[true]}"#, "", None),
        (r#"{"path":["given_name"]}"#, r#","require_cryptographic_holder_binding":true"#, None),
        (r#"{"path":["age_over_18"],"values":[false]}"#, "", Some("query.value_differs")),
        (r#"{"path":["family_name"]}"#, "", Some("query.claim_missing")),
        (r#"{"path":["given_name",0]}"#, "", Some("query.path_does_not_apply")),
        (
            r#"{"path":["given_name"]}"#,
            r#","trusted_authorities":[{"type":"aki","values":["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}]"#,
            Some("query.authority"),
        ),
    ] {
        let decision = decide(policy(), &card(claims, members), &[("card", &text)]);
        assert_eq!(codes(&decision), Vec::from_iter(code), "{claims}{members}");
    }
    let name = r#"{"path":["given_name"]}"#;
    let sd_jwt = format!(r#"{{"credentials":[{}]}}"#, credential_query("card", SD_JWT_VC, name, ""));
    assert_eq!(codes(&decide(policy(), &sd_jwt, &[("card", &text)])), ["query.format"]);
    let bound = [Presentation::new().text()];
    assert_eq!(codes(&decide(policy(), &card(name, ""), &[("card", &bound)])), ["query.format"]);
    let other_type = card(name, "").replace("identity", "badge");
    assert_eq!(codes(&decide(policy(), &other_type, &[("card", &text)])), ["query.type"]);
}

/// Every holder has a payload in each slot, `null` where the issuer has nothing to say.
#[test]
fn a_null_is_no_claim() {
    let null = [Bbs::new().set("given_name", "null").text()];
    let name = r#"{"path":["given_name"]}"#;
    assert_eq!(codes(&decide(policy(), &card(name, ""), &[("card", &null)])), ["query.claim_missing"]);
    let age = card(r#"{"path":["age_over_18"]}"#, "");
    let required = || policy().require_claims([path("given_name")]);
    drop(accept(decide(policy(), &age, &[("card", &null)])));
    drop(accept(decide(required(), &age, &[("card", &[Bbs::new().text()])])));
    let decision = decide(required(), &age, &[("card", &null)]);
    assert_eq!(codes(&decision), ["claim.required_missing"]);
    let words = decision.report().to_string();
    assert!(words.contains("`given_name` is required, but the issuer says there is none"), "{words}");
}

#[test]
fn both_formats_in_one_answer() {
    let answer = [("pid", &[Presentation::new().text()][..]), ("card", &[Bbs::new().text()])];
    let accepted = accept(decide(policy(), &both(), &answer));
    assert!(matches!(accepted.claim(&path("given_name")), Claim::Disclosed(values) if values.len() == 1));
    // One may have a family name, and the other has one.
    assert_eq!(accepted.claim(&path("family_name")), Claim::Withheld);
    assert_eq!(accepted.claim(&path("address.town")), Claim::Withheld);
    let card = accepted.credential(&QueryId::new("card").unwrap(), 0).unwrap();
    assert_eq!(card.claim(&path("email")), Claim::NotIssued);
    // A BBS credential is bound to no key.
    assert_eq!(accepted.report().holder_keys(), HolderKeys::One);
    let alone = decide(policy(), &card_query(), &[("card", &[Bbs::new().text()])]);
    assert_eq!(accept(alone).report().holder_keys(), HolderKeys::None);
}

fn card_query() -> String {
    card(r#"{"path":["given_name"]}"#, "")
}

#[test]
fn a_conflict_is_one_whatever_the_formats() {
    let other = Bbs::new().set("given_name", "\"Max\"").text();
    let answer = [("pid", &[Presentation::new().text()][..]), ("card", &[other])];
    assert_eq!(codes(&decide(policy(), &both(), &answer)), ["claim.conflict"]);
    let accepted = accept(decide(policy().on_conflict(OnConflict::Accept), &both(), &answer));
    assert!(matches!(accepted.claim(&path("given_name")), Claim::Conflict(..)));
}

#[test]
fn evidence_of_both_kinds_is_wanted_together() {
    let (scene, card) = (Scene::new(), Bbs::new());
    let card = scene.present(&card, &scene.handle(1), NEWEST - 1);
    let vp_token = format!(r#"{{"pid":["{}"],"card":["{card}"]}}"#, Presentation::with_status().text());
    let request = request().with_query(Query::parse(both().as_bytes()).unwrap());
    let pending = Verifier::new(policy()).begin_answer(&vp_token, &request, NOW).unwrap();
    let needs =
        [Need::StatusList { uri: LIST.to_owned() }, Need::Statements { registry: REGISTRY.to_owned() }];
    assert_eq!(pending.needs(), needs);
    let list = List::new(Status::Valid).aged(Duration::from_minutes(30)).text();
    let accepted = accept(pending.decide(&scene.up_to(NEWEST).received(list, NOW), NOW));
    // The older of the two: the list is of half past eleven, the period of eleven.
    assert_eq!(accepted.evidence_time(), Some(Scene::starts_at(NEWEST - 1)));
    let pending = Verifier::new(policy()).begin_answer(&vp_token, &request, NOW).unwrap();
    assert_eq!(codes(&pending.decide(&scene.up_to(NEWEST), NOW)), ["status.unknown"]);
}

/// Two proofs may be by one credential: nobody can tell. The same text twice is one, though.
#[test]
fn several_of_a_kind() {
    let query = card(r#"{"path":["given_name"]}"#, r#","multiple":true"#);
    let (one, other) = (Bbs::new().text(), Bbs { seed: 6, ..Bbs::new() }.text());
    let accepted = accept(decide(policy(), &query, &[("card", &[one.clone(), other.clone()])]));
    assert_eq!(accepted.credentials().count(), 2);
    let twice = decide(policy(), &query, &[("card", &[one.clone(), one])]);
    assert_eq!(codes(&twice), ["query.credential_repeated"]);
    let single = decide(policy(), &card_query(), &[("card", &[other.clone(), other])]);
    assert_eq!(codes(&single), ["query.several_presentations"]);
}
