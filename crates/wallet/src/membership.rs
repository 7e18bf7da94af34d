use std::fmt;
use vouchsafe_credential::{RegistryReference, base64url};
use vouchsafe_jose::digest::sha256;

/// How a copy can be revoked without being named: in which registry, and as of which of its periods the wallet can prove that it was
/// not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The registry.
    pub registry: RegistryReference,
    /// The period of the copy's witness, from 1.
    pub period: u64,
}

/// Names a registry by all that credentials say of it: SHA-256 over its id, both its keys and the length of its periods.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryId([u8; 32]);

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe registry 1\0";

impl RegistryId {
    /// The name of a registry.
    #[must_use]
    pub fn of(reference: &RegistryReference) -> Self {
        let mut named = DOMAIN.to_vec();
        named.extend_from_slice(reference.key_digest());
        named.extend_from_slice(reference.statement_key());
        named.extend_from_slice(&reference.period().as_secs().to_be_bytes());
        // All before it has a fixed length.
        named.extend_from_slice(reference.registry().as_bytes());
        Self(sha256(&named))
    }

    /// A name as a store kept it.
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for RegistryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryId({})", base64url::encode(&self.0))
    }
}
