//! Several credentials in one presentation, in answer to a query.

use crate::kit::{
    CANARY, LIST, List, NOW, Presentation, TYPE, credential_type, digest_of, disclosure, entry, issuer_id,
    key, request, without_status,
};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::limits::MAX_VP_TOKEN;
use vouchsafe_verifier::report::{HolderKeys, Subject};
use vouchsafe_verifier::{
    AcceptedAnswer, AnswerDecision, Claim, ClaimPath, Error, Evidence, HolderBinding, Need, OnConflict,
    Policy, Query, QueryId, Request, TrustEntry, TrustList, Verifier, report,
};

const BADGE: &str = "https://credentials.example/badge";

/// `pid` is asked for a given name, `badge` for a given name and a role.
const TWO: &str = r#"{"credentials":[
    {"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example/identity"]},"claims":[{"path":["given_name"]}]},
    {"id":"badge","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example/badge"]},"claims":[{"path":["given_name"]},{"path":["role"]}]}]}"#;

fn asking(query: &str) -> Request {
    request().with_query(Query::parse(query.as_bytes()).unwrap())
}

fn one(members: &str) -> String {
    format!(r#"{{"credentials":[{{"id":"pid","format":"dc+sd-jwt","meta":{{}},{members}}}]}}"#)
}

fn policy() -> Policy {
    let types = || [TYPE, BADGE].map(credential_type);
    without_status().trust(entry().for_types(types())).accept_types(types())
}

fn pid() -> Presentation {
    Presentation::new()
}

fn badge() -> Presentation {
    Presentation::new().set("vct", &format!("\"{BADGE}\"")).set("role", "\"porter\"")
}

fn vp_token(entries: &[(&str, &[Presentation])]) -> String {
    let entries = entries.iter().map(|(id, presentations)| {
        let texts: Vec<_> = presentations.iter().map(|one| format!("\"{}\"", one.text())).collect();
        format!(r#""{id}":[{}]"#, texts.join(","))
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

fn decide_by(policy: Policy, query: &str, vp_token: &str, evidence: &Evidence) -> AnswerDecision {
    let pending = Verifier::new(policy).begin_answer(vp_token, &asking(query), NOW).unwrap();
    pending.decide(evidence, NOW)
}

fn decide(query: &str, vp_token: &str) -> AnswerDecision {
    decide_by(policy(), query, vp_token, &Evidence::none())
}

fn accept(query: &str, vp_token: &str) -> AcceptedAnswer {
    let decision = decide(query, vp_token);
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

fn id(text: &str) -> QueryId {
    QueryId::new(text).unwrap()
}

#[test]
fn two_credentials() {
    let accepted = accept(TWO, &vp_token(&[("badge", &[badge()]), ("pid", &[pid()])]));
    let ids: Vec<_> = accepted.credentials().map(|(id, index, _)| (id.as_str(), index)).collect();
    assert_eq!(ids, [("badge", 0), ("pid", 0)]);
    let role = accepted.credential(&id("badge"), 0).unwrap().claim(&path("role"));
    assert!(matches!(role, Claim::Disclosed(values) if values[0].as_str().as_deref() == Some("porter")));
    assert_eq!(accepted.credential(&id("pid"), 0).unwrap().claim(&path("role")), Claim::Undisclosed);
    assert!(accepted.credential(&id("pid"), 1).is_none());
    assert!(accepted.credential(&id("other"), 0).is_none());
    assert!(matches!(accepted.claim(&path("role")), Claim::Disclosed(values) if values.len() == 1));
    assert!(matches!(accepted.claim(&path("given_name")), Claim::Disclosed(values) if values.len() == 1));
    assert_eq!(accepted.claim(&path("family_name")), Claim::Undisclosed);
    assert_eq!(accepted.claim(&path("cnf.x")), Claim::NotIssued);
    assert_eq!(accepted.report().holder_keys(), HolderKeys::One);
    assert!(accepted.report().unneeded().is_empty());
}

#[test]
fn each_credential_has_to_be_good() {
    let answer = |pid: Presentation, badge: Presentation| vp_token(&[("pid", &[pid]), ("badge", &[badge])]);
    for (pid, badge, code) in [
        (pid().set("exp", "1"), badge(), "validity.expired"),
        (pid(), badge().bound(|binding| binding.nonce = "other".to_owned()), "binding.nonce_mismatch"),
        (
            pid(),
            badge().bound(|binding| binding.audience = "https://x".to_owned()),
            "binding.audience_mismatch",
        ),
        (pid(), badge().unbound(), "binding.missing"),
        (Presentation { issued_by: "somebody", ..pid() }, badge(), "jose.signature_invalid"),
        (pid(), badge().set("vct", "\"urn:other\""), "trust.type_not_covered"),
    ] {
        let decision = decide(TWO, &answer(pid, badge));
        assert!(codes(&decision).contains(&code), "{code} in {:?}", codes(&decision));
        let reports = decision.report().credentials();
        assert_eq!(reports.len(), 2, "{code}");
        assert_eq!(
            reports.iter().filter(|one| one.report().verdict() == report::Verdict::Accepted).count(),
            1
        );
    }
}

#[test]
fn each_credential_has_to_show_what_is_asked_for() {
    let hidden = Presentation { disclosures: Vec::new(), ..pid() };
    let cases: [(String, Presentation, &str); 8] = [
        (one(r#""claims":[{"path":["given_name"]}]"#), hidden, "query.claim_missing"),
        (one(r#""claims":[{"path":["given_name"],"values":["Max"]}]"#), pid(), "query.value_differs"),
        (one(r#""claims":[{"path":["given_name","first"]}]"#), pid(), "query.path_does_not_apply"),
        (one(r#""claims":[{"id":"a","path":["a"]}],"claim_sets":[["a"]]"#), pid(), "query.claim_sets"),
        (one(r#""trusted_authorities":[{"type":"aki","values":["AAAA"]}]"#), pid(), "query.authority"),
        (one("").replace("\"meta\":{},", "\"meta\":{\"vct_values\":[\"urn:other\"]}"), pid(), "query.type"),
        (one(r#""x":1"#).replace("dc+sd-jwt", "mso_mdoc"), pid(), "query.format"),
        (one(r#""claims":[{"path":["iss"],"values":["https://issuer.example"]}]"#), pid(), ""),
    ];
    for (query, presentation, code) in cases {
        let decision = decide(&query, &vp_token(&[("pid", &[presentation])]));
        let expected: Vec<_> = Some(code).filter(|code| !code.is_empty()).into_iter().collect();
        assert_eq!(codes(&decision), expected, "{query}");
    }
    // A policy that takes copies does not make a query do so.
    let lenient = || policy().holder_binding(HolderBinding::NotRequired);
    let unbound = vp_token(&[("pid", &[pid().unbound()])]);
    let strict = decide_by(lenient(), &one(r#""x":1"#), &unbound, &Evidence::none());
    assert_eq!(codes(&strict), ["query.holder_binding"]);
    let query = one(r#""require_cryptographic_holder_binding":false"#);
    assert_eq!(codes(&decide_by(lenient(), &query, &unbound, &Evidence::none())), [""; 0]);
    // Nor does a query that takes them make the policy do so.
    assert_eq!(codes(&decide(&query, &unbound)), ["binding.missing"]);
}

#[test]
fn elements_of_lists_that_moved() {
    let nationality = |value: &str| {
        vouchsafe_credential::base64url::encode(format!(r#"["salt {value}","{value}"]"#).as_bytes())
    };
    let all = ["DE", "FR", "PL"].map(nationality);
    let placeholders = all.each_ref().map(|one| format!(r#"{{"...":"{}"}}"#, digest_of(one))).join(",");
    let presenting = |shown: &[&str]| {
        let disclosures = shown.iter().map(|one| nationality(one)).collect();
        let presentation = Presentation { disclosures, ..pid() };
        vp_token(&[(
            "pid",
            &[presentation.set("nationalities", &format!("[{placeholders}]")).without("_sd")],
        )])
    };
    let query = |path: &str| one(&format!(r#""claims":[{{"path":["nationalities",{path}]}}]"#));
    for (path, shown, expected) in [
        ("1", &["FR"][..], vec![]),
        ("2", &["PL"], vec![]),
        ("2", &["FR", "PL"], vec![]),
        ("null", &["PL"], vec![]),
        ("null", &[], vec!["query.claim_missing"]),
        ("0", &[], vec!["query.claim_missing"]),
        ("3", &["PL"], vec!["query.claim_missing"]),
        ("0", &["DE", "FR", "PL"], vec![]),
    ] {
        assert_eq!(codes(&decide(&query(path), &presenting(shown))), expected, "{path} of {shown:?}");
    }
}

/// The answer of somebody who was asked something else.
#[test]
fn a101_an_answer_to_another_query() {
    for (answer, code) in [
        (vp_token(&[("pid", &[pid()]), ("badge", &[badge()]), ("other", &[pid()])]), "query.unknown_id"),
        (vp_token(&[("PID", &[pid()]), ("badge", &[badge()])]), "query.unknown_id"),
        (vp_token(&[("pid ", &[pid()]), ("badge", &[badge()])]), "query.unknown_id"),
        (vp_token(&[("pid\u{202e}", &[pid()]), ("badge", &[badge()])]), "query.unknown_id"),
        (vp_token(&[("pid", &[pid()])]), "query.credential_missing"),
        (vp_token(&[]), "query.credential_missing"),
        (vp_token(&[("pid", &[]), ("badge", &[badge()])]), "query.no_presentation"),
        (vp_token(&[("pid", &[pid(), pid()]), ("badge", &[badge()])]), "query.several_presentations"),
    ] {
        let decision = decide(TWO, &answer);
        assert_eq!(codes(&decision), [code], "{answer}");
        // Nothing was verified for that.
        assert!(decision.report().credentials().is_empty());
    }
    // Each under the other's name.
    let swapped = decide(TWO, &vp_token(&[("pid", &[badge()]), ("badge", &[pid()])]));
    assert_eq!(codes(&swapped), ["query.type", "query.type"]);
}

#[test]
fn an_answer_has_a_shape() {
    let text = pid().text();
    for (answer, code) in [
        (String::new(), "json.syntax"),
        ("[]".to_owned(), "query.vp_token_malformed"),
        (format!("\"{text}\""), "query.vp_token_malformed"),
        (format!(r#"{{"pid":"{text}"}}"#), "query.vp_token_malformed"),
        (format!(r#"{{"pid":["{text}",1]}}"#), "query.vp_token_malformed"),
        (r#"{"pid":[{"payload":""}]}"#.to_owned(), "query.vp_token_malformed"),
        (format!(r#"{{"pid":["{text}"],"pid":["{text}"]}}"#), "json.duplicate_key"),
        (r#"{"pid":[""]}"#.to_owned(), "sd_jwt.not_sd_jwt"),
    ] {
        assert_eq!(codes(&decide(&one(r#""x":1"#), &answer)), [code], "{answer}");
    }
    let padded = |length: usize| {
        let answer = vp_token(&[("pid", &[pid()])]);
        format!("{answer}{}", " ".repeat(length - answer.len()))
    };
    assert_eq!(codes(&decide(&one(r#""x":1"#), &padded(MAX_VP_TOKEN))), [""; 0]);
    assert_eq!(codes(&decide(&one(r#""x":1"#), &padded(MAX_VP_TOKEN + 1))), ["query.vp_token_too_long"]);
}

#[test]
fn several_for_one_query() {
    let query = one(r#""multiple":true,"claims":[{"path":["ticket"]}]"#);
    let ticket = |number: &str| pid().set("ticket", number);
    let accepted = accept(&query, &vp_token(&[("pid", &[ticket("1"), ticket("2")])]));
    let of = |index| accepted.credential(&id("pid"), index).unwrap().claims().get("ticket").unwrap().as_u64();
    assert_eq!((of(0), of(1)), (Some(1), Some(2)));
    // They are expected to differ, but read as one they do not agree.
    assert!(matches!(accepted.claim(&path("ticket")), Claim::Conflict(..)));
    // One of them twice is one.
    let later = ticket("1").bound(|binding| binding.issued_at = NOW);
    for again in [ticket("1"), later] {
        let twice = decide(&query, &vp_token(&[("pid", &[ticket("1"), again])]));
        assert_eq!(codes(&twice), ["query.credential_repeated"]);
    }
    let one_bad = decide(&query, &vp_token(&[("pid", &[ticket("1"), pid()])]));
    assert_eq!(codes(&one_bad), ["query.claim_missing"]);
}

#[test]
fn alternatives() {
    let query = TWO.trim_end_matches('}').to_owned()
        + r#","credential_sets":[{"options":[["badge"],["pid"]]},{"required":false,"options":[["pid","badge"]]}]}"#;
    let accepted = accept(&query, &vp_token(&[("pid", &[pid()])]));
    assert_eq!(accepted.credentials().count(), 1);
    assert!(accepted.report().unneeded().is_empty());
    assert_eq!(codes(&decide(&query, "{}")), ["query.credential_set_missing"]);
    let only = query
        .replace(r#"["pid","badge"]"#, r#"["badge"]"#)
        .replace(r#"["badge"],["pid"]"#, r#"["pid"],["badge"]"#);
    let both = accept(&only, &vp_token(&[("pid", &[pid()]), ("badge", &[badge()])]));
    assert!(both.report().unneeded().is_empty());
    let either = only.replace(r#",{"required":false,"options":[["badge"]]}"#, "");
    let both = accept(&either, &vp_token(&[("pid", &[pid()]), ("badge", &[badge()])]));
    assert_eq!(both.report().unneeded(), [id("badge")]);
}

/// Two issuers that both are trusted say different things of one person.
#[test]
fn a174_two_credentials_that_disagree() {
    let erika = disclosure("given_name", "\"Erika\"");
    let rike = disclosure("given_name", "\"Rike\"");
    let named = |name: &str| {
        let presentation = Presentation { disclosures: vec![name.to_owned()], ..badge() };
        presentation.set("_sd", &format!(r#"["{}"]"#, digest_of(name)))
    };
    let answer = |badge: Presentation| vp_token(&[("pid", &[pid()]), ("badge", &[badge])]);
    let disagree = answer(named(&rike));
    for swapped in [disagree.clone(), vp_token(&[("badge", &[named(&rike)]), ("pid", &[pid()])])] {
        let decision = decide(TWO, &swapped);
        assert_eq!(codes(&decision), ["claim.conflict"]);
        let AnswerDecision::Rejected(rejected) = &decision else { panic!("accepted") };
        assert!(rejected.is_undetermined());
        let words = decision.report().to_string();
        assert!(words.contains("disagree about `given_name` (claim.conflict)"), "{words}");
        assert!(!words.contains("Rike") && !words.contains("Erika"), "{words}");
    }
    let lenient = policy().on_conflict(OnConflict::Accept);
    let accepted = decide_by(lenient, TWO, &disagree, &Evidence::none()).accepted().unwrap();
    assert!(accepted.loosenings().iter().any(|one| one.as_str() == "loosened.conflict"));
    let Claim::Conflict(one, other) = accepted.claim(&path("given_name")) else { panic!("no conflict") };
    assert_eq!((one.as_str().as_deref(), other.as_str().as_deref()), (Some("Erika"), Some("Rike")));

    let agree = accept(TWO, &answer(named(&erika)));
    let agreement = agree.report().checks().iter().filter(|check| check.subject() == Subject::Agreement);
    assert_eq!(
        agreement.map(|check| check.words()).collect::<Vec<_>>(),
        ["the credentials agree on `given_name`"]
    );
}

/// Of two objects of which parts are shown, only what both show can disagree.
#[test]
fn parts_of_an_object_do_not_disagree() {
    let query = TWO.replace(r#"["given_name"]"#, r#"["address"]"#);
    let with = |pid_address: &str, badge_address: &str| {
        let answer = vp_token(&[
            ("pid", &[pid().set("address", pid_address)]),
            ("badge", &[badge().set("address", badge_address)]),
        ]);
        codes(&decide(&query, &answer))
    };
    assert_eq!(with(r#"{"town":"Köln"}"#, r#"{"street":"A"}"#), [""; 0]);
    assert_eq!(with(r#"{"town":"Köln","street":"A"}"#, r#"{"street":"A"}"#), [""; 0]);
    assert_eq!(with(r#"{"town":"Köln","street":"A"}"#, r#"{"street":"B"}"#), ["claim.conflict"]);
    assert_eq!(with(r#"{"street":1}"#, r#"{"street":"1"}"#), ["claim.conflict"]);
    assert_eq!(with(r#"["A","B"]"#, r#"["A","B"]"#), [""; 0]);
    assert_eq!(with(r#"["A","B"]"#, r#"["A"]"#), ["claim.conflict"]);
    assert_eq!(with("null", "{}"), ["claim.conflict"]);
}

#[test]
fn what_the_policy_requires_one_of_them_shows() {
    let requiring = |name: &str| policy().require_claims([path(name)]);
    let answer = vp_token(&[("pid", &[pid()]), ("badge", &[badge()])]);
    assert_eq!(codes(&decide_by(requiring("role"), TWO, &answer, &Evidence::none())), [""; 0]);
    assert_eq!(
        codes(&decide_by(requiring("family_name"), TWO, &answer, &Evidence::none())),
        ["claim.required_missing"]
    );
}

#[test]
fn evidence_for_all_of_them() {
    let with_status = |list: &str| {
        let status = format!(r#"{{"status_list":{{"idx":7,"uri":"{list}"}}}}"#);
        vp_token(&[("pid", &[pid().set("status", &status)]), ("badge", &[badge().set("status", &status)])])
    };
    let begin = |answer: &str| Verifier::new(policy()).begin_answer(answer, &asking(TWO), NOW).unwrap();
    let pending = begin(&with_status(LIST));
    assert_eq!(pending.needs(), [Need::StatusList { uri: LIST.to_owned() }]);
    let accepted = pending.decide(&List::new(Status::Valid).evidence(), NOW).accepted().unwrap();
    assert_eq!(accepted.evidence_time(), Some(List::new(Status::Valid).issued_at));
    let revoked = begin(&with_status(LIST)).decide(&List::new(Status::Invalid).evidence(), NOW);
    assert_eq!(codes(&revoked), ["status.invalid", "status.invalid"]);
    let unknown = begin(&with_status(LIST)).decide(&Evidence::none(), NOW);
    assert!(matches!(&unknown, AnswerDecision::Rejected(rejected) if rejected.is_undetermined()));
    // One that is refused already: no list is worth fetching.
    let status = format!(r#"{{"status_list":{{"idx":7,"uri":"{LIST}"}}}}"#);
    let refused = vp_token(&[("pid", &[pid().set("status", &status)]), ("badge", &[badge().unbound()])]);
    assert!(begin(&refused).needs().is_empty());
    // Where one has no status, as of when all are known can't be said.
    let mixed = vp_token(&[("pid", &[pid().set("status", &status)]), ("badge", &[badge()])]);
    let accepted = begin(&mixed).decide(&List::new(Status::Valid).evidence(), NOW).accepted().unwrap();
    assert_eq!(accepted.evidence_time(), None);
}

#[test]
fn keys_of_the_holder() {
    let other = key("other holder").verifying_key().to_jwk_json();
    let other = badge()
        .set("cnf", &format!(r#"{{"jwk":{other}}}"#))
        .bound(|binding| binding.signed_by = "other holder");
    let accepted = accept(TWO, &vp_token(&[("pid", &[pid()]), ("badge", &[other])]));
    assert_eq!(accepted.report().holder_keys(), HolderKeys::Several);
}

#[test]
fn two_issuers() {
    let other =
        TrustEntry::issuer(issuer_id("https://other.example"), [key("other").verifying_key().clone()]);
    let trust: TrustList = [entry(), other.for_types([credential_type(BADGE)])].into_iter().collect();
    let policy = || policy().trust(trust.clone());
    let badge = Presentation { issued_by: "other", ..badge() }.set("iss", "\"https://other.example\"");
    let answer = |badge: Presentation| vp_token(&[("pid", &[pid()]), ("badge", &[badge])]);
    let decision = decide_by(policy(), TWO, &answer(badge.clone()), &Evidence::none());
    assert_eq!(codes(&decision), [""; 0]);
    // The issuer of one is not trusted with the type of the other.
    let forged = badge.set("vct", &format!("\"{TYPE}\""));
    let decision = decide_by(policy(), TWO, &answer(forged), &Evidence::none());
    assert_eq!(codes(&decision), ["trust.type_not_covered"]);
}

#[test]
fn misuse() {
    let verifier = Verifier::new(policy());
    let answer = vp_token(&[("pid", &[pid()])]);
    assert_eq!(verifier.begin_answer(&answer, &request(), NOW).unwrap_err(), Error::NoQuery);
    assert_eq!(verifier.begin(&pid().text(), &asking(TWO), NOW).unwrap_err(), Error::QueryNotAnswered);
    let unsolicited = Request::unsolicited().with_query(Query::parse(TWO.as_bytes()).unwrap());
    assert_eq!(verifier.begin_answer(&answer, &unsolicited, NOW).unwrap_err(), Error::NothingAsked);
}

#[test]
fn for_people_and_for_programs() {
    let answer = vp_token(&[("pid", &[pid()]), ("badge", &[badge().unbound()])]);
    let decision = decide_by(policy().named("Gate"), TWO, &answer, &Evidence::none());
    let words = decision.report().to_string();
    assert!(
        words.starts_with(
            "Not accepted, as of 2026-01-01T12:00:00Z, by the policy \"Gate\"\n  \
             passed      presentation      an answer within the limits\n  \
             passed      query             everything is answered that has to be\n"
        ),
        "{words}"
    );
    assert!(words.contains("\n\nbadge[0]: Not accepted, as of "), "{words}");
    assert!(words.contains("\n\npid[0]: Accepted, as of "), "{words}");
    let json = serde_json::to_value(decision.report()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["verdict"], "rejected");
    assert_eq!(json["holder_keys"], "one");
    assert_eq!(json["unneeded"], serde_json::json!([]));
    assert_eq!(json["reasons"][0]["code"], "binding.missing");
    assert_eq!(json["credentials"][1]["id"], "badge");
    assert_eq!(json["credentials"][1]["index"], 0);
    assert_eq!(json["credentials"][1]["report"]["verdict"], "rejected");
    assert_eq!(json["credentials"][0]["report"]["verdict"], "accepted");
}

#[test]
fn no_values_of_claims() {
    let hidden = disclosure("family_name", &format!("\"{CANARY}\""));
    let all = Presentation { disclosures: [pid().disclosures, vec![hidden]].concat(), ..pid() };
    for query in [TWO.to_owned(), TWO.replace(r#"["given_name"]"#, r#"["family_name"],"values":["x"]"#)] {
        for badge in [badge(), badge().unbound()] {
            let answer = vp_token(&[("pid", std::slice::from_ref(&all)), ("badge", &[badge])]);
            let pending = Verifier::new(policy()).begin_answer(&answer, &asking(&query), NOW).unwrap();
            let mut printed = format!("{pending:?}");
            let decision = pending.decide(&Evidence::none(), NOW);
            printed += &format!("{decision:?} {}", decision.report());
            printed += &serde_json::to_string(decision.report()).unwrap();
            for value in ["Erika", "porter", CANARY, &key("holder").verifying_key().to_jwk_json()] {
                assert!(!printed.contains(value), "{value} in {printed}");
            }
        }
    }
}

#[test]
fn of_an_answer_every_character_counts() {
    let answer = vp_token(&[("pid", &[pid()]), ("badge", &[badge()])]);
    assert_eq!(codes(&decide(TWO, &answer)), [""; 0]);
    for (at, character) in answer.char_indices() {
        let by = if character == 'A' { "B" } else { "A" };
        let mut changed = answer.clone();
        changed.replace_range(at..=at, by);
        for damaged in [changed.as_str(), &answer[..at]] {
            assert!(decide(TWO, damaged).accepted().is_none(), "{at}");
        }
    }
}
