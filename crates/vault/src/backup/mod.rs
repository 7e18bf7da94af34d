//! A backup: records in one `age` file (<https://c2sp.org/age>, version 1, binary) that a passphrase alone opens.
//!
//! What goes into it is the caller's choice; it need not be what a vault holds. Inside `age`, which encrypts and
//! authenticates 64 KiB at a time and marks the last of them, stands format version 1; integers are big-endian:
//!
//! | bytes | field |
//! |---|---|
//! | 8 | magic, `VCSFBKUP` |
//! | 2 | format version |
//! | 16 | id of the vault it was made of |
//! | 8 | when it was made: seconds since 1970, signed |
//! | 8 | number of records |
//! | … | the records, each: a byte 1; the kind's length (1 byte) and name; id (16 bytes); version (4 bytes); length (4 bytes) and bytes of `meta`, then of `body` |
//! | 1 | a byte 0: the end |
//! | … | zeros up to the next multiple of 64 KiB, and 64 KiB of zeros more |
//!
//! The zeros hide how much there is to within 64 KiB. They also leave nothing but zeros in the one buffer of `age` that it
//! does not wipe. All versions are filled up so; therefore a file that was cut short is told by its length.

mod file;
mod frame;
mod open;
mod protection;
mod record;
mod seal;

#[cfg(test)]
mod tests;

pub use frame::read_backup_frames;
pub use open::BackupReader;
pub use protection::BackupPolicy;
pub use record::{BackupHead, BackupRecord};
pub use seal::seal_backup;

/// What `age` encrypts at a time, and the step in which a backup's size grows.
const STEP_BYTES: u64 = 64 * 1_024;

/// What `age` adds to each step: a Poly1305 tag.
const TAG_BYTES: u64 = 16;

/// How many zeros follow the end marker, if that stands before byte `end`.
fn fill_after(end: u64) -> u64 {
    let over = end.checked_rem(STEP_BYTES).unwrap_or_default();
    let to_step = if over == 0 { 0 } else { STEP_BYTES.saturating_sub(over) };
    to_step.saturating_add(STEP_BYTES)
}
