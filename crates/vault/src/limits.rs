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

/// The largest header file, in bytes: many times what one wrapped key takes.
pub(crate) const HEADER_MAX_BYTES: usize = 4_096;
