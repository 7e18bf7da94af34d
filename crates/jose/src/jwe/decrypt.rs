use super::{ContentEncryption, DecryptionKey};
use crate::key::jwk::Purpose;
use crate::limits::MAX_JWE;
use crate::{Algorithm, Error, VerifyingKey, header};
use josekit::jwe::deserialize_compact;
use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;

/// Lengths in bytes for AES-GCM (RFC 7518 section 5.3).
const VECTOR: usize = 12;
const TAG: usize = 16;

/// A JWE whose shape and header are right, and whose content nobody has seen.
pub struct UndecryptedJwe<'a> {
    token: &'a str,
    encryption: ContentEncryption,
    kid: Option<String>,
}

impl<'a> UndecryptedJwe<'a> {
    /// Reads the compact serialisation (RFC 7516 section 7.1).
    ///
    /// # Errors
    /// - `jose.token_too_long`, `jose.jwe_not_compact`, `jose.jwe_part`, `jose.not_base64url`, `jose.header_*`, `json.*`: the
    ///   shape is wrong;
    /// - `jose.jwe_algorithm_unsupported`, `jose.jwe_encryption_unsupported`, `jose.zip_unsupported`, `jose.crit_*`,
    ///   `jose.jwe_member`: the header asks for what is not done here;
    /// - `jose.jwe_epk_invalid`: the ephemeral key is not on the curve, or is something else than a public P-256 key.
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        if token.len() > MAX_JWE {
            return Err(Error::TokenTooLong);
        }
        let mut parts = token.split('.');
        let mut part = || parts.next().ok_or(Error::JweNotCompact);
        let (header, encrypted_key, vector, ciphertext, tag) = (part()?, part()?, part()?, part()?, part()?);
        if parts.next().is_some() {
            return Err(Error::JweNotCompact);
        }
        let (encryption, kid) = read_header(header)?;
        if !encrypted_key.is_empty() {
            return Err(Error::JwePart { part: "the encrypted key" });
        }
        has_length(vector, VECTOR, "the initialisation vector")?;
        has_length(tag, TAG, "the authentication tag")?;
        decode(ciphertext, "the ciphertext")?;
        Ok(Self { token, encryption, kid })
    }

    /// `kid`: which of one's keys it is for. As unverified as the rest.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `enc`.
    #[must_use]
    pub fn content_encryption(&self) -> ContentEncryption {
        self.encryption
    }

    /// Decrypts the content. It says nothing on who encrypted it.
    ///
    /// # Errors
    /// [`Error::JweDecryptFailed`], whatever went wrong.
    pub fn decrypt(self, key: &DecryptionKey) -> Result<Vec<u8>, Error> {
        let (plaintext, _) =
            deserialize_compact(self.token, &*key.decrypter).map_err(|_| Error::JweDecryptFailed)?;
        Ok(plaintext)
    }
}

impl fmt::Debug for UndecryptedJwe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UndecryptedJwe({:?}, {} bytes)", self.encryption, self.token.len())
    }
}

fn decode(text: &str, part: &'static str) -> Result<Vec<u8>, Error> {
    base64url::decode(text).map_err(|_| Error::NotBase64url { part })
}

fn has_length(text: &str, length: usize, part: &'static str) -> Result<(), Error> {
    if decode(text, part)?.len() == length { Ok(()) } else { Err(Error::JwePart { part }) }
}

fn read_header(encoded: &str) -> Result<(ContentEncryption, Option<String>), Error> {
    let document = header::read(encoded)?;
    let root = document.root();
    if let Some(member) = ["p2c", "p2s"].into_iter().find(|member| root.get(member).is_some()) {
        return Err(Error::JweMember { member });
    }
    if header::algorithm_name(root)? != "ECDH-ES" {
        return Err(Error::JweAlgorithm);
    }
    let encryption = header::text(root, "enc")?.ok_or(Error::HeaderMember { member: "enc" })?;
    let encryption = ContentEncryption::from_name(&encryption)?;
    for member in ["apu", "apv"] {
        if let Some(info) = header::text(root, member)? {
            base64url::decode(info).map_err(|_| Error::HeaderMember { member })?;
        }
    }
    is_sound(root.get("epk"))?;
    let kid = header::kid(root)?;
    Ok((encryption, kid))
}

fn is_sound(ephemeral_key: Option<Value<'_>>) -> Result<(), Error> {
    match ephemeral_key.map(|key| VerifyingKey::read(key, Purpose::Agree)) {
        Some(Ok(key)) if key.algorithm() == Algorithm::Es256 => Ok(()),
        _ => Err(Error::EphemeralKey),
    }
}
