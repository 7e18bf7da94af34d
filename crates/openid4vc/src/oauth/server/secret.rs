use crate::oauth::{Error, random_text};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_jose::digest::sha256;
use zeroize::Zeroizing;

/// A code or an access token of 256 random bits, as it is given to a client. Stores keep its digest.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        random_text::<32>(rng).map(Self)
    }

    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What to keep it under.
    #[must_use]
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(&self.0)
    }
}

/// The SHA-256 digest of a [`Secret`]: who reads the store learns no code and no token, and looking one up takes no time that tells
/// of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    pub(crate) fn of(text: &str) -> Self {
        Self(sha256(text.as_bytes()))
    }

    /// The digest.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest")
    }
}

/// The name of a pushed request (RFC 9126 section 2.2), good once and for a minute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestUri(String);

impl RequestUri {
    const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

    /// A new one.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Ok(Self(format!("{}{}", Self::PREFIX, random_text::<32>(rng)?.as_str())))
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        text.starts_with(Self::PREFIX).then(|| Self(text.to_owned()))
    }

    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
