//! The largest and smallest that is accepted. As many statements as a segment has fit into it, whatever they hold.

/// A statement has at most so many deletions.
pub const MAX_DELETIONS: usize = 7_000;

/// The text of a statement is at most so long, in bytes.
pub const MAX_STATEMENT: usize = 1024 * 1024 - 1;

/// A segment has so many statements; the newest one fewer.
pub const SEGMENT_STATEMENTS: usize = 8;

/// The text of a segment is at most so long, in bytes.
pub const MAX_SEGMENT: usize = SEGMENT_STATEMENTS * (MAX_STATEMENT + 1);

/// The text that describes a registry is at most so long, in bytes.
pub const MAX_DESCRIPTION: usize = 32 * 1024;

/// A history keeps so many periods; older ones are not needed to prove or to verify anything.
pub const KEPT_PERIODS: usize = 1_024;
