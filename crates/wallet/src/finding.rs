use crate::limits::CLOCK_SKEW;
use vouchsafe_credential::Timestamp;
use vouchsafe_status_list::Status;

/// What a status list said about one copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusFinding {
    /// The entry.
    pub entry: StatusEntry,
    /// When the list was issued.
    pub as_of: Timestamp,
    /// Until when the list speaks for the present.
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
}

impl StatusFinding {
    /// What is known after `other`, of a list that is no older or that was fetched by a better clock, was found too. What is
    /// revoked stays revoked (Token Status List section 7.1).
    ///
    /// Where this is from after `now`, either the clock ran ahead then or it is behind now. That cannot be told, so what is
    /// suspended stays so until the clock has come to where it was.
    #[must_use]
    pub(crate) fn then(self, other: Self, now: Timestamp) -> Self {
        match self.entry {
            StatusEntry::Listed(Status::Invalid) => self,
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
