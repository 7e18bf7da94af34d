//! What a vault takes at most, and what it asks for at least.

/// The fewest characters of the passphrase of a new vault.
pub const PASSPHRASE_MIN_CHARS: usize = 8;

/// The longest passphrase, in bytes of UTF-8.
pub const PASSPHRASE_MAX_BYTES: usize = 1_024;

/// The longest [`RecordKind`](crate::RecordKind), in bytes.
pub const KIND_MAX_BYTES: usize = 32;

/// The largest `meta` of a record, in bytes.
pub const META_MAX_BYTES: usize = 1_024 * 1_024;

/// The largest `body` of a record, in bytes.
pub const BODY_MAX_BYTES: usize = 1_024 * 1_024;

/// The most records in a backup.
pub const BACKUP_MAX_RECORDS: u64 = 1_000_000;

/// The largest backup, in bytes: what is in it is held in memory when it is restored.
pub const BACKUP_MAX_BYTES: u64 = 512 * 1_024 * 1_024;

/// The largest header file, in bytes: many times what one wrapped key takes.
pub(crate) const HEADER_MAX_BYTES: usize = 4_096;

/// The largest secret that is put into a key store, in bytes.
pub const KEY_STORE_SECRET_MAX_BYTES: usize = 64;

/// How long a key store may take to be reached, in seconds. Nobody is asked anything for that.
pub const KEY_STORE_REACH_SECONDS: u64 = 5;

/// How long a key store may take to answer, in seconds: it may ask a person to unlock it.
pub const KEY_STORE_ANSWER_SECONDS: u64 = 60;
