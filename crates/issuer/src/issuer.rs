use vouchsafe_credential::IssuerId;
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{SigningKey, VerifyingKey};

/// Who issues, and how it is proven.
pub struct IssuerConfig {
    /// `iss`. With certificates it must be a name that the leaf has.
    pub id: IssuerId,
    /// What credentials and status lists are signed with. Its `kid`, if it has one, goes into the headers; all holders
    /// share it.
    pub key: SigningKey,
    /// The key's certificates as DER, leaf first, without the anchor (HAIP 1.0 section 5); empty for none.
    pub x5c: Vec<Vec<u8>>,
    /// The hash function of the digests. The same for all credentials of a type, or it tells them apart.
    pub hash: HashAlgorithm,
}

/// An issuer of SD-JWT VC credentials. It keeps no book: see [`StatusRegistry`](crate::StatusRegistry).
///
/// Has no `Debug`, `Clone` or `Serialize`: it holds the signing key.
pub struct Issuer {
    config: IssuerConfig,
}

impl Issuer {
    /// An issuer of this configuration.
    #[must_use]
    pub fn new(config: IssuerConfig) -> Self {
        Self { config }
    }

    /// `iss`.
    #[must_use]
    pub fn id(&self) -> &IssuerId {
        &self.config.id
    }

    /// The key for the trust lists of verifiers.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        self.config.key.verifying_key()
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.config.key
    }

    pub(crate) fn x5c(&self) -> Option<&[Vec<u8>]> {
        Some(self.config.x5c.as_slice()).filter(|chain| !chain.is_empty())
    }

    pub(crate) fn hash(&self) -> HashAlgorithm {
        self.config.hash
    }
}
