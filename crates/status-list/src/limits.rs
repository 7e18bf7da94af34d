//! The most that is read or made. One past a limit is an error, never a shorter result.

/// The longest status list token, in bytes of its compact serialisation: what one HTTP answer may hold.
pub const MAX_TOKEN_LENGTH: usize = 8 * 1024 * 1024;
/// The largest list once inflated, in bytes: 2^27 entries of one bit. Deflate cannot do better than about 1,030 to 1, so a
/// long run of one status is at the top of what is legal and no smaller ratio can be demanded.
pub const MAX_INFLATED_LENGTH: usize = 16 * 1024 * 1024;
/// The most addresses in one aggregation.
pub const MAX_AGGREGATED_LISTS: usize = 10_000;
/// The fewest entries that hide one holder among the others (Bitstring Status List section 3.2, `minimumNumberOfEntries`).
pub const DEFAULT_MINIMUM_ENTRIES: u64 = 131_072;
/// The most bits that one entry of a Bitstring Status List may have; the standard sets no bound.
pub const MAX_BITSTRING_ENTRY_SIZE: u8 = 8;
