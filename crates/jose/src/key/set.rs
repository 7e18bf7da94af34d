use super::VerifyingKey;
use crate::Error;
use crate::limits::{MAX_JWK_SET, MAX_KEYS};
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Document, Value};

/// The keys of a JWK Set (RFC 7517 section 5) that can verify a signature.
///
/// Keys of other types or curves, keys that lack a member or are out of range, and keys marked for something else are left
/// out, as that section asks. A set that exposes a private or symmetric key, or where two keys share a `kid`, is refused as a
/// whole, whatever kind of keys these are.
#[derive(Debug, Clone)]
pub struct JwkSet {
    keys: Vec<VerifyingKey>,
}

impl JwkSet {
    /// Reads a set of at most [`MAX_JWK_SET`] bytes.
    ///
    /// # Errors
    /// `json.*` if the text is no JSON, and as [`JwkSet::from_value`].
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        if text.len() > MAX_JWK_SET {
            return Err(Error::JwkTooLong);
        }
        let document = Document::parse(text).map_err(|error| Error::Json { part: "the key set", error })?;
        Self::from_value(document.root())
    }

    /// Takes a set that stands in other JSON.
    ///
    /// # Errors
    /// `jose.jwk_set_malformed`, `jose.too_many_keys`, `jose.private_key_exposed`, `jose.duplicate_kid`.
    pub fn from_value(set: Value<'_>) -> Result<Self, Error> {
        let members = set.get("keys").and_then(Value::elements).ok_or(Error::JwkSetMalformed)?;
        let mut keys = Vec::new();
        let mut kids = BTreeSet::new();
        for (index, jwk) in members.enumerate() {
            if index >= MAX_KEYS {
                return Err(Error::TooManyKeys);
            }
            if jwk.get("d").is_some() || jwk.get("k").is_some() {
                return Err(Error::PrivateKeyExposed);
            }
            if jwk.get("kid").is_some_and(|kid| kid.as_str().is_some_and(|kid| !kids.insert(kid))) {
                return Err(Error::DuplicateKid);
            }
            match VerifyingKey::from_jwk(jwk) {
                Ok(key) => keys.push(key),
                Err(Error::JwkNotObject) => return Err(Error::JwkSetMalformed),
                Err(_) => {}
            }
        }
        Ok(Self { keys })
    }

    /// The key of this name, compared byte for byte.
    #[must_use]
    pub fn by_kid(&self, kid: &str) -> Option<&VerifyingKey> {
        self.keys.iter().find(|key| key.kid() == Some(kid))
    }

    /// All of them, in the order of the set.
    #[must_use]
    pub fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }
}
