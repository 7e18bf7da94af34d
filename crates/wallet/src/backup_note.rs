use vouchsafe_credential::Timestamp;

/// What a wallet remembers of its backups. It is in no backup itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupNote {
    /// When the last backup was made.
    pub made_at: Timestamp,
    /// How many cards there were then.
    pub cards: u32,
    /// When a backup was last rehearsed and all of it was as it has to be.
    pub rehearsed_at: Option<Timestamp>,
    /// When the backup was made that was rehearsed then.
    pub rehearsed_made_at: Option<Timestamp>,
}
