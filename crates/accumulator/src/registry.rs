use crate::Error;
use vouchsafe_bbs::revocation::RegistryKey;
use vouchsafe_credential::{Duration, RegistryReference, RegistryReferenceError, Timestamp};
use vouchsafe_jose::VerifyingKey;

/// What an issuer publishes of a registry once for all: its key, the key that signs its statements, and how long a period is.
#[derive(Debug)]
pub struct Registry {
    key: RegistryKey,
    statement_key: VerifyingKey,
    reference: RegistryReference,
}

impl Registry {
    /// A registry whose periods are so long, counted from the start of a UTC day.
    ///
    /// # Errors
    /// [`Error::PeriodLength`]; [`Error::RegistryId`] for an id that no credential can refer to.
    pub fn new(key: RegistryKey, statement_key: VerifyingKey, period: Duration) -> Result<Self, Error> {
        let reference =
            RegistryReference::new(key.registry(), key.digest(), statement_key.thumbprint(), period);
        let reference = reference.map_err(|error| match error {
            RegistryReferenceError::Period => Error::PeriodLength,
            _ => Error::RegistryId,
        })?;
        Ok(Self { key, statement_key, reference })
    }

    /// The accumulator's key, with the registry's id.
    #[must_use]
    pub fn key(&self) -> &RegistryKey {
        &self.key
    }

    /// The key that signs statements.
    #[must_use]
    pub fn statement_key(&self) -> &VerifyingKey {
        &self.statement_key
    }

    /// How long a period is.
    #[must_use]
    pub fn period(&self) -> Duration {
        self.reference.period()
    }

    /// What the issuer's credentials say about this registry.
    #[must_use]
    pub fn reference(&self) -> &RegistryReference {
        &self.reference
    }

    /// Refuses another registry than the one that a credential's issuer means: by id, both keys and the length of a period.
    ///
    /// # Errors
    /// [`Error::RegistryMismatch`].
    pub fn admit(&self, reference: &RegistryReference) -> Result<(), Error> {
        if self.reference == *reference { Ok(()) } else { Err(Error::RegistryMismatch) }
    }

    /// Whether a statement for a period that starts then, and that holds until then, has dates of this registry.
    pub(crate) fn admits(&self, starts_at: Timestamp, expires_at: Timestamp) -> bool {
        let period = self.period();
        starts_at.floor_to(period) == starts_at && expires_at >= starts_at.saturating_add(period)
    }
}
