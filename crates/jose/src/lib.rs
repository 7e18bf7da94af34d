//! JWS, JWK, x5c and JWE with the algorithm fixed by the trusted key.
//!
//! The token never chooses: which algorithm verifies it follows from the key that the caller trusts, and a header that says
//! otherwise is refused. `jku`, `x5u`, `x5t` and an embedded `jwk` are never followed or used.
//!
//! ```
//! use vouchsafe_jose::{Algorithm, SigningKey, jws};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! let key = SigningKey::generate(Algorithm::Es256, &mut rng)?;
//! let token = jws::sign(&key, &jws::HeaderToSign::new("example+jwt"), br#"{"sub":"1"}"#)?;
//!
//! let verified = jws::UnverifiedJws::parse(&token)?.verify(key.verifying_key())?;
//! assert_eq!(verified.payload(), br#"{"sub":"1"}"#);
//! # Ok::<(), vouchsafe_jose::Error>(())
//! ```
//!
//! # Backends
//! `aws-lc` (the default) is aws-lc-rs; `pure-rust` is p256, p384, ed25519-dalek and sha2, for `wasm32-unknown-unknown`. Where
//! both are on, `aws-lc` serves. They accept and refuse the same keys and signatures but for one thing: an Ed25519 key whose
//! bytes are no point of the curve is refused by `pure-rust` when it is parsed, by `aws-lc` with every signature. ECDSA nonces
//! come from the library: aws-lc-rs draws them, `pure-rust` derives them (RFC 6979). No other randomness is used but what is
//! handed in.
#![forbid(unsafe_code)]

mod algorithm;
mod backend;
pub mod digest;
mod ed25519;
mod error;
mod header;
#[cfg(feature = "jwe")]
pub mod jwe;
pub mod jws;
mod key;
pub mod limits;
pub mod x5c;

pub use algorithm::Algorithm;
pub use error::Error;
pub use key::{JwkSet, SigningKey, VerifyingKey};
