use super::{STEP_BYTES, TAG_BYTES};
use crate::error::Error;

/// How much work stands between a passphrase and a backup, and which backups are opened at all: scrypt (RFC 7914) with
/// r = 8, p = 1 as `age` has it, in powers of two of its N. N = 2^18 takes 256 MiB.
///
/// A backup that asks for more than the ceiling is refused before any work. One below the floor is opened, because it may
/// be all that somebody has: [`BackupReader::is_weak`](super::BackupReader::is_weak) tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupPolicy {
    pub(super) work: u8,
    pub(super) floor: u8,
    pub(super) ceiling: u8,
}

impl BackupPolicy {
    /// New backups get N = 2^18: 256 MiB, about a second. Below 2^17 (128 MiB, as the vault's own) is weak. Up to 2^20 (1 GiB, a
    /// few seconds) is opened.
    #[must_use]
    pub const fn standard() -> Self {
        Self { work: 18, floor: 17, ceiling: 20 }
    }

    /// Next to no work, for tests. A backup made so is weak under [`BackupPolicy::standard`].
    #[doc(hidden)]
    #[must_use]
    pub const fn insecure_for_tests() -> Self {
        Self { work: 2, floor: 2, ceiling: 4 }
    }

    /// Whether to do work of this size, and whether there is the memory for it.
    pub(super) fn admit(&self, work: u8) -> Result<(), Error> {
        if work > self.ceiling {
            return Err(Error::BackupTooCostly);
        }
        // r = 8 blocks of 128 bytes, N of them. `age` would end the process if it could not have them.
        let bytes = 1_024_usize.checked_shl(u32::from(work)).ok_or(Error::OutOfMemory)?;
        Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| Error::OutOfMemory)
    }

    pub(super) fn is_weak(&self, work: u8) -> bool {
        work < self.floor
    }
}

/// The longest header of a file that a passphrase alone opens.
pub(super) const HEADER_MAX_BYTES: u64 = 256;

const MAGIC: &str = "age-encryption.org/";
const VERSION: &str = "v1";
/// 16 bytes of salt, and 32 of the wrapped file key and of the header's MAC, in base64 without padding.
const SALT_CHARS: usize = 22;
const DIGEST_CHARS: usize = 43;
/// Between the header and the first step.
const NONCE_BYTES: u64 = 16;

/// The header of an `age` file as far as it can be read without the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// The power of two of scrypt's N.
    pub(super) work: u8,
}

impl Header {
    /// Reads the `start` of a file of `length` bytes. `age` reads it again; this is stricter, linear, and knows what to say.
    pub(super) fn parse(start: &[u8], length: u64) -> Result<Self, Error> {
        let known = MAGIC.as_bytes().get(..start.len()).unwrap_or(MAGIC.as_bytes());
        if !start.starts_with(known) {
            return Err(Error::BackupForeign);
        }
        let mut lines =
            Lines { rest: start, is_all: u64::try_from(start.len()).is_ok_and(|read| read == length) };
        match lines.next()?.strip_prefix(MAGIC) {
            Some(VERSION) => {}
            _ => return Err(Error::BackupNewer),
        }
        let stanza = lines.next()?.strip_prefix("-> ").ok_or(Error::BackupDamaged)?;
        let mut words = stanza.split(' ');
        if words.next() != Some("scrypt") {
            return Err(Error::BackupNotByPassphrase);
        }
        let (salt, work) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let work = match work.as_bytes() {
            [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] => work.parse().map_err(|_| Error::BackupDamaged)?,
            _ => return Err(Error::BackupDamaged),
        };
        let key = lines.next()?;
        let mac = lines.next()?.strip_prefix("--- ").ok_or(Error::BackupDamaged)?;
        if words.next().is_some()
            || !is_base64(salt, SALT_CHARS)
            || ![key, mac].iter().all(|text| is_base64(text, DIGEST_CHARS))
        {
            return Err(Error::BackupDamaged);
        }
        let read = start.len().saturating_sub(lines.rest.len());
        let steps = u64::try_from(read)
            .ok()
            .and_then(|read| length.checked_sub(read.saturating_add(NONCE_BYTES)))
            .ok_or(Error::BackupIncomplete)?;
        let step = STEP_BYTES.saturating_add(TAG_BYTES);
        // One that holds the head, and the zeros.
        let whole = steps.checked_rem(step) == Some(0) && steps >= step.saturating_mul(2);
        if whole { Ok(Self { work }) } else { Err(Error::BackupIncomplete) }
    }
}

struct Lines<'a> {
    rest: &'a [u8],
    /// Whether the file has no more than this.
    is_all: bool,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, Error> {
        let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
            return Err(if self.is_all { Error::BackupIncomplete } else { Error::BackupDamaged });
        };
        let (line, rest) = self.rest.split_at_checked(end).ok_or(Error::BackupDamaged)?;
        self.rest = rest.get(1..).unwrap_or_default();
        std::str::from_utf8(line).map_err(|_| Error::BackupDamaged)
    }
}

fn is_base64(text: &str, length: usize) -> bool {
    text.len() == length
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}
