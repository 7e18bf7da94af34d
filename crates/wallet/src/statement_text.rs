use crate::RegistryId;
use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::sha256;

/// The text of a statement about a registry, as its issuer signed it. Each is stored by itself: several can be larger together than a
/// store takes at once.
#[derive(Clone, PartialEq, Eq)]
pub struct StatementText {
    /// The registry that it was kept for.
    pub(crate) registry: RegistryId,
    pub(crate) text: String,
}

/// Names a text: SHA-256 over the name of the registry and the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId([u8; 32]);

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe statement 1\0";

impl StatementText {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> StatementId {
        StatementId::of(self.registry, &self.text)
    }
}

impl StatementId {
    pub(crate) fn of(registry: RegistryId, text: &str) -> Self {
        Self(sha256(&[DOMAIN, registry.as_bytes(), text.as_bytes()].concat()))
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

impl fmt::Debug for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatementId({})", base64url::encode(&self.0))
    }
}

/// Of which registry and how long, no text.
impl fmt::Debug for StatementText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatementText({:?}, {} bytes)", self.registry, self.text.len())
    }
}
