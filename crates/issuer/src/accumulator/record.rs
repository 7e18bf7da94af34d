use crate::CredentialState;
use vouchsafe_bbs::revocation::Handle;

/// One credential: what it is deleted by, and whether it was.
pub(super) struct Record {
    pub(super) handle: Handle,
    pub(super) state: RecordState,
}

/// A credential holds, is to be deleted with the next statement, or was with that of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordState {
    Valid,
    Pending,
    DeletedIn(u64),
}

impl RecordState {
    /// What the issuer says, published or not.
    pub(super) fn said(self) -> CredentialState {
        match self {
            Self::Valid => CredentialState::Valid,
            Self::Pending | Self::DeletedIn(_) => CredentialState::Revoked,
        }
    }
}
