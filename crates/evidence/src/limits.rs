//! How much is kept, and how long.

use vouchsafe_credential::Duration;

/// How long something authentic serves without being fetched again, at most: what it says of itself only shortens it.
pub const MAX_LIFE: Duration = Duration::from_hours(24);
/// How long something is left in peace once it was fetched, however short the time is for which it speaks.
pub const MIN_LIFE: Duration = Duration::from_secs(60);
/// How long what was fetched over HTTP serves if its server says nothing about that.
pub const UNSAID_LIFE: Duration = Duration::from_hours(1);
/// How long nothing is asked again once it could not be had, or was refused.
pub const FAILURE_LIFE: Duration = Duration::from_secs(60);
/// By how much this clock and an issuer's may differ.
pub const CLOCK_SKEW: Duration = Duration::from_secs(60);
/// Requests under way at once; others wait.
pub const MAX_FETCHES: usize = 16;
/// Status lists that are kept.
pub const MAX_STATUS_LISTS: usize = 4_096;
/// Status lists, and as many registries, of which it is remembered how new the newest was, so that nothing older takes its place.
pub const MAX_REMEMBERED: usize = 65_536;
/// Registries that are kept.
pub const MAX_REGISTRIES: usize = 256;
/// Registries of which two files that contradict each other are kept, beside the others.
pub const MAX_FORKED: usize = 64;
/// Files of statements that are kept of one registry: the first, and those next to what was fetched last.
pub const MAX_SEGMENTS: usize = 512;
/// Files of statements that are fetched in one go; the rest comes with the next.
pub const MAX_SEGMENTS_AT_ONCE: usize = 64;
/// Issuers whose keys are kept.
pub const MAX_ISSUERS: usize = 1_024;
/// Documents of type metadata that are kept.
pub const MAX_DOCUMENTS: usize = 2_048;
/// Failures that are remembered.
pub const MAX_FAILURES: usize = 4_096;
/// What is kept of each of these kinds together, in bytes.
pub const MAX_KEPT: usize = 256 * 1024 * 1024;
/// A snapshot, in bytes.
pub const MAX_SNAPSHOT: usize = 1024 * 1024 * 1024;
/// Entries of a snapshot: all that can be kept.
pub const MAX_SNAPSHOT_ENTRIES: usize = 300_000;
/// The first line of a snapshot, in bytes.
pub const MAX_FIRST_LINE: usize = 256;

// What can be kept can be written down and read again.
const _: () = assert!(
    MAX_SNAPSHOT_ENTRIES
        >= MAX_STATUS_LISTS + MAX_REGISTRIES * (1 + MAX_SEGMENTS) + MAX_FORKED * 3 + MAX_DOCUMENTS
);
