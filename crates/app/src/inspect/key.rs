use crate::Error;
use serde::Serialize;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;
use vouchsafe_jose::{JwkSet, SigningKey, VerifyingKey};

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
        return match set.keys() {
            [] => Err(Error::NoKeys),
            keys => Ok(keys.iter().map(|key| JwkView::new(key, false)).collect()),
        };
    }
    if json.get("kty").is_none() {
        return Err(Error::NotRecognised);
    }
    Ok(vec![if json.get("d").is_some() {
        JwkView::new(SigningKey::from_jwk_json(text.as_bytes())?.verifying_key(), true)
    } else {
        JwkView::new(&VerifyingKey::from_jwk(json)?, false)
    }])
}
