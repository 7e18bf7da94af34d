use crate::Error;
use std::borrow::Cow;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{JwkSet, VerifyingKey};
use vouchsafe_jpt::IssuerKey;

/// An issuer's keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeySet {
    /// For SD-JWTs and status lists.
    pub(crate) jose: Vec<VerifyingKey>,
    /// For BBS credentials.
    pub(crate) bbs: Vec<IssuerKey>,
}

impl KeySet {
    /// The keys of a JWK Set that can verify a signature of either kind: at least one.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let jose = JwkSet::parse(text.as_bytes())?.keys().to_vec();
        let document = Document::parse(text).ok();
        let jwks = document.as_ref().and_then(|set| set.root().get("keys")?.elements()).into_iter().flatten();
        let set = Self { jose, bbs: jwks.filter_map(|jwk| IssuerKey::from_jwk(jwk).ok()).collect() };
        if set.count() == 0 { Err(Error::NoUsableKey) } else { Ok(set) }
    }

    /// Adds the key that one JWK is. The error says what is wrong with it, without its content.
    pub(crate) fn add(&mut self, jwk: &str) -> Result<(), String> {
        let document = Document::parse(jwk).ok();
        let curve = |jwk: &Document| jwk.root().get("crv")?.as_str().map(Cow::into_owned);
        match document.filter(|jwk| curve(jwk).as_deref() == Some(IssuerKey::CURVE)) {
            Some(jwk) => self.bbs.push(IssuerKey::from_jwk(jwk.root()).map_err(|error| error.to_string())?),
            None => {
                let key = VerifyingKey::from_jwk_json(jwk.as_bytes());
                self.jose.push(key.map_err(|error| error.to_string())?);
            }
        }
        Ok(())
    }

    pub(crate) fn count(&self) -> usize {
        self.jose.len().saturating_add(self.bbs.len())
    }
}
