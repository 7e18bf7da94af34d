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
    /// What is known after `newer` was found too. What is revoked stays revoked (Token Status List section 7.1).
    #[must_use]
    pub(crate) fn then(self, newer: Self) -> Self {
        if self.entry == StatusEntry::Listed(Status::Invalid) {
            return self;
        }
        Self { last_good: newer.last_good.max(self.last_good), ..newer }
    }
}
