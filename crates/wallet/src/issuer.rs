use crate::IssuerKey;
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp, base64url};
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
    /// For credentials of which types.
    pub types: TrustedTypes,
}

/// For which types of credentials an issuer is believed. What it signed of others is not taken in; what says how its credentials stand is
/// believed in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustedTypes {
    /// Of every type, and of none.
    Any,
    /// Of these.
    Only(BTreeSet<CredentialType>),
}

impl TrustedTypes {
    /// None so far.
    pub(crate) const fn none() -> Self {
        Self::Only(BTreeSet::new())
    }

    /// Whether credentials of this type are meant.
    #[must_use]
    pub fn cover(&self, credential_type: Option<&CredentialType>) -> bool {
        match (self, credential_type) {
            (Self::Any, _) => true,
            (Self::Only(types), Some(credential_type)) => types.contains(credential_type),
            (Self::Only(_), None) => false,
        }
    }

    /// These and others.
    pub(crate) fn and(self, others: &Self) -> Self {
        match (self, others) {
            (Self::Only(types), Self::Only(others)) => Self::Only(types.union(others).cloned().collect()),
            _ => Self::Any,
        }
    }
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
