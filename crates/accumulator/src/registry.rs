use crate::Error;
use crate::limits::{MAX_PERIOD, MIN_PERIOD};
use vouchsafe_bbs::revocation::RegistryKey;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::VerifyingKey;

/// The seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// What an issuer publishes of a registry once for all: its key, the key that signs its statements, and how long a period is.
#[derive(Debug)]
pub struct Registry {
    key: RegistryKey,
    statement_key: VerifyingKey,
    period: Duration,
}

impl Registry {
    /// A registry whose periods are so long, counted from the start of a UTC day.
    ///
    /// # Errors
    /// [`Error::PeriodLength`].
    pub fn new(key: RegistryKey, statement_key: VerifyingKey, period: Duration) -> Result<Self, Error> {
        let seconds = period.as_secs();
        let fits = (MIN_PERIOD..=MAX_PERIOD).contains(&seconds)
            && (DAY.is_multiple_of(seconds) || seconds.is_multiple_of(DAY));
        if fits { Ok(Self { key, statement_key, period }) } else { Err(Error::PeriodLength) }
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
        self.period
    }

    /// Whether a statement for a period that starts then, and that holds until then, has dates of this registry.
    pub(crate) fn admits(&self, starts_at: Timestamp, expires_at: Timestamp) -> bool {
        starts_at.floor_to(self.period) == starts_at && expires_at >= starts_at.saturating_add(self.period)
    }
}
