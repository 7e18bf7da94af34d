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
