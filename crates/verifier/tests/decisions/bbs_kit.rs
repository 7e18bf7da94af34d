//! An issuer of BBS credentials and their holder.

use crate::kit::{CANARY, ISSUER, NOW, TYPE, credential_type, issuer_id};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::num::NonZeroU32;
use std::sync::LazyLock;
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, Proof, Signature, SigningKey};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_jpt::{IssuerHeader, PreparedIssuer, PresentationRequest, UnverifiedJpt};
use vouchsafe_verifier::{
    Audience, BbsIssuerKey, ClaimPath, Decision, Duration, Evidence, Nonce, OnMissingStatus, Policy,
    ProofKind, Timestamp, TrustEntry,
};

pub(crate) static GENERATORS: LazyLock<Generators> =
    LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));

/// 2026-01-07T00:00:00Z: in less than eight days.
pub(crate) const EXP: Timestamp = Timestamp::from_unix(1_767_744_000);

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// Always the same key for the same number.
pub(crate) fn bbs_key(number: u64) -> SigningKey {
    SigningKey::generate(&mut rng(number)).unwrap()
}

/// The public half as the trust list has it.
pub(crate) fn bbs_public(number: u64, kid: &str) -> BbsIssuerKey {
    BbsIssuerKey::new(kid, bbs_key(number).verifying_key().clone()).unwrap()
}

pub(crate) fn bbs_entry() -> TrustEntry {
    TrustEntry::bbs_issuer(issuer_id(ISSUER), [bbs_public(1, "2026")]).for_types([credential_type(TYPE)])
}

/// Strict, but for what no policy for such credentials can do without.
pub(crate) fn bbs_policy() -> Policy {
    Policy::strict()
        .trust(bbs_entry())
        .accept_types([credential_type(TYPE)])
        .accept_proofs([ProofKind::Bbs])
        .on_missing_status(OnMissingStatus::AcceptShortLived)
}

/// A presentation to be made. [`Bbs::new`] is a good one.
#[derive(Clone)]
pub(crate) struct Bbs {
    pub(crate) iss: &'static str,
    pub(crate) vct: &'static str,
    pub(crate) version: u32,
    pub(crate) kid: &'static str,
    pub(crate) issued_by: u64,
    /// The slots in order: path and JSON.
    pub(crate) claims: Vec<(&'static str, String)>,
    pub(crate) shown: Vec<&'static str>,
    pub(crate) audience: &'static str,
    pub(crate) nonce: &'static str,
    /// Which of all the presentations of one credential it is.
    pub(crate) seed: u64,
}

impl Bbs {
    pub(crate) fn new() -> Self {
        Self {
            iss: ISSUER,
            vct: TYPE,
            version: 1,
            kid: "2026",
            issued_by: 1,
            claims: vec![
                ("exp", EXP.as_unix().to_string()),
                ("iat", NOW.saturating_sub(Duration::from_days(1)).as_unix().to_string()),
                ("given_name", "\"Erika\"".to_owned()),
                ("family_name", format!("\"{CANARY}\"")),
                ("age_over_18", "true".to_owned()),
                ("address.street", "\"1 Elm St\"".to_owned()),
                ("address.town", "\"Ely\"".to_owned()),
            ],
            shown: vec!["given_name", "age_over_18"],
            audience: "https://door.example",
            nonce: "n-0S6_WzA2Mj",
            seed: 5,
        }
    }

    pub(crate) fn set(mut self, name: &'static str, json: &str) -> Self {
        let claim = self.claims.iter_mut().find(|(claim, _)| *claim == name);
        match claim {
            Some(claim) => claim.1 = json.to_owned(),
            None => self.claims.push((name, json.to_owned())),
        }
        self
    }

    pub(crate) fn header(&self) -> IssuerHeader {
        let claims = Self::paths(&self.claims.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let version = NonZeroU32::new(self.version).unwrap();
        IssuerHeader::new(issuer_id(self.iss), credential_type(self.vct), version, self.kid, claims).unwrap()
    }

    /// The claims as the issuer has them.
    pub(crate) fn document(&self) -> Document {
        let member = |name: &str, json: &str| format!("\"{name}\":{json}");
        let mut members: Vec<_> = Vec::new();
        let mut inside: Vec<String> = Vec::new();
        for (name, json) in &self.claims {
            match name.split_once('.') {
                Some(("address", name)) => inside.push(member(name, json)),
                Some(_) => panic!("only `address` has members of its own"),
                None => members.push(member(name, json)),
            }
        }
        members.push(format!("\"address\":{{{}}}", inside.join(",")));
        Document::parse(format!("{{{}}}", members.join(","))).unwrap()
    }

    /// The issued form, as its holder has it.
    pub(crate) fn issued(&self) -> (PreparedIssuer, String) {
        let key = bbs_key(self.issued_by);
        let issuer = PreparedIssuer::new(&GENERATORS, key.verifying_key(), &self.header()).unwrap();
        let text = issuer.issue(&key, self.document().root()).unwrap();
        (issuer, text)
    }

    pub(crate) fn paths(names: &[&str]) -> Vec<ClaimPath> {
        names.iter().map(|path| path.parse().unwrap()).collect()
    }

    pub(crate) fn request(&self) -> PresentationRequest {
        PresentationRequest {
            audience: Audience::new(self.audience).unwrap(),
            nonce: Nonce::new(self.nonce).unwrap(),
        }
    }

    pub(crate) fn text(&self) -> String {
        let (issuer, issued) = self.issued();
        let held = UnverifiedJpt::parse(&issued).unwrap().verify(&issuer).unwrap();
        let selection = held.select(&Self::paths(&self.shown)).unwrap();
        selection.present(&issuer, &self.request(), &mut rng(self.seed)).unwrap()
    }

    /// The same under a presentation header that says when it was made.
    pub(crate) fn text_made_at(&self, at: Timestamp) -> String {
        let (audience, nonce, at) = (self.audience, self.nonce, at.as_unix());
        self.proven_under(&format!(r#"{{"aud":"{audience}","nonce":"{nonce}","iat":{at}}}"#), self.issued_by)
    }

    /// By a signature that is another's: everything of the proof is right but its pairing.
    pub(crate) fn forged(&self) -> String {
        let ph = format!(r#"{{"aud":"{}","nonce":"{}"}}"#, self.audience, self.nonce);
        Self { issued_by: 2, ..self.clone() }.proven_under(&ph, self.issued_by)
    }

    fn proven_under(&self, ph: &str, key: u64) -> String {
        let (_, issued) = self.issued();
        let [header, payloads, signature] = issued.split('.').collect::<Vec<_>>().try_into().unwrap();
        let payloads: Vec<_> = payloads.split('~').collect();
        let messages: Vec<_> = payloads.iter().map(|payload| base64url::decode(payload).unwrap()).collect();
        let is_shown =
            |slot: &usize| self.claims[*slot].0 == "exp" || self.shown.contains(&self.claims[*slot].0);
        let shown: Vec<_> = (0..messages.len()).filter(is_shown).collect();
        let key = bbs_key(key);
        let octets = base64url::decode(header).unwrap();
        let key = PreparedKey::new(&GENERATORS, key.verifying_key(), &octets, messages.len()).unwrap();
        let signature = Signature::from_octets(&base64url::decode(signature).unwrap()).unwrap();
        let proof = Proof::generate(&key, &signature, &messages, &shown, ph.as_bytes(), &mut rng(self.seed));
        let payloads: Vec<_> =
            (0..messages.len()).map(|slot| if is_shown(&slot) { payloads[slot] } else { "" }).collect();
        let proof = base64url::encode(&proof.unwrap().to_octets());
        format!("{}.{header}.{}.{proof}", base64url::encode(ph.as_bytes()), payloads.join("~"))
    }

    pub(crate) fn decide(&self, policy: Policy) -> Decision {
        crate::kit::decide(policy, &self.text(), &Evidence::none())
    }
}

/// A presentation with one of its four parts changed.
pub(crate) fn with_part(text: &str, part: usize, change: impl FnOnce(&str) -> String) -> String {
    let mut parts: Vec<_> = text.split('.').map(str::to_owned).collect();
    parts[part] = change(&parts[part]);
    parts.join(".")
}
