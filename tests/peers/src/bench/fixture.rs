//! One credential of each size, issued once and used by all contenders.

use anyhow::{Context as _, Result};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Map, Value, json};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, Nonce, Timestamp, base64url};
use vouchsafe_jose::{SigningKey, VerifyingKey};
use vouchsafe_peers::keys::{HOLDER, ISSUER, TestKey};
use vouchsafe_sd_jwt::{DisclosurePlan, SD_JWT_VC_TYP, SdJwtToSign};

pub(crate) const AWS_LC_RS_VERSION: &str = "1.19.0";
pub(crate) const NONCE: &str = "n-0S6_WzA2Mj";
pub(crate) const AUDIENCE: &str = "https://verifier.example";
pub(crate) const ISSUER_ID: &str = "https://issuer.example";
pub(crate) const TYPE: &str = "urn:example:person";
/// The sizes asked for: how many selectively disclosable claims.
pub(crate) const SIZES: [usize; 3] = [10, 50, 200];
/// How many of them are shown.
pub(crate) const SHOWN: usize = 3;

pub(crate) fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1)
}

/// The peer reads the system clock, so these tokens live long.
pub(crate) fn claims(count: usize) -> Value {
    let mut claims = Map::new();
    claims.insert("iss".into(), json!(ISSUER_ID));
    claims.insert("iat".into(), json!(1_700_000_000));
    claims.insert("exp".into(), json!(4_000_000_000_u64));
    claims.insert("vct".into(), json!(TYPE));
    for name in names(count) {
        claims.insert(name.clone(), json!(format!("value of {name}")));
    }
    Value::Object(claims)
}

pub(crate) fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("claim_{number:03}")).collect()
}

pub(crate) fn shown_paths() -> Vec<ClaimPath> {
    names(SHOWN).into_iter().map(ClaimPath::top).collect()
}

pub(crate) fn json_path(count: usize) -> Vec<String> {
    names(count).iter().map(|name| format!("$.{name}")).collect()
}

pub(crate) fn document(value: &Value) -> Result<Document> {
    Ok(Document::parse(value.to_string())?)
}

pub(crate) struct Keys {
    pub(crate) issuer: SigningKey,
    pub(crate) issuer_public: VerifyingKey,
    pub(crate) holder: SigningKey,
}

pub(crate) fn keys() -> Result<Keys> {
    let issuer = ISSUER.ours()?;
    Ok(Keys { issuer_public: issuer.verifying_key().clone(), issuer, holder: HOLDER.ours()? })
}

pub(crate) fn audience() -> Result<Audience> {
    Ok(Audience::new(AUDIENCE)?)
}

pub(crate) fn nonce() -> Result<Nonce> {
    Ok(Nonce::new(NONCE)?)
}

pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// One signature to check with a parsed key and nothing else.
pub(crate) struct BareSignature {
    key: ParsedPublicKey,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl BareSignature {
    /// The signature of a compact JWS.
    pub(crate) fn of(jws: &str, key: &TestKey) -> Result<Self> {
        let (message, signature) = jws.rsplit_once('.').context("a JWS has three parts")?;
        let jwk = key.ours()?.verifying_key().to_jwk_json();
        let jwk = Document::parse(jwk)?;
        let mut point = vec![4];
        for name in ["x", "y"] {
            let text = jwk.root().get(name).and_then(|value| value.as_str()).context("a coordinate")?;
            point.extend(base64url::decode(text.as_bytes())?);
        }
        Ok(Self {
            key: ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)?,
            message: message.as_bytes().to_vec(),
            signature: base64url::decode(signature)?,
        })
    }

    pub(crate) fn verify(&self) -> bool {
        self.key.verify_sig(&self.message, &self.signature).is_ok()
    }
}

/// Claims that are always shown: iss, iat, exp, vct, cnf.
pub(crate) const FRAME: usize = 5;

/// What ours needs to issue, made once.
pub(crate) struct Order {
    claims: Document,
    plan: DisclosurePlan,
}

impl Order {
    pub(crate) fn new(keys: &Keys, count: usize) -> Result<Self> {
        let mut claims = claims(count);
        let cnf = json!({"jwk": serde_json::from_str::<Value>(&keys.holder.verifying_key().to_jwk_json())?});
        claims.as_object_mut().context("claims are an object")?.insert("cnf".into(), cnf);
        Ok(Self {
            claims: document(&claims)?,
            plan: DisclosurePlan::new(names(count).into_iter().map(ClaimPath::top)),
        })
    }

    pub(crate) fn issue(
        &self,
        keys: &Keys,
        rng: &mut ChaCha20Rng,
    ) -> Result<String, vouchsafe_sd_jwt::Error> {
        SdJwtToSign::new(self.claims.root(), &self.plan, SD_JWT_VC_TYP).sign(&keys.issuer, rng)
    }
}
