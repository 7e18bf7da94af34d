//! What a verifier makes of hostile presentations and evidence: cases 19 to 29, 67 to 84, 164, 173 to 176.

mod presentation;
mod status;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use vouchsafe_verifier::{
    Audience, ClaimPath, CredentialType, Decision, Duration, Evidence, IssuerId, Nonce, Policy, Request,
    Timestamp, TrustEntry, Verifier,
};

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);
const TYPE: &str = "https://credentials.example/identity";
const LIST: &str = "https://issuer.example/status/1";
const INDEX: u64 = 41;

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

fn issuer() -> SigningKey {
    key(1)
}

fn holder() -> SigningKey {
    key(2)
}

fn ago(seconds: u64) -> Timestamp {
    NOW.saturating_sub(Duration::from_secs(seconds))
}

fn ahead(seconds: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_secs(seconds))
}

fn entry(seed: u64, iss: &str) -> TrustEntry {
    TrustEntry::issuer(IssuerId::new(iss).unwrap(), [key(seed).verifying_key().clone()])
        .for_types([CredentialType::new(TYPE).unwrap()])
}

fn policy() -> Policy {
    Policy::strict()
        .trust(entry(1, "https://issuer.example"))
        .accept_types([CredentialType::new(TYPE).unwrap()])
}

fn request() -> Request {
    Request::new(Audience::new("https://door.example").unwrap(), Nonce::new("n-0S6_WzA2Mj").unwrap())
}

/// The claims of a credential with a status; `more` are further members.
fn claims(more: &str) -> Document {
    let jwk = holder().verifying_key().to_jwk_json();
    let claims = format!(
        r#"{{"iss":"https://issuer.example","cnf":{{"jwk":{jwk}}},"given_name":"Erika","age_over_18":true,
        "status":{{"status_list":{{"idx":{INDEX},"uri":"{LIST}"}}}}{more}}}"#
    );
    Document::parse(claims).unwrap()
}

fn typed(more: &str) -> Document {
    claims(&format!(r#","vct":"{TYPE}"{more}"#))
}

/// The credential as its holder has it; `given_name` and `age_over_18` are selectively disclosable.
fn held(claims: &Document) -> HeldSdJwt {
    let plan = DisclosurePlan::new(["given_name", "age_over_18"].map(ClaimPath::top));
    let to_sign = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP);
    let issued = to_sign.sign(&issuer(), &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
    let verified = UnverifiedSdJwt::parse(&issued).unwrap();
    HeldSdJwt::from_verified(verified.verify(issuer().verifying_key(), &VerifyOptions::default()).unwrap())
        .unwrap()
}

fn bind(held: &HeldSdJwt, audience: &str, nonce: &str, issued_at: Timestamp) -> String {
    let request = KeyBindingRequest {
        audience: Audience::new(audience).unwrap(),
        nonce: Nonce::new(nonce).unwrap(),
        issued_at,
    };
    held.select(&[ClaimPath::top("age_over_18")]).unwrap().bind(&holder(), &request).unwrap()
}

/// A good presentation of these claims.
fn present(claims: &Document) -> String {
    bind(&held(claims), "https://door.example", "n-0S6_WzA2Mj", ago(5))
}

fn decide_by(policy: Policy, presentation: &str, evidence: &Evidence) -> Decision {
    Verifier::new(policy).begin(presentation, &request(), NOW).unwrap().decide(evidence, NOW)
}

fn decide(presentation: &str, evidence: &Evidence) -> Decision {
    decide_by(policy(), presentation, evidence)
}

/// The codes of the reasons, and whether the decision is only that nobody can tell.
fn outcome(decision: &Decision) -> (Vec<&'static str>, bool) {
    match decision {
        Decision::Accepted(_) => (Vec::new(), false),
        Decision::Rejected(rejected) => {
            let codes = rejected.reasons().iter().map(|reason| reason.code().as_str()).collect();
            (codes, rejected.is_undetermined())
        }
    }
}

fn codes(decision: &Decision) -> Vec<&'static str> {
    outcome(decision).0
}

struct List {
    uri: &'static str,
    key: u64,
    issued_at: Timestamp,
    expires_at: Option<Timestamp>,
    ttl: Option<Duration>,
    status: Status,
}

const GOOD_LIST: List =
    List { uri: LIST, key: 1, issued_at: NOW, expires_at: None, ttl: None, status: Status::Valid };

impl List {
    fn text(&self) -> String {
        let mut list = StatusList::new(Bits::Four, 100).unwrap();
        list.set(INDEX, self.status).unwrap();
        let Self { uri, issued_at, expires_at, ttl, .. } = *self;
        let to_sign = StatusListToSign {
            uri,
            issuer: None,
            issued_at,
            expires_at,
            ttl,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        };
        to_sign.sign(&key(self.key)).unwrap()
    }

    fn fetched(&self) -> Evidence {
        Evidence::none().received(self.text(), NOW)
    }
}
