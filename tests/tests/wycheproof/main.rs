//! Project Wycheproof, one test a file. Of supported algorithms every "valid" is accepted and every "invalid" refused; other
//! algorithms are refused as unsupported. No file here has an "acceptable".
//!
//! The ECDH files run in `crates/jose`, beside the library that can compute what they expect.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken vector shall stop the test"
)]

mod encryption;
mod keys;
mod signatures;
mod tokens;
mod vectors;
