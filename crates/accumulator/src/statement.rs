use crate::limits::MAX_STATEMENT;
use crate::payload::Payload;
use crate::{Error, Registry};
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::UnverifiedJws;

/// The `typ` of a statement's header. Private, not registered; the number before the random one is the version.
pub const TYP: &str = "x.vouchsafe.accumulator-1.f869ef17faf82b1f9e61dece0e082e7a+jwt";

/// A statement as received: shape and length are right, nothing is proven.
#[derive(Debug)]
pub struct UnverifiedStatement<'a> {
    jws: UnverifiedJws<'a>,
}

impl<'a> UnverifiedStatement<'a> {
    /// Reads a statement in compact serialisation.
    ///
    /// # Errors
    /// [`Error::StatementTooLong`], or [`Error::Jose`] if it is no JWS that we read.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        if text.len() > MAX_STATEMENT {
            return Err(Error::StatementTooLong);
        }
        Ok(Self { jws: UnverifiedJws::parse(text)? })
    }

    /// Checks that the registry's key for statements signed this, about this registry, and checks every point. Whether it follows from
    /// the statement before is for [`History`](crate::History).
    ///
    /// # Errors
    /// [`Error::TypeMismatch`], [`Error::Jose`], [`Error::OtherRegistry`], [`Error::DatesMismatch`],
    /// [`Error::ValueMismatch`], and any error of the payload.
    pub fn verify(self, registry: &Registry) -> Result<VerifiedStatement, Error> {
        if self.jws.header().typ() != Some(TYP) {
            return Err(Error::TypeMismatch);
        }
        let (_, octets) = self.jws.verify(registry.statement_key())?.into_parts();
        let payload = Payload::read(&octets)?;
        if payload.registry != registry.key().registry() {
            return Err(Error::OtherRegistry);
        }
        if !registry.admits(payload.starts_at, payload.expires_at) {
            return Err(Error::DatesMismatch);
        }
        if payload.deletions.last().is_some_and(|deletion| *deletion.value() != payload.value) {
            return Err(Error::ValueMismatch);
        }
        Ok(VerifiedStatement { payload, digest: sha256(&octets) })
    }
}

/// A statement that the registry's key for statements signed.
pub struct VerifiedStatement {
    payload: Payload,
    digest: [u8; 32],
}

impl VerifiedStatement {
    /// The period, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.payload.number
    }

    /// What was deleted in it, in its order.
    #[must_use]
    pub fn deletions(&self) -> &[Deletion] {
        &self.payload.deletions
    }

    /// The value after it.
    #[must_use]
    pub fn value(&self) -> &AccumulatorValue {
        &self.payload.value
    }

    /// SHA-256 of what was signed: the name of this statement. The signature is not in it, since signing the same again says
    /// nothing else.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// When the period starts.
    #[must_use]
    pub fn starts_at(&self) -> Timestamp {
        self.payload.starts_at
    }

    /// When the statement must no longer be used.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.payload.expires_at
    }

    /// Whether it may be used now; `skew` is how far clocks may differ.
    #[must_use]
    pub fn holds(&self, now: Timestamp, skew: Duration) -> bool {
        self.starts_at() <= now.saturating_add(skew) && now.saturating_sub(skew) < self.expires_at()
    }

    /// The digest of the statement before; none for period 1.
    #[must_use]
    pub fn previous(&self) -> Option<[u8; 32]> {
        self.payload.previous
    }

    pub(crate) fn registry(&self) -> &str {
        &self.payload.registry
    }
}

impl std::fmt::Debug for VerifiedStatement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VerifiedStatement({}, {} deletions)", self.number(), self.deletions().len())
    }
}
