use crate::limits::{MAX_DELETIONS, MAX_STATEMENT};
use crate::{Error, TYP, payload};
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{self, HeaderToSign};

/// What an issuer says about a registry for one period.
#[derive(Debug, Clone, Copy)]
pub struct StatementToSign<'a> {
    /// The registry's id.
    pub registry: &'a str,
    /// The period, from 1.
    pub number: u64,
    /// What was deleted since the statement before, in its order; perhaps nothing.
    pub deletions: &'a [Deletion],
    /// The value after it.
    pub value: &'a AccumulatorValue,
    /// The digest of the statement before; none for period 1.
    pub previous: Option<[u8; 32]>,
    /// When the period starts: a whole number of periods from the start of a UTC day.
    pub starts_at: Timestamp,
    /// When the statement must no longer be used; not before the end of the period.
    pub expires_at: Timestamp,
}

impl StatementToSign<'_> {
    /// The statement, ready to be served. Sign one for each period: two different ones are what [`Fork`](crate::Fork) tells of.
    ///
    /// # Errors
    /// [`Error::TooManyDeletions`], [`Error::StatementTooLong`]; [`Error::Jose`] if the key cannot sign.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Error> {
        if self.deletions.len() > MAX_DELETIONS {
            return Err(Error::TooManyDeletions);
        }
        let header = HeaderToSign { kid: key.kid(), ..HeaderToSign::new(TYP) };
        let text = jws::sign(key, &header, payload::write(self).as_bytes())?;
        if text.len() > MAX_STATEMENT { Err(Error::StatementTooLong) } else { Ok(text) }
    }
}
