//! Presentations over OpenID4VP, from the request to the decision: rows of the OpenID Foundation's conformance suite that are about
//! what is in a presentation (docs/PROFILE.md lists the others).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, CredentialType, Duration, IssuerId, ResponseUri, Timestamp};
use vouchsafe_dcql::{Binding, Candidate, Format, QueryId};
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::vp::{
    Client, Invocation, Link, Order, PostedAnswer, Session, VerifiedRequest, WalletAnswer, WalletRules,
};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};
use vouchsafe_verifier::{AnswerDecision, Evidence, OnMissingStatus, Policy, Request, TrustEntry, Verifier};

const NOW: Timestamp = Timestamp::from_unix(1_767_268_800);
const TYPE: &str = "https://city.example/identity";

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// 1 is the issuer's, 2 the holder's.
fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut rng(seed)).unwrap()
}

/// A card with three claims to choose from, bound to this JWK.
fn card(jwk: &str) -> HeldSdJwt {
    let claims = format!(
        r#"{{"iss":"https://city.example","vct":"{TYPE}","exp":1798761600,"cnf":{{"jwk":{jwk}}},
            "name":"Erika","born":1964,"street":"Heidestraße"}}"#
    );
    let claims = Document::parse(claims).unwrap();
    let plan = DisclosurePlan::new(["name", "born", "street"].map(ClaimPath::top));
    let issued = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&key(1), &mut rng(3)).unwrap();
    let verified = UnverifiedSdJwt::parse(&issued).unwrap();
    HeldSdJwt::from_verified(verified.verify(key(1).verifying_key(), &VerifyOptions::default()).unwrap())
        .unwrap()
}

/// A verifier that asks for a card of the type, with these members of its query beside.
struct Conversation {
    session: Session,
    request: VerifiedRequest,
}

impl Conversation {
    fn about(more: &str) -> Self {
        Self::of(more, 7)
    }

    /// With the random numbers of this seed.
    fn of(more: &str, seed: u64) -> Self {
        let response_uri = ResponseUri::new("https://gate.example/answers").unwrap();
        let query = format!(
            r#"{{"credentials":[{{"id":"id","format":"dc+sd-jwt","meta":{{"vct_values":["{TYPE}"]}}{more}}}]}}"#
        );
        let client = Client::redirect_uri(&response_uri).unwrap();
        let order = Order::new(query.as_bytes(), response_uri).unwrap();
        let session = client.begin(&order, NOW, &mut rng(seed)).unwrap();
        let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
        let Ok(Invocation::Request(request)) = Invocation::parse(&link, Reach::HttpsOnly) else { panic!() };
        let nobody = TrustAnchors::new([[0_u8; 0]; 0]).unwrap();
        let request = request.verify(&WalletRules::new(&nobody), NOW).unwrap();
        Self { session, request }
    }

    /// The presentation that a wallet makes: of what is asked for, and no more.
    fn present(&self, card: &HeldSdJwt) -> String {
        let types: Vec<CredentialType> = card.verified().credential_type().into_iter().collect();
        let candidate = Candidate {
            format: &Format::SdJwtVc,
            types: &types,
            claims: card.claims(),
            binding: Binding::Bound,
            authorities: &[],
        };
        let selection = self.request.query().credentials()[0].select(&candidate).unwrap();
        let binding = KeyBindingRequest {
            audience: Audience::new(self.request.client_id().as_str()).unwrap(),
            nonce: self.request.nonce().clone(),
            issued_at: NOW.saturating_sub(Duration::from_secs(5)),
        };
        card.select(&selection.paths()).unwrap().bind(&key(2), &binding).unwrap()
    }

    /// Sends it, and has it decided on.
    fn decide(&self, presentation: &str) -> AnswerDecision {
        let post = self.request.answer(&format!(r#"{{"id":["{presentation}"]}}"#), &[]).unwrap();
        let posted = PostedAnswer::parse(post.headers.media_type().as_deref(), &post.body).unwrap();
        let Ok(WalletAnswer::Presented(answer)) = posted.open(&self.session, NOW) else { panic!() };
        let entry = TrustEntry::issuer(
            IssuerId::new("https://city.example").unwrap(),
            [key(1).verifying_key().clone()],
        )
        .for_types([CredentialType::new(TYPE).unwrap()]);
        let policy = Policy::strict()
            .trust(entry)
            .accept_types([CredentialType::new(TYPE).unwrap()])
            .on_missing_status(OnMissingStatus::Accept);
        let audience = Audience::new(self.session.client_id().as_str()).unwrap();
        let request =
            Request::new(audience, self.session.nonce().clone()).with_query(self.session.query().clone());
        let pending = Verifier::new(policy).begin_answer(answer.vp_token().as_json(), &request, NOW).unwrap();
        pending.decide(&Evidence::none(), NOW)
    }

    /// Which of the claims that could be kept back were shown.
    fn shown(&self, presentation: &str) -> Vec<String> {
        let decision = self.decide(presentation);
        let report = decision.report().to_string();
        let accepted = decision.accepted().unwrap_or_else(|| panic!("{report}"));
        let credential = accepted.credential(&QueryId::new("id").unwrap(), 0).unwrap();
        let names = credential.claims().entries().unwrap().map(|(name, _)| name.into_owned());
        let mut names: Vec<_> = names.filter(|name| ["name", "born", "street"].contains(&&**name)).collect();
        names.sort();
        names
    }
}

fn holder() -> String {
    key(2).verifying_key().to_jwk_json()
}

#[test]
fn fewer_claims_than_available() {
    let conversation = Conversation::about(r#","claims":[{"path":["name"]},{"path":["born"]}]"#);
    let presentation = conversation.present(&card(&holder()));
    assert_eq!(presentation.matches('~').count(), 3, "two disclosures");
    assert_eq!(conversation.shown(&presentation), ["born", "name"]);
}

#[test]
fn no_claims_in_dcql_query() {
    let conversation = Conversation::about("");
    let presentation = conversation.present(&card(&holder()));
    assert_eq!(presentation.matches('~').count(), 1, "no disclosure");
    assert_eq!(conversation.shown(&presentation), [""; 0]);
}

#[test]
fn minimal_cnf_jwk() {
    let whole = Document::parse(holder()).unwrap();
    let names: Vec<_> = whole.root().entries().unwrap().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["kty", "crv", "x", "y"], "what a key cannot do without");
    let conversation = Conversation::about(r#","claims":[{"path":["name"]}]"#);
    assert_eq!(conversation.shown(&conversation.present(&card(&holder()))), ["name"]);
}

#[test]
fn signatures_that_do_not_hold() {
    let conversation = Conversation::about(r#","claims":[{"path":["name"]}]"#);
    let good = conversation.present(&card(&holder()));
    assert!(conversation.decide(&good).accepted().is_some());
    let flip = |text: &str, end: usize| {
        let at = end - 10;
        let other = if &text[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    };
    let codes = |presentation: &str| {
        let AnswerDecision::Rejected(rejected) = conversation.decide(presentation) else {
            panic!("accepted")
        };
        rejected.report().to_string()
    };
    // invalid-credential-signature
    let of_issuer = flip(&good, good.find('~').unwrap());
    assert!(codes(&of_issuer).contains("jose.signature_invalid"), "{}", codes(&of_issuer));
    // invalid-kb-jwt-signature
    let of_holder = flip(&good, good.len());
    assert!(codes(&of_holder).contains("jose.signature_invalid"), "{}", codes(&of_holder));
    // invalid-kb-jwt-nonce: an answer to another request of the same verifier
    let other = Conversation::of(r#","claims":[{"path":["name"]}]"#, 8).present(&card(&holder()));
    assert!(codes(&other).contains("binding.nonce_mismatch"), "{}", codes(&other));
}
