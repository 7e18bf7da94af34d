//! How long a thing may be, and how long it may take. One more is an error.

use std::time::Duration;

/// An address, in bytes.
pub const MAX_ADDRESS: usize = 4_096;
/// The body of a request, in bytes.
pub const MAX_REQUEST_BODY: usize = 4 * 1024 * 1024;
/// The body of an answer, in bytes. It is counted as it comes, whatever the answer says of its length.
pub const MAX_BODY: usize = 8 * 1024 * 1024;
/// The header fields of an answer together, names and values, in bytes. Twice as much is read ahead at most.
pub const MAX_HEAD: usize = 64 * 1024;
/// Header fields of an answer.
pub const MAX_HEADERS: usize = 100;
/// The time for a status list, statements about a registry, or metadata, from the look-up of the name to the last byte.
pub const TIME_FOR_EVIDENCE: Duration = Duration::from_secs(3);
/// The time for one exchange while receiving or presenting a credential.
pub const TIME_FOR_EXCHANGE: Duration = Duration::from_secs(15);
/// Addresses of one name that are tried.
pub const MAX_TRIES: usize = 4;
/// Names that are looked up at once. The system's look-up cannot be called off, so that one that hangs holds its place.
pub const MAX_LOOKUPS: usize = 16;
/// Ports of addresses that somebody else wrote. Others are somebody's mail, shell or database.
pub const PORTS: [u16; 2] = [443, 8443];
/// The lowest port beside [`PORTS`] at a host that a person acknowledged.
pub const LOWEST_PRIVATE_PORT: u16 = 1_024;
