//! Everything authentic in one file, to be carried to where there is no network.
//!
//! The first line says what it is, its version and how many lines follow. Each of those is an entry, as JSON: a status list token with its
//! address and which signer's it is; a registry's description, and after it its files of statements; a document of type metadata with its
//! integrity string. Keys are never in it, nor type metadata that only a server vouches for: whoever loads it has to be able to tell
//! that each entry is authentic, whatever became of the file on its way.

mod read;
mod write;

pub use read::SnapshotReport;

/// The version of the form.
const VERSION: u64 = 1;
/// The member of the first line by which a snapshot is known.
const MARK: &str = "vouchsafe_evidence";
