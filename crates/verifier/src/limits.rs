//! How much is read at most.

/// The longest status list token that is taken stapled beside a presentation, in bytes. A longer list is for preloading.
pub const MAX_STAPLE: usize = 16 * 1024;

/// The most stapled status list tokens. With more, none of them is looked at: which ones count must not depend on their order.
pub const MAX_STAPLES: usize = 4;

/// The longest answer to a query (`vp_token`), in bytes. Each presentation in it has its own limit besides.
pub const MAX_VP_TOKEN: usize = 1024 * 1024;

/// The longest policy file, in bytes.
pub const MAX_POLICY_FILE: usize = 1024 * 1024;

/// The longest line of a test suite, in bytes: a presentation at its limit, all of it escaped, and the rest.
pub const MAX_LINE: usize = 2 * 1024 * 1024;

/// So many BBS issuers' keys, each prepared for one type, does a [`Verifier`](crate::Verifier) keep, with all its clones. Each holds about
/// 64 KiB at most, half of it the issuer header at its limit. The points that they share take 3 MiB at most besides.
pub const MAX_PREPARED_ISSUERS: usize = 64;
