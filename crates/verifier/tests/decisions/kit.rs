//! An issuer, a holder and a status provider that say whatever a test wants them to say.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use vouchsafe_verifier::{
    Audience, CredentialType, Decision, Duration, Evidence, IssuerId, Nonce, OnMissingStatus, Policy,
    Request, Timestamp, TrustEntry, Verifier,
};

/// 2026-01-01T12:00:00Z
pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_767_268_800);
pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const TYPE: &str = "https://credentials.example/identity";
pub(crate) const LIST: &str = "https://issuer.example/status/1";
/// The entry of the credential in the list.
pub(crate) const INDEX: u64 = 7;
/// The value of a claim that is never disclosed.
pub(crate) const CANARY: &str = "CANARY-3f9d";

pub(crate) fn hours(hours: u64) -> Duration {
    Duration::from_hours(hours)
}

pub(crate) fn before(duration: Duration) -> Timestamp {
    NOW.saturating_sub(duration)
}

pub(crate) fn after(duration: Duration) -> Timestamp {
    NOW.saturating_add(duration)
}

/// Always the same key for the same `name`.
pub(crate) fn key(name: &str) -> SigningKey {
    key_of(Algorithm::Ed25519, name)
}

pub(crate) fn key_of(algorithm: Algorithm, name: &str) -> SigningKey {
    let seed = digest(HashAlgorithm::Sha256, name.as_bytes());
    let mut rng = ChaCha20Rng::from_seed(seed.as_ref().try_into().unwrap());
    SigningKey::generate(algorithm, &mut rng).unwrap()
}

pub(crate) fn issuer_id(text: &str) -> IssuerId {
    IssuerId::new(text).unwrap()
}

pub(crate) fn credential_type(text: &str) -> CredentialType {
    CredentialType::new(text).unwrap()
}

/// The trust list's entry for the issuer.
pub(crate) fn entry() -> TrustEntry {
    TrustEntry::issuer(issuer_id(ISSUER), [key("issuer").verifying_key().clone()])
        .for_types([credential_type(TYPE)])
}

/// Strict, but for what no policy can do without.
pub(crate) fn policy() -> Policy {
    Policy::strict().trust(entry()).accept_types([credential_type(TYPE)])
}

/// The same for credentials that name no status.
pub(crate) fn without_status() -> Policy {
    policy().on_missing_status(OnMissingStatus::Accept)
}

pub(crate) fn request() -> Request {
    Request::new(Audience::new("https://door.example").unwrap(), Nonce::new("n-0S6_WzA2Mj").unwrap())
}

/// A disclosure of a member, salted with its name.
pub(crate) fn disclosure(name: &str, value: &str) -> String {
    base64url::encode(format!(r#"["salt of {name}","{name}",{value}]"#).as_bytes())
}

pub(crate) fn digest_of(text: &str) -> String {
    base64url::encode(digest(HashAlgorithm::Sha256, text.as_bytes()).as_ref())
}

/// A presentation to be made. [`Presentation::new`] is a good one without a status.
#[derive(Clone)]
pub(crate) struct Presentation {
    pub(crate) typ: &'static str,
    pub(crate) kid: Option<&'static str>,
    pub(crate) x5c: Vec<Vec<u8>>,
    /// Members of the payload in order: name and JSON.
    pub(crate) payload: Vec<(String, String)>,
    pub(crate) disclosures: Vec<String>,
    pub(crate) issued_by: &'static str,
    pub(crate) algorithm: Algorithm,
    pub(crate) binding: Option<Binding>,
}

#[derive(Clone)]
pub(crate) struct Binding {
    pub(crate) signed_by: &'static str,
    pub(crate) audience: String,
    pub(crate) nonce: String,
    pub(crate) issued_at: Timestamp,
}

impl Presentation {
    pub(crate) fn new() -> Self {
        let given_name = disclosure("given_name", r#""Erika""#);
        let hidden = disclosure("family_name", &format!("\"{CANARY}\""));
        let sd = format!(r#"["{}","{}"]"#, digest_of(&given_name), digest_of(&hidden));
        let cnf = format!(r#"{{"jwk":{}}}"#, key("holder").verifying_key().to_jwk_json());
        let member = |name: &str, json: String| (name.to_owned(), json);
        Self {
            typ: "dc+sd-jwt",
            kid: None,
            x5c: Vec::new(),
            payload: vec![
                member("iss", format!("\"{ISSUER}\"")),
                member("vct", format!("\"{TYPE}\"")),
                member("exp", after(hours(1_000)).as_unix().to_string()),
                member("cnf", cnf),
                member("age_over_18", "true".to_owned()),
                member("_sd", sd),
            ],
            disclosures: vec![given_name],
            issued_by: "issuer",
            algorithm: Algorithm::Ed25519,
            binding: Some(Binding {
                signed_by: "holder",
                audience: "https://door.example".to_owned(),
                nonce: "n-0S6_WzA2Mj".to_owned(),
                issued_at: before(Duration::from_secs(10)),
            }),
        }
    }

    /// With a status in [`LIST`].
    pub(crate) fn with_status() -> Self {
        Self::new().set("status", &format!(r#"{{"status_list":{{"idx":{INDEX},"uri":"{LIST}"}}}}"#))
    }

    pub(crate) fn set(mut self, name: &str, json: &str) -> Self {
        self.payload.retain(|(member, _)| member != name);
        self.payload.push((name.to_owned(), json.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.payload.retain(|(member, _)| member != name);
        self
    }

    pub(crate) fn bound(mut self, change: impl FnOnce(&mut Binding)) -> Self {
        change(self.binding.as_mut().unwrap());
        self
    }

    pub(crate) fn unbound(mut self) -> Self {
        self.binding = None;
        self
    }

    pub(crate) fn text(&self) -> String {
        let members: Vec<_> = self.payload.iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        let x5c = (!self.x5c.is_empty()).then_some(self.x5c.as_slice());
        let header = HeaderToSign { kid: self.kid, x5c, ..HeaderToSign::new(self.typ) };
        let key = key_of(self.algorithm, self.issued_by);
        let mut text = sign(&key, &header, format!("{{{}}}", members.join(",")).as_bytes()).unwrap();
        text.push('~');
        self.disclosures.iter().for_each(|disclosure| text.extend([disclosure, "~"]));
        if let Some(binding) = &self.binding {
            let payload = format!(
                r#"{{"iat":{},"aud":"{}","nonce":"{}","sd_hash":"{}"}}"#,
                binding.issued_at.as_unix(),
                binding.audience,
                binding.nonce,
                digest_of(&text),
            );
            let header = HeaderToSign::new("kb+jwt");
            text.push_str(
                &sign(&key_of(Algorithm::Ed25519, binding.signed_by), &header, payload.as_bytes()).unwrap(),
            );
        }
        text
    }

    pub(crate) fn decide(&self, policy: Policy, evidence: &Evidence) -> Decision {
        decide(policy, &self.text(), evidence)
    }
}

pub(crate) fn decide(policy: Policy, presentation: &str, evidence: &Evidence) -> Decision {
    Verifier::new(policy).begin(presentation, &request(), NOW).unwrap().decide(evidence, NOW)
}

/// The codes of the reasons; empty if accepted.
pub(crate) fn codes(decision: &Decision) -> Vec<&'static str> {
    match decision {
        Decision::Accepted(_) => Vec::new(),
        Decision::Rejected(rejected) => {
            rejected.reasons().iter().map(|reason| reason.code().as_str()).collect()
        }
    }
}

/// A status list token to be made. [`List::new`] is fresh and says that the credential is valid.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) uri: &'static str,
    pub(crate) issuer: Option<&'static str>,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) ttl: Option<Duration>,
    pub(crate) signed_by: &'static str,
    pub(crate) status: Status,
    pub(crate) entries: u64,
}

impl List {
    pub(crate) fn new(status: Status) -> Self {
        Self {
            uri: LIST,
            issuer: None,
            issued_at: before(hours(1)),
            expires_at: None,
            ttl: None,
            signed_by: "issuer",
            status,
            entries: 1_024,
        }
    }

    pub(crate) fn aged(mut self, age: Duration) -> Self {
        self.issued_at = before(age);
        self
    }

    pub(crate) fn text(&self) -> String {
        let mut list = StatusList::new(Bits::Eight, self.entries).unwrap();
        if INDEX < self.entries {
            list.set(INDEX, self.status).unwrap();
        }
        let issuer = self.issuer.map(issuer_id);
        let token = StatusListToSign {
            uri: self.uri,
            issuer: issuer.as_ref(),
            issued_at: self.issued_at,
            expires_at: self.expires_at,
            ttl: self.ttl,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        };
        token.sign(&key(self.signed_by)).unwrap()
    }

    /// As fetched just now.
    pub(crate) fn evidence(&self) -> Evidence {
        Evidence::none().received(self.text(), NOW)
    }
}
