//! The most that is made at once, and how much room privacy needs.

use vouchsafe_credential::Duration;

/// The entries of a status list unless the issuer says otherwise: enough that an index tells nothing about its holder.
pub const DEFAULT_LIST_ENTRIES: u64 = 1 << 17;
/// One entry in so many stays unused, so that a random unused one is found in a few draws.
pub const LIST_RESERVE: u64 = 8;
/// How often an unused entry is looked for. With the reserve kept, a sound generator fails once in 2^380 times.
pub const MAX_DRAWS: usize = 4_096;
/// The most lists in one registry.
pub const MAX_LISTS: usize = 10_000;
/// The most copies in one batch.
pub const MAX_BATCH: usize = 1_000;
/// A BBS credential that nothing can revoke holds for so long at most: a week and a day, so that one that expires with the week
/// still holds for a day at least.
pub const MAX_UNREVOCABLE_LIFE: Duration = Duration::from_days(8);
/// A statement about an accumulator holds for so long from the start of its period, and never for less than
/// [`STATEMENT_PERIODS`].
pub const STATEMENT_LIFE: Duration = Duration::from_days(7);
/// A statement holds for so many periods at least: its own; the next one, in which it is the newest until the issuer publishes; and one more, in which
/// it is the one before the newest, that a holder may show where the verifier has not fetched yet.
pub const STATEMENT_PERIODS: u64 = 3;
/// The most statements that one call signs because nobody published for so long.
pub const MAX_STATEMENTS_AT_ONCE: u64 = 1 << 14;
