use crate::limits::{CLOCK_SKEW, STATUS_MAX_AGE};
use vouchsafe_accumulator::{Registry, VerifiedStatement};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_status_list::Status;

/// What a status list said about one copy, or what followed from statements about its registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusFinding {
    /// The entry.
    pub entry: StatusEntry,
    /// When that was said.
    pub as_of: Timestamp,
    /// When the newest was said that was looked at: later, where what is revoked stays so.
    pub looked_at: Timestamp,
    /// Until when that speaks for the present.
    pub fresh_until: Timestamp,
    /// As of when the status was last known to be good.
    pub last_good: Option<Timestamp>,
}

/// An entry of a status list, as far as there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusEntry {
    /// What it says.
    Listed(Status),
    /// The list is too short to have it (Token Status List section 8.3: to be rejected).
    OutOfRange,
    /// Two statements about its registry contradict each other, so nothing is known.
    Contradicted,
}

impl StatusFinding {
    /// That a copy was not revoked as of this statement.
    pub(crate) fn not_revoked(statement: &VerifiedStatement, registry: &Registry) -> Self {
        let as_of = statement.starts_at();
        let two_periods = Duration::from_secs(registry.period().as_secs().saturating_mul(2));
        Self {
            entry: StatusEntry::Listed(Status::Valid),
            as_of,
            looked_at: as_of,
            fresh_until: as_of.saturating_add(STATUS_MAX_AGE.max(two_periods)).min(statement.expires_at()),
            last_good: Some(as_of),
        }
    }

    /// What is found of a copy that lags behind what is known of its registry: it speaks for its own time alone, for the copy may have been
    /// revoked since.
    pub(crate) fn behind(self) -> Self {
        match self.entry {
            StatusEntry::Listed(Status::Valid) => Self { fresh_until: self.as_of, ..self },
            _ => self,
        }
    }

    /// That a copy was revoked in the period that starts then.
    pub(crate) fn revoked(as_of: Timestamp) -> Self {
        Self {
            entry: StatusEntry::Listed(Status::Invalid),
            as_of,
            looked_at: as_of,
            fresh_until: as_of,
            last_good: None,
        }
    }

    /// That nothing can be known any more, since now, after what was `known`.
    pub(crate) fn contradicted(known: Option<Self>, now: Timestamp) -> Self {
        let last_good = known.and_then(|known| known.last_good);
        Self { entry: StatusEntry::Contradicted, as_of: now, looked_at: now, fresh_until: now, last_good }
    }

    /// What is known after `other`, of a list that is no older or that was fetched by a better clock, was found too. What is
    /// revoked stays revoked (Token Status List section 7.1); its list is looked at on, so that when that is fetched does not tell it from
    /// others.
    ///
    /// Where this is from after `now`, either the clock ran ahead then or it is behind now. That cannot be told, so what is
    /// suspended stays so until the clock has come to where it was.
    #[must_use]
    pub(crate) fn then(self, other: Self, now: Timestamp) -> Self {
        match self.entry {
            StatusEntry::Listed(Status::Invalid) => {
                Self { looked_at: other.as_of, fresh_until: other.fresh_until, ..self }
            }
            StatusEntry::Contradicted => self,
            StatusEntry::Listed(Status::Suspended)
                if is_from_the_future(self.as_of, now)
                    && other.entry != StatusEntry::Listed(Status::Invalid) =>
            {
                self
            }
            _ => {
                let last_good = self.last_good.filter(|good| !is_from_the_future(*good, now));
                Self { last_good: other.last_good.max(last_good), ..other }
            }
        }
    }
}

/// Whether an issuer can not have said so yet, by more than clocks may differ.
pub(crate) fn is_from_the_future(at: Timestamp, now: Timestamp) -> bool {
    at > now.saturating_add(CLOCK_SKEW)
}
