use crate::error::Error;
use crate::record::{RecordContent, RecordId, RecordKind};
use crate::vault_id::VaultId;
use std::fmt;
use vouchsafe_credential::Timestamp;
use zeroize::Zeroizing;

/// What a backup says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupHead {
    /// The vault that it was made of.
    pub vault: VaultId,
    /// When it was made, by the clock of the computer that made it.
    pub made_at: Timestamp,
    /// How many records it has.
    pub records: u64,
}

/// One record on its way into a backup or out of one. Wiped when dropped.
pub struct BackupRecord {
    /// Its kind: a [`RecordKind`]'s name. One that was read may be of a kind that its reader does not know.
    pub(super) kind: String,
    /// Its id.
    pub id: RecordId,
    /// Version of the caller's format for this kind.
    pub version: u32,
    /// What lists need.
    pub meta: Zeroizing<Vec<u8>>,
    /// The rest.
    pub body: Zeroizing<Vec<u8>>,
}

impl BackupRecord {
    /// A record for a backup.
    #[must_use]
    pub fn new(
        kind: RecordKind,
        id: RecordId,
        version: u32,
        meta: Zeroizing<Vec<u8>>,
        body: Zeroizing<Vec<u8>>,
    ) -> Self {
        Self { kind: kind.as_str().to_owned(), id, version, meta, body }
    }

    /// The name of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether a vault would take it.
    pub(super) fn admit(&self) -> Result<(), Error> {
        let Self { version, meta, body, .. } = self;
        RecordContent { version: *version, meta, body }.admit()
    }
}

/// Lengths, never content.
impl fmt::Debug for BackupRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, id, version, meta, body } = self;
        write!(
            f,
            "BackupRecord {{ {kind}, {id:?}, version: {version}, meta: {} bytes, body: {} bytes }}",
            meta.len(),
            body.len()
        )
    }
}
