use crate::id::{IdError, checked};
use crate::{Duration, shown};
use std::fmt;

/// What a credential's issuer says about the registry of unlinkable revocation that the credential belongs to: enough to know the
/// registry's keys by, wherever they come from. The same for all holders of a type.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RegistryReference {
    registry: String,
    key_digest: [u8; 32],
    statement_key: [u8; 32],
    period: Duration,
}

/// Why something cannot be a reference to a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryReferenceError {
    /// The registry's id cannot be one.
    #[error("the registry's id {0}")]
    Registry(IdError),
    /// The period is of another length than a period may have.
    #[error("a period is from a minute to a week long and fits a UTC day, or is whole days")]
    Period,
}

impl RegistryReference {
    /// The shortest period.
    pub const MIN_PERIOD: Duration = Duration::from_minutes(1);
    /// The longest period.
    pub const MAX_PERIOD: Duration = Duration::from_days(7);

    /// A reference to the registry with this id, an address of at most [`MAX_ID_LENGTH`](crate::MAX_ID_LENGTH) bytes; to its key
    /// by SHA-256 of the compressed point, to the key of its statements by its JWK Thumbprint with SHA-256 (RFC 7638).
    ///
    /// # Errors
    /// [`RegistryReferenceError`] if the id is none, or if periods are not so long that they start with each UTC day, or with some.
    pub fn new(
        registry: impl Into<String>,
        key_digest: [u8; 32],
        statement_key: [u8; 32],
        period: Duration,
    ) -> Result<Self, RegistryReferenceError> {
        let registry = checked(registry.into()).map_err(RegistryReferenceError::Registry)?;
        let (day, seconds) = (Duration::from_days(1).as_secs(), period.as_secs());
        let fits = (Self::MIN_PERIOD..=Self::MAX_PERIOD).contains(&period)
            && (day.is_multiple_of(seconds) || seconds.is_multiple_of(day));
        if fits {
            Ok(Self { registry, key_digest, statement_key, period })
        } else {
            Err(RegistryReferenceError::Period)
        }
    }

    /// The registry's id.
    #[must_use]
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// SHA-256 of the registry's key, a compressed point of 96 octets.
    #[must_use]
    pub fn key_digest(&self) -> &[u8; 32] {
        &self.key_digest
    }

    /// The thumbprint of the key that signs the registry's statements.
    #[must_use]
    pub fn statement_key(&self) -> &[u8; 32] {
        &self.statement_key
    }

    /// How long a period is.
    #[must_use]
    pub fn period(&self) -> Duration {
        self.period
    }
}

/// The id, escaped, and the length of a period.
impl fmt::Debug for RegistryReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryReference({}, {})", shown::escape(&self.registry), self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_ID_LENGTH;

    fn reference(registry: &str, seconds: u64) -> Result<RegistryReference, RegistryReferenceError> {
        RegistryReference::new(registry, [1; 32], [2; 32], Duration::from_secs(seconds))
    }

    #[test]
    fn ids() {
        let good = reference("https://issuer.example/registry/1", 3_600).unwrap();
        assert_eq!(good.registry(), "https://issuer.example/registry/1");
        assert_eq!((good.key_digest(), good.statement_key()), (&[1; 32], &[2; 32]));
        assert_eq!(good.period(), Duration::from_hours(1));
        assert_eq!(format!("{good:?}"), "RegistryReference(https://issuer.example/registry/1, 1 h)");
        assert!(reference(&"r".repeat(MAX_ID_LENGTH), 3_600).is_ok());
        for (id, error) in [
            (String::new(), IdError::Empty),
            ("r".repeat(MAX_ID_LENGTH + 1), IdError::TooLong),
            ("a\nb".to_owned(), IdError::ControlCharacter),
        ] {
            assert_eq!(reference(&id, 3_600), Err(RegistryReferenceError::Registry(error)), "{id:?}");
        }
    }

    #[test]
    fn the_length_of_a_period() {
        for seconds in [60, 3_600, 43_200, 86_400, 172_800, 604_800] {
            assert!(reference("r", seconds).is_ok(), "{seconds}");
        }
        for seconds in [0, 59, 61, 7_000, 86_401, 604_801, 691_200, u64::MAX] {
            assert_eq!(reference("r", seconds), Err(RegistryReferenceError::Period), "{seconds}");
        }
    }
}
