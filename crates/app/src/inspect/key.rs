use crate::Error;
use serde::Serialize;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::{JwkSet, SigningKey, VerifyingKey};
use vouchsafe_jpt::IssuerKey;

/// A key, without its private part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JwkView {
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// The only algorithm it serves for.
    pub algorithm: &'static str,
    /// Its `kid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Whether the text holds the private part too. Whoever has that text can sign with it.
    pub private: bool,
}

impl JwkView {
    /// Of an issuer of BBS credentials.
    fn of_bbs(key: &IssuerKey) -> Self {
        let x = base64url::encode(&key.verifying_key().to_octets());
        // RFC 7638 section 3: the members that make the key, in their order.
        let canonical = format!(r#"{{"crv":"{}","kty":"OKP","x":"{x}"}}"#, IssuerKey::CURVE);
        Self {
            thumbprint: base64url::encode(&sha256(canonical.as_bytes())),
            algorithm: "BBS",
            kid: Some(vouchsafe_credential::shown::escape(key.kid()).into_owned()),
            private: false,
        }
    }

    fn new(key: &VerifyingKey, private: bool) -> Self {
        Self {
            thumbprint: base64url::encode(&key.thumbprint()),
            algorithm: key.algorithm().name(),
            kid: key.kid().map(|kid| vouchsafe_credential::shown::escape(kid).into_owned()),
            private,
        }
    }
}

/// The keys of a JWK or a JWK Set.
pub(super) fn read(text: &str, json: Value<'_>) -> Result<Vec<JwkView>, Error> {
    if json.get("keys").is_some() {
        let set = JwkSet::from_value(json)?;
        let bbs = json.get("keys").and_then(Value::elements).into_iter().flatten();
        let bbs = bbs.filter_map(|jwk| IssuerKey::from_jwk(jwk).ok()).map(|key| JwkView::of_bbs(&key));
        let keys: Vec<_> = set.keys().iter().map(|key| JwkView::new(key, false)).chain(bbs).collect();
        return if keys.is_empty() { Err(Error::NoKeys) } else { Ok(keys) };
    }
    if json.get("kty").is_none() {
        return Err(Error::NotRecognised);
    }
    Ok(vec![if json.get("d").is_some() {
        JwkView::new(SigningKey::from_jwk_json(text.as_bytes())?.verifying_key(), true)
    } else {
        public(json)?
    }])
}

/// A public key of either kind.
pub(super) fn public(jwk: Value<'_>) -> Result<JwkView, Error> {
    match jwk.get("crv").and_then(|crv| crv.as_str()) {
        Some(curve) if curve == IssuerKey::CURVE => Ok(JwkView::of_bbs(&IssuerKey::from_jwk(jwk)?)),
        _ => Ok(JwkView::new(&VerifyingKey::from_jwk(jwk)?, false)),
    }
}
