use crate::oauth::mac::hmac_sha256;
use crate::oauth::{Error, random_text};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_credential::base64url;
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

    /// One that somebody shows: whether it is any, the store knows by its digest.
    #[must_use]
    pub fn shown(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// Another one, which nobody makes who does not have this one, and which tells nothing of it (HMAC with SHA-256 over `purpose`). So a
    /// store that has neither can hand out the other to whoever shows the one.
    #[must_use]
    pub fn derive(&self, purpose: &'static str) -> Self {
        let key = Zeroizing::new(sha256(self.0.as_bytes()));
        let derived = Zeroizing::new(hmac_sha256(&key, &[purpose.as_bytes()]));
        Self(Zeroizing::new(base64url::encode(&*derived)))
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
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Whoever knows it can take the request up.
impl fmt::Debug for RequestUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestUri")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_derived_is_the_same_for_the_same_and_another_for_others() {
        let one = Secret::shown("one");
        assert_eq!(one.derive("a").digest(), Secret::shown("one").derive("a").digest());
        assert_ne!(one.derive("a").digest(), one.derive("b").digest());
        assert_ne!(one.derive("a").digest(), Secret::shown("two").derive("a").digest());
        assert_eq!(one.derive("a").as_str().len(), 43);
    }
}
