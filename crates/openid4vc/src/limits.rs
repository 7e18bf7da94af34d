//! The limits that all parts of this crate have in common.

/// The longest address that is asked, answered or followed, in bytes.
pub const MAX_ADDRESS: usize = 2_048;
