//! Whether a branch or an address depends on a secret, in the code as it is compiled: valgrind's memcheck, to which the octets of secrets are
//! octets that were never written (Langley's ctgrind, 2010). It reports each jump and each address that depends on such ones, through
//! whatever is computed from them. `cargo xtask soak` runs these tests under valgrind.
//!
//! What is let through, with the reason, is in memcheck.supp beside this file.

mod client;
mod secrets;
#[cfg(feature = "pseudonyms")]
mod secrets_of_pseudonyms;
mod secrets_of_revocation;

pub(crate) use client::public;
