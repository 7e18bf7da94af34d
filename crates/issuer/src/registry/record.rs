use crate::Error;
use serde::{Deserialize, Serialize};
use vouchsafe_status_list::Status;

/// What the issuer says about one credential, all its copies alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialState {
    /// It holds.
    Valid,
    /// It does not hold for the time being.
    Suspended,
    /// It does not hold any more, for good (Token Status List section 7.1).
    Revoked,
}

impl CredentialState {
    /// What a status list says.
    pub(super) fn status(self) -> Status {
        match self {
            Self::Valid => Status::Valid,
            Self::Suspended => Status::Suspended,
            Self::Revoked => Status::Invalid,
        }
    }

    /// From any state to any, but never back from [`CredentialState::Revoked`].
    pub(super) fn change_to(self, next: Self) -> Result<Self, Error> {
        if self == Self::Revoked && next != Self::Revoked { Err(Error::RevokedForGood) } else { Ok(next) }
    }
}

/// An entry of one of the registry's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    /// Position of the list, from 0.
    pub(super) list: usize,
    pub(super) index: u64,
}

/// One credential: what is said about it, and where, once for each copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) state: CredentialState,
    pub(super) slots: Vec<Slot>,
}
