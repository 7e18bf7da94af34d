//! The two test keys, in the forms that each library wants.

use anyhow::{Context as _, Result};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, EncodingKey};
use vouchsafe_credential::json::Document;
use vouchsafe_jose::SigningKey;

const ISSUER_JWK: &str = include_str!("../keys/issuer.private.jwk.json");
const ISSUER_PEM: &str = include_str!("../keys/issuer.private.pem");
const HOLDER_JWK: &str = include_str!("../keys/holder.private.jwk.json");
const HOLDER_PEM: &str = include_str!("../keys/holder.private.pem");

/// One P-256 key pair.
pub struct TestKey {
    jwk: &'static str,
    pem: &'static str,
}

/// The issuer's.
pub const ISSUER: TestKey = TestKey { jwk: ISSUER_JWK, pem: ISSUER_PEM };
/// The holder's.
pub const HOLDER: TestKey = TestKey { jwk: HOLDER_JWK, pem: HOLDER_PEM };

impl TestKey {
    /// Ours.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn ours(&self) -> Result<SigningKey> {
        let document = Document::parse(self.jwk.trim().as_bytes())?;
        Ok(SigningKey::from_jwk(document.root())?)
    }

    /// The peer's, to sign with.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn peer_signing(&self) -> Result<EncodingKey> {
        Ok(EncodingKey::from_ec_pem(self.pem.as_bytes())?)
    }

    /// The peer's, to verify with.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn peer_verifying(&self) -> Result<DecodingKey> {
        let document = Document::parse(self.jwk.trim().as_bytes())?;
        let coordinate =
            |name| document.root().get(name).and_then(|value| value.as_str()).context("a coordinate");
        Ok(DecodingKey::from_ec_components(&coordinate("x")?, &coordinate("y")?)?)
    }

    /// The peer's public JWK, for `cnf`.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn peer_jwk(&self) -> Result<Jwk> {
        Ok(serde_json::from_str(&self.ours()?.verifying_key().to_jwk_json())?)
    }
}
