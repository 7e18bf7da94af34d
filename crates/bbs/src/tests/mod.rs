#![allow(clippy::as_conversions, reason = "tests")]

mod attacks;
mod attacks_encodings;
mod attacks_mutations;
mod attacks_randomness;
mod attacks_structure;
mod batch;
#[cfg(feature = "blind-signatures")]
mod blind;
mod curve;
mod fixtures;
mod hex;
mod limits;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
pub(crate) mod memcheck;
mod properties;
#[cfg(feature = "pseudonyms")]
mod pseudonym;
mod readers;
mod revocation;
mod rngs;
mod scene;
mod timing;
mod vectors;
