//! W3C Bitstring Status List 1.0: reading only.
//!
//! The other way round in everything but the idea: GZIP instead of ZLIB, entry 0 in the *most* significant bits, indexes as
//! text, one purpose a list. The caller verifies the credential that carries the list, its issuer and its validity;
//! here its `credentialSubject` becomes a [`ListSubject`], and a credential's `credentialStatus` an [`Entry`] to look up.
//! `statusMessage` and `statusReference` are words for people and are not read.

mod bits;
mod entry;
mod purpose;
mod subject;

pub use bits::Bitstring;
pub use entry::{Entry, EntryStatus};
pub use purpose::Purpose;
pub use subject::ListSubject;

#[cfg(test)]
mod tests;
