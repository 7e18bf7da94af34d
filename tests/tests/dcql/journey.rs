//! From the issuer to the decision: two cards of one holder answer one query, with proof of who presents them.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, Timestamp};
use vouchsafe_dcql::{Binding, Candidate, Format, Query, QueryId};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};
use vouchsafe_verifier::{
    AnswerDecision, Claim, Evidence, OnMissingStatus, Policy, Request, TrustEntry, Verifier,
};

const NOW: Timestamp = Timestamp::from_unix(1_767_268_800);
const IDENTITY: &str = "https://city.example/identity";
const DEGREE: &str = "https://city.example/degree";

/// One element of a list by its position, every element of another that has a value, and a claim of both cards.
const QUERY: &str = r#"{"credentials": [
    {"id": "id", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://city.example/identity"]},
     "claims": [{"path": ["name"]}, {"path": ["nationalities", 1]}]},
    {"id": "degree", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://city.example/degree"]},
     "claims": [{"id": "name", "path": ["name"]}, {"id": "grade", "path": ["grade"]},
                {"id": "all", "path": ["degrees", null, "title"], "values": ["Master", "Doctor"]}],
     "claim_sets": [["name", "grade"], ["name", "all"]]}]}"#;

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

fn held(vct: &str, claims: &str, disclosable: &[&str]) -> HeldSdJwt {
    let holder = key(2).verifying_key().to_jwk_json();
    let claims = format!(
        r#"{{"iss":"https://city.example","vct":"{vct}","exp":1798761600,"cnf":{{"jwk":{holder}}},{claims}}}"#
    );
    let claims = Document::parse(claims).unwrap();
    let plan = DisclosurePlan::new(disclosable.iter().map(|path| path.parse::<ClaimPath>().unwrap()));
    let to_sign = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP);
    let issued = to_sign.sign(&key(1), &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
    let verified = UnverifiedSdJwt::parse(&issued).unwrap();
    HeldSdJwt::from_verified(verified.verify(key(1).verifying_key(), &VerifyOptions::default()).unwrap())
        .unwrap()
}

/// What the wallet sends: for each credential query, the first card that answers it.
fn answer(query: &Query, cards: &[HeldSdJwt]) -> String {
    let mut entries = Vec::new();
    for asked in query.credentials() {
        let selected = cards.iter().find_map(|card| {
            let types: Vec<CredentialType> = card.verified().credential_type().into_iter().collect();
            let candidate = Candidate {
                format: &Format::SdJwtVc,
                types: &types,
                claims: card.claims(),
                binding: Binding::Bound,
                authorities: &[],
            };
            asked.select(&candidate).ok().map(|selection| (card, selection))
        });
        let (card, selection) = selected.unwrap();
        let request = KeyBindingRequest {
            audience: Audience::new("x509_san_dns:gate.example").unwrap(),
            nonce: Nonce::new("n-0S6_WzA2Mj").unwrap(),
            issued_at: NOW.saturating_sub(Duration::from_secs(5)),
        };
        let text = card.select(&selection.paths()).unwrap().bind(&key(2), &request).unwrap();
        entries.push(format!(r#""{}":["{text}"]"#, asked.id()));
    }
    format!("{{{}}}", entries.join(","))
}

fn decide(vp_token: &str) -> AnswerDecision {
    let types = || [IDENTITY, DEGREE].map(|vct| CredentialType::new(vct).unwrap());
    let issuer = IssuerId::new("https://city.example").unwrap();
    let entry = TrustEntry::issuer(issuer, [key(1).verifying_key().clone()]).for_types(types());
    let policy =
        Policy::strict().trust(entry).accept_types(types()).on_missing_status(OnMissingStatus::Accept);
    let request = Request::new(
        Audience::new("x509_san_dns:gate.example").unwrap(),
        Nonce::new("n-0S6_WzA2Mj").unwrap(),
    );
    let request = request.with_query(Query::parse(QUERY.as_bytes()).unwrap());
    Verifier::new(policy).begin_answer(vp_token, &request, NOW).unwrap().decide(&Evidence::none(), NOW)
}

#[test]
fn two_cards_answer_one_query() {
    let degrees = r#""name":"Erika","degrees":[{"title":"Bachelor"},{"title":"Master"},{"title":"Doctor"}]"#;
    let cards = [
        held(DEGREE, degrees, &["name", "degrees[]", "degrees[].title"]),
        held(
            IDENTITY,
            r#""name":"Erika","born":1964,"nationalities":["DE","FR","PL"]"#,
            &["name", "born", "nationalities[]"],
        ),
    ];
    let vp_token = answer(&Query::parse(QUERY.as_bytes()).unwrap(), &cards);
    let decision = decide(&vp_token);
    let report = decision.report().to_string();
    let accepted = decision.accepted().unwrap_or_else(|| panic!("{report}"));
    let claims = |id: &str| {
        let accepted = accepted.credential(&QueryId::new(id).unwrap(), 0).unwrap();
        let shown = accepted.claims().entries().unwrap();
        let shown = shown.filter(|(name, _)| ["name", "nationalities", "degrees", "born"].contains(&&**name));
        shown.map(|(name, value)| format!("{name}={}", value.to_json())).collect::<Vec<_>>()
    };
    // The least that answers: the second nationality, and of the degrees those that are wanted.
    assert_eq!(sorted(claims("id")), [r#"name="Erika""#, r#"nationalities=["FR"]"#]);
    assert_eq!(
        sorted(claims("degree")),
        [r#"degrees=[{"title":"Master"},{"title":"Doctor"}]"#, r#"name="Erika""#]
    );
    let name = accepted.claim(&"name".parse().unwrap());
    assert!(matches!(name, Claim::Disclosed(values) if values.len() == 1));
    assert_eq!(accepted.claim(&"born".parse().unwrap()), Claim::Undisclosed);
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

/// Parts of two answers to one request, of two people who lent each other a key.
#[test]
fn an_answer_put_together_from_two() {
    let card = |name: &str| {
        let identity = format!(r#""name":"{name}","nationalities":["DE","FR"]"#);
        [
            held(IDENTITY, &identity, &["name"]),
            held(DEGREE, &format!(r#""name":"{name}","grade":1"#), &["name"]),
        ]
    };
    let query = Query::parse(QUERY.as_bytes()).unwrap();
    let (one, other) = (answer(&query, &card("Erika")), answer(&query, &card("Max")));
    assert!(decide(&one).accepted().is_some() && decide(&other).accepted().is_some());
    let (head, _) = one.split_once(r#""degree""#).unwrap();
    let (_, tail) = other.split_once(r#""degree""#).unwrap();
    let AnswerDecision::Rejected(rejected) = decide(&format!(r#"{head}"degree"{tail}"#)) else {
        panic!("accepted")
    };
    // Both answer this very request, by one key; that they are of two people shows in what they say.
    let codes: Vec<_> = rejected.reasons().iter().map(|reason| reason.code().as_str()).collect();
    assert_eq!(codes, ["claim.conflict"]);
}
