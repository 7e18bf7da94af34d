//! The most that is read. One past a limit is an error, never a shorter result.

/// The longest query, in bytes of JSON.
pub const MAX_QUERY_LENGTH: usize = 64 * 1024;
/// The most values and member names in a query that is part of a larger document.
pub const MAX_QUERY_NODES: usize = 16_384;
/// The most credential queries in one query.
pub const MAX_CREDENTIALS: usize = 64;
/// The most claims queries in one credential query, duplicates included.
pub const MAX_CLAIMS: usize = 256;
/// The most claim sets in one credential query.
pub const MAX_CLAIM_SETS: usize = 64;
/// The most credential sets in one query.
pub const MAX_CREDENTIAL_SETS: usize = 64;
/// The most options in one credential set.
pub const MAX_OPTIONS: usize = 64;
/// The most expected values in one claims query.
pub const MAX_VALUES: usize = 256;
/// The most types in one credential query.
pub const MAX_TYPES: usize = 64;
/// The most statements about registries in one credential query.
pub const MAX_ACCUMULATOR_STATEMENTS: usize = 16;
/// The most trusted authorities queries in one credential query, and values in each.
pub const MAX_AUTHORITIES: usize = 256;
/// The longest identifier of a credential query or claims query, in bytes.
pub const MAX_ID_LENGTH: usize = 128;
/// The longest name of a format or of a kind of authority, in bytes.
pub const MAX_NAME_LENGTH: usize = 128;
/// The most presentations in one answer.
pub const MAX_PRESENTATIONS: usize = 64;
/// The most claims that one claims query leads to in one credential, by a path with `null`: twice what an SD-JWT can disclose. A
/// query of [`MAX_CLAIMS`] such paths still costs little time and memory.
pub const MAX_SELECTED: usize = 1_024;
