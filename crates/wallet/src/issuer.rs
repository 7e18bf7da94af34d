use crate::IssuerKey;
use std::fmt;
use vouchsafe_credential::{IssuerId, Timestamp, base64url};
use vouchsafe_jose::VerifyingKey;

/// An issuer whose signature this wallet believes, because a person said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Its name: what its credentials have as `iss`.
    pub issuer: IssuerId,
    /// Its keys, of all kinds; at least one.
    pub keys: Vec<IssuerKey>,
    /// Since when.
    pub since: Timestamp,
}

/// Names a public key by what it is: its JWK thumbprint (RFC 7638).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyThumbprint([u8; 32]);

impl KeyThumbprint {
    /// The thumbprint of `key`.
    #[must_use]
    pub fn of(key: &VerifyingKey) -> Self {
        Self(key.thumbprint())
    }

    /// A thumbprint as a store kept it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The SHA-256 digest that it is.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// In base64url, as RFC 7638 section 3.1 shows it.
impl fmt::Display for KeyThumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::encode(&self.0))
    }
}

impl fmt::Debug for KeyThumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyThumbprint({self})")
    }
}
