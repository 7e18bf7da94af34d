use super::{AccumulatorValue, RegistryKey};
use crate::Error;

/// A period of a registry, as whoever proves or verifies knows it from a signed statement of their own: never from a presentation.
#[derive(Debug, Clone, Copy)]
pub struct Period<'a> {
    key: &'a RegistryKey,
    number: u64,
    value: AccumulatorValue,
    statement: [u8; 32],
}

impl<'a> Period<'a> {
    /// The period with this number, from 1, its value, and a digest of the statement that says so.
    ///
    /// # Errors
    /// [`Error::PeriodZero`] for the number 0, and for the value before anything was deleted.
    pub fn new(
        key: &'a RegistryKey,
        number: u64,
        value: AccumulatorValue,
        statement: [u8; 32],
    ) -> Result<Self, Error> {
        if number == 0 || value == *key.origin() {
            return Err(Error::PeriodZero);
        }
        Ok(Self { key, number, value, statement })
    }

    /// The registry's key.
    #[must_use]
    pub fn key(&self) -> &'a RegistryKey {
        self.key
    }

    /// The number, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &AccumulatorValue {
        &self.value
    }

    pub(crate) fn statement(&self) -> &[u8; 32] {
        &self.statement
    }
}
