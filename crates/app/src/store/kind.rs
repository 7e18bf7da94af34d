use super::Failure;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_vault::{RecordId, RecordKind};

/// What the wallet keeps, as kinds of records.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Card,
    Credential,
    HolderKey,
    Issuer,
    History,
    StatusList,
    Registry,
    Statement,
    TypeMetadata,
    Reissue,
    BackupNote,
    SearchText,
    StatusPlan,
    SpentCopy,
    LastEntry,
    AnsweredRequest,
    Issuance,
}

impl Kind {
    /// Those that a backup can hold.
    pub(super) const IN_BACKUPS: [Self; 12] = [
        Self::Card,
        Self::Credential,
        Self::HolderKey,
        Self::Issuer,
        Self::History,
        Self::StatusList,
        Self::Registry,
        Self::Statement,
        Self::TypeMetadata,
        Self::Reissue,
        Self::BackupNote,
        Self::SpentCopy,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Credential => "credential",
            Self::HolderKey => "holder-key",
            Self::Issuer => "issuer",
            Self::History => "history",
            Self::StatusList => "status-list",
            Self::Registry => "registry",
            Self::Statement => "statement",
            Self::TypeMetadata => "type-metadata",
            Self::Reissue => "reissue",
            Self::BackupNote => "backup-note",
            Self::SearchText => "search-text",
            Self::StatusPlan => "status-plan",
            Self::SpentCopy => "spent-copy",
            Self::LastEntry => "last-entry",
            Self::AnsweredRequest => "answered-request",
            Self::Issuance => "issuance",
        }
    }

    pub(super) fn record(self) -> Result<RecordKind, Failure> {
        Ok(RecordKind::new(self.name())?)
    }

    /// The record of this kind with this name. A vault's ids are unique whatever the kind.
    pub(super) fn id(self, name: &[u8]) -> RecordId {
        let mut named = self.name().as_bytes().to_vec();
        named.push(0);
        named.extend_from_slice(name);
        let digest = digest(HashAlgorithm::Sha256, &named);
        let mut id = [0; 16];
        id.iter_mut().zip(digest.as_ref()).for_each(|(id, byte)| *id = *byte);
        RecordId::from_bytes(id)
    }
}
