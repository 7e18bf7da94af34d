use super::BbsKey;
use super::bbs_type::BbsType;
use crate::{Error, TypeDefinition};
use vouchsafe_bbs::{Ciphersuite, Generators};
use vouchsafe_credential::{IssuerId, RegistryReference};

/// An issuer of BBS credentials.
///
/// Has no `Debug`, `Clone` or `Serialize`: it holds the signing key.
pub struct BbsIssuer {
    id: IssuerId,
    key: BbsKey,
    generators: Generators,
}

impl BbsIssuer {
    /// An issuer of this name and key.
    #[must_use]
    pub fn new(id: IssuerId, key: BbsKey) -> Self {
        Self { id, key, generators: Generators::new(Ciphersuite::Bls12381Sha256) }
    }

    /// `iss`.
    #[must_use]
    pub fn id(&self) -> &IssuerId {
        &self.id
    }

    /// What it signs with.
    #[must_use]
    pub fn key(&self) -> &BbsKey {
        &self.key
    }

    /// Prepares a type, whose credentials cannot be revoked and are therefore short-lived. Worth keeping for as long as credentials of the
    /// type are issued.
    ///
    /// # Errors
    /// [`Error::DatesTooExact`]; [`Error::Jpt`] if the type names claims that no BBS credential may have, or too many.
    pub fn prepare(&self, definition: TypeDefinition) -> Result<BbsType<'_>, Error> {
        BbsType::new(self, definition, None)
    }

    /// Prepares a type whose credentials can be revoked in this registry: see
    /// [`AccumulatorRegistry`](crate::AccumulatorRegistry).
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare).
    pub fn prepare_revocable(
        &self,
        definition: TypeDefinition,
        registry: &RegistryReference,
    ) -> Result<BbsType<'_>, Error> {
        BbsType::new(self, definition, Some(registry))
    }

    pub(super) fn generators(&self) -> &Generators {
        &self.generators
    }
}
