use super::jwk::{self, PublicHalf, Purpose};
use crate::digest::Hasher;
use crate::{Algorithm, Error, backend, digest, ed25519};
use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{self, Value};

/// A public key that verifies signatures of one algorithm. Parsed once; verifying costs no parsing.
///
/// Made only from a point that is on its curve and not at infinity (SEC 1 section 3.2.2.1); for Ed25519, from a reduced
/// encoding of a point that is not of small order.
///
/// Equal if the points are equal, whatever `kid` says.
#[derive(Clone)]
pub struct VerifyingKey {
    algorithm: Algorithm,
    point: Box<[u8]>,
    kid: Option<String>,
    parsed: backend::PublicKey,
}

impl VerifyingKey {
    /// Takes a public JWK: `EC` with P-256 or P-384, or `OKP` with Ed25519. Members that are not named here are ignored,
    /// `x5c` and `x5u` among them.
    ///
    /// # Errors
    /// - `jose.private_key_exposed` if it holds `d`;
    /// - `jose.key_use`, `jose.key_ops`, `jose.key_algorithm` if `use`, `key_ops` or `alg` do not allow to verify with it;
    /// - `jose.key_invalid` if the point is not sound; other codes `jose.jwk_*`, `jose.*_unsupported` for the rest.
    pub fn from_jwk(jwk: Value<'_>) -> Result<Self, Error> {
        Self::read(jwk, Purpose::Verify)
    }

    pub(crate) fn read(jwk: Value<'_>, purpose: Purpose) -> Result<Self, Error> {
        let half = PublicHalf::read(jwk, purpose)?;
        if jwk.get("d").is_some() {
            return Err(Error::PrivateKeyExposed);
        }
        Self::from_half(half)
    }

    /// [`VerifyingKey::from_jwk`] from JSON text of at most [`MAX_JWK`](crate::limits::MAX_JWK) bytes.
    ///
    /// # Errors
    /// `json.*` if the text is no JSON, and as [`VerifyingKey::from_jwk`].
    pub fn from_jwk_json(text: &[u8]) -> Result<Self, Error> {
        Self::from_jwk(jwk::document(text)?.root())
    }

    pub(super) fn from_half(half: PublicHalf) -> Result<Self, Error> {
        let mut key = Self::from_point(half.algorithm, half.point)?;
        key.kid = half.kid;
        Ok(key)
    }

    /// Takes a point in the form that [`Algorithm::point_length`] tells.
    pub(crate) fn from_point(algorithm: Algorithm, point: Vec<u8>) -> Result<Self, Error> {
        let right_form = match algorithm {
            Algorithm::Es256 | Algorithm::Es384 => point.first() == Some(&0x04),
            Algorithm::Ed25519 => ed25519::is_strict(&point),
        };
        if !right_form || point.len() != algorithm.point_length() {
            return Err(Error::KeyInvalid);
        }
        let parsed = backend::PublicKey::from_point(algorithm, &point).ok_or(Error::KeyInvalid)?;
        Ok(Self { algorithm, point: point.into(), kid: None, parsed })
    }

    /// The only algorithm that this key verifies.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The `kid` of the JWK.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Verifies `signature` over `message`.
    ///
    /// An ECDSA signature is `r` and `s` in full length (RFC 7518 section 3.4), never DER, both from 1 to n-1. A high `s` is
    /// accepted: no standard here forbids it, so whoever knows a signature can make a second one. Remember a token by the
    /// digest of its payload or its nonce, not by its signature.
    ///
    /// An Ed25519 signature has a reduced scalar, and an `R` that is reduced and not of small order.
    ///
    /// # Errors
    /// [`Error::SignatureInvalid`]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        self.verify_and_hash(message, signature).map(|_| ())
    }

    /// [`VerifyingKey::verify`], and the hash of `message` that it needed: none with Ed25519, which needs another.
    pub(crate) fn verify_and_hash(&self, message: &[u8], signature: &[u8]) -> Result<Option<Hasher>, Error> {
        if signature.len() != self.algorithm.signature_length() {
            return Err(Error::SignatureInvalid);
        }
        let hasher = self.algorithm.hash().map(|hash| {
            let mut hasher = Hasher::new(hash);
            hasher.update(message);
            hasher
        });
        let holds = match &hasher {
            Some(hasher) => self.parsed.verify_hashed(hasher.clone().into_state(), signature),
            None => {
                signature.get(..32).is_some_and(ed25519::is_strict) && self.parsed.verify(message, signature)
            }
        };
        if holds { Ok(hasher) } else { Err(Error::SignatureInvalid) }
    }

    /// The JWK Thumbprint with SHA-256 (RFC 7638; RFC 8037 appendix A.3 for Ed25519).
    #[must_use]
    pub fn thumbprint(&self) -> [u8; 32] {
        let mut writer = json::Writer::new();
        writer.begin_object();
        writer.name("crv");
        writer.string(self.algorithm.curve());
        writer.name("kty");
        writer.string(self.algorithm.key_type());
        for (name, coordinate) in jwk::coordinates(self.algorithm, &self.point) {
            writer.name(name);
            writer.string(&base64url::encode(coordinate));
        }
        writer.end_object();
        digest::sha256(writer.finish().as_bytes())
    }

    /// Writes this key as a JWK: `kty`, `crv`, `x`, `y` and, if there is one, `kid`.
    pub fn write_jwk(&self, writer: &mut json::Writer) {
        writer.begin_object();
        jwk::write_public(writer, self.algorithm, &self.point, self.kid());
        writer.end_object();
    }

    /// What [`VerifyingKey::write_jwk`] writes, alone.
    #[must_use]
    pub fn to_jwk_json(&self) -> String {
        let mut writer = json::Writer::new();
        self.write_jwk(&mut writer);
        writer.finish()
    }

    pub(crate) fn point(&self) -> &[u8] {
        &self.point
    }

    pub(super) fn set_kid(&mut self, kid: String) {
        self.kid = Some(kid);
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.point == other.point
    }
}

impl Eq for VerifyingKey {}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({}, {})", self.algorithm, base64url::encode(&self.thumbprint()))
    }
}
