use super::Header;
use crate::digest::Hasher;
use crate::limits::MAX_JWS;
use crate::{Error, VerifyingKey};
use std::borrow::Cow;
use std::fmt;
use vouchsafe_credential::base64url;

/// A JWS whose shape is right and whose signature nobody has checked.
///
/// It has no payload to read:
/// ```compile_fail,E0599
/// fn read(token: vouchsafe_jose::jws::UnverifiedJws<'_>) -> Vec<u8> {
///     token.payload().to_vec()
/// }
/// ```
#[derive(Clone)]
pub struct UnverifiedJws<'a> {
    header: Header,
    /// What was received, not what it decodes to (RFC 7515 section 5.2 step 8).
    signing_input: Cow<'a, str>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> UnverifiedJws<'a> {
    /// Reads the compact serialisation (RFC 7515 section 7.1).
    ///
    /// # Errors
    /// - `jose.token_too_long`, `jose.not_compact`, `jose.not_base64url`, `jose.header_*`, `json.*`: the shape is wrong;
    /// - `jose.algorithm_none`, `jose.algorithm_unsupported`, `jose.crit_*`, `jose.b64_unsupported`,
    ///   `jose.zip_unsupported`, `jose.x5c_*`: the header asks for what is not done here.
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        if token.len() > MAX_JWS {
            return Err(Error::TokenTooLong);
        }
        let (signing_input, signature) = token.rsplit_once('.').ok_or(Error::NotCompact)?;
        let (header, payload) = signing_input.split_once('.').ok_or(Error::NotCompact)?;
        Self::new(Cow::Borrowed(signing_input), header, payload, signature).map_err(|error| match error {
            // Looked for only now, because a payload is long and a dot in it is no base64url either.
            _ if payload.contains('.') => Error::NotCompact,
            other => other,
        })
    }

    /// Takes the three base64url texts of a JSON serialisation (RFC 7515 section 7.2).
    ///
    /// # Errors
    /// As [`UnverifiedJws::parse`].
    pub fn from_parts(
        protected: &str,
        payload: &str,
        signature: &str,
    ) -> Result<UnverifiedJws<'static>, Error> {
        let lengths = [protected.len(), payload.len(), signature.len()];
        if lengths.into_iter().fold(2, usize::saturating_add) > MAX_JWS {
            return Err(Error::TokenTooLong);
        }
        let signing_input = format!("{protected}.{payload}");
        UnverifiedJws::new(Cow::Owned(signing_input), protected, payload, signature)
    }

    fn new<'s>(
        signing_input: Cow<'s, str>,
        header: &str,
        payload: &str,
        signature: &str,
    ) -> Result<UnverifiedJws<'s>, Error> {
        let decode = |text, part| base64url::decode(text).map_err(|_| Error::NotBase64url { part });
        Ok(UnverifiedJws {
            header: Header::parse(header)?,
            payload: decode(payload, "the payload")?,
            signature: decode(signature, "the signature")?,
            signing_input,
        })
    }

    /// The header. It is as unverified as the rest: use it to find a key among those that are trusted already.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload that anybody may have written. Only for finding the key that might verify it, such as by `iss`; nothing in
    /// it may be believed, shown or fetched.
    #[must_use]
    pub fn payload_for_routing(&self) -> &[u8] {
        &self.payload
    }

    /// Verifies the signature with a trusted key.
    ///
    /// # Errors
    /// [`Error::AlgorithmMismatch`] if the header names another algorithm than the key has, [`Error::SignatureInvalid`].
    pub fn verify(self, key: &VerifyingKey) -> Result<VerifiedJws, Error> {
        if self.header.algorithm() != key.algorithm() {
            return Err(Error::AlgorithmMismatch);
        }
        let hasher = key.verify_and_hash(self.signing_input.as_bytes(), &self.signature)?;
        Ok(VerifiedJws { header: self.header, payload: self.payload, hasher })
    }
}

impl fmt::Debug for UnverifiedJws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnverifiedJws({:?}, {} bytes of payload)", self.header, self.payload.len())
    }
}

/// A JWS that the key signed which [`UnverifiedJws::verify`] was given.
#[derive(Clone)]
pub struct VerifiedJws {
    header: Header,
    payload: Vec<u8>,
    hasher: Option<Hasher>,
}

impl VerifiedJws {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The signed bytes.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The hash of the signing input (RFC 7515 section 5.1) as the signature needed it, for whoever has to hash a longer text
    /// that begins with it, such as an SD-JWT: what follows it can be added. None with Ed25519.
    #[must_use]
    pub fn hasher(&self) -> Option<&Hasher> {
        self.hasher.as_ref()
    }

    /// Header and payload, without copying them.
    #[must_use]
    pub fn into_parts(self) -> (Header, Vec<u8>) {
        (self.header, self.payload)
    }
}

impl fmt::Debug for VerifiedJws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedJws({:?}, {} bytes of payload)", self.header, self.payload.len())
    }
}
