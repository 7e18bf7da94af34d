//! The cryptography of the chosen library behind one interface. Callers have checked lengths; a backend checks everything else.
//!
//! Each backend has `digest`, `Hasher { new, update, finish }`, `PublicKey { from_point, verify, verify_hashed }`,
//! `PrivateKey { from_secret, point, secret, sign }` and `verify_ecdsa_der`. `None` and `false` mean refused: a library's own
//! reasons tell nothing that a person could act on.

#[cfg(feature = "aws-lc")]
mod aws_lc;
#[cfg(all(feature = "pure-rust", any(test, not(feature = "aws-lc"))))]
mod pure_rust;

#[cfg(feature = "aws-lc")]
pub(crate) use aws_lc::{Hasher, PrivateKey, PublicKey, digest, verify_ecdsa_der};
#[cfg(all(feature = "pure-rust", not(feature = "aws-lc")))]
pub(crate) use pure_rust::{Hasher, PrivateKey, PublicKey, digest, verify_ecdsa_der};

#[cfg(not(any(feature = "aws-lc", feature = "pure-rust")))]
compile_error!("vouchsafe-jose needs the feature `aws-lc` or `pure-rust`");

#[cfg(test)]
mod tests;
