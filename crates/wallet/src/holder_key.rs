use crate::KeyThumbprint;
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::{SigningKey, VerifyingKey};

/// A private key to which an issuer binds a credential, or may bind one.
pub struct HolderKey {
    /// All but the private part.
    pub about: HolderKeyInfo,
    pub(crate) key: SigningKey,
}

/// What can be told of a holder key.
#[derive(Debug, Clone, PartialEq)]
pub struct HolderKeyInfo {
    /// The public part: what an issuer puts into `cnf`.
    pub public: VerifyingKey,
    /// Where it comes from.
    pub origin: KeyOrigin,
    /// Since when it is in this wallet.
    pub added_at: Timestamp,
    /// How many copies of credentials are bound to it. Never deleted while there are any.
    pub uses: u32,
}

/// Where a holder key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrigin {
    /// Made in this wallet.
    Generated,
    /// Given with a credential; others may have it.
    Supplied,
}

impl HolderKeyInfo {
    /// Its name.
    #[must_use]
    pub fn thumbprint(&self) -> KeyThumbprint {
        KeyThumbprint::of(&self.public)
    }
}

impl HolderKey {
    pub(crate) fn new(key: SigningKey, origin: KeyOrigin, added_at: Timestamp) -> Self {
        let about = HolderKeyInfo { public: key.verifying_key().clone(), origin, added_at, uses: 0 };
        Self { about, key }
    }
}

/// Without the private part.
impl fmt::Debug for HolderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HolderKey({:?})", self.about)
    }
}
