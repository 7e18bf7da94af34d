//! BBS signatures over BLS12-381: one signature on a list of messages, of which its holder later shows any part with a proof
//! that cannot be linked to the signature or to another proof.
//!
//! draft-irtf-cfrg-bbs-signatures, both ciphersuites, octet for octet. **Not audited**: README.md says what that means and
//! what is done about side channels.
//!
//! ```
//! use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, Proof, SigningKey};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! let generators = Generators::new(Ciphersuite::Bls12381Sha256);
//! let issuer = SigningKey::generate(&mut rng)?;
//! let messages = ["name: Ada", "born: 1815", "city: London"];
//!
//! // Whoever signs, holds or verifies prepares the issuer's key for the header and the number of messages once.
//! let key = PreparedKey::new(&generators, issuer.verifying_key(), b"header", messages.len())?;
//! let signature = issuer.sign(&key, &messages)?;
//! signature.verify(&key, &messages)?;
//!
//! // The holder shows the city, and nothing else, in answer to a nonce.
//! let proof = Proof::generate(&key, &signature, &messages, &[2], b"nonce", &mut rng)?;
//!
//! let received = Proof::from_octets(&proof.to_octets())?;
//! received.verify(&key, &[(2, "city: London")], b"nonce")?;
//! assert!(received.verify(&key, &[(2, "city: Paris")], b"nonce").is_err());
//! # Ok::<(), vouchsafe_bbs::Error>(())
//! ```
//!
//! # Randomness
//! Comes in as an argument. A proof never uses it as it comes: 64 octets of it are hashed together with the signature,
//! the messages and what is shown, and the blinding scalars are read from that. A generator that fails or repeats itself is
//! an error.
#![deny(unsafe_code)]

mod batch;
mod bisection;
#[cfg(feature = "blind-signatures")]
pub mod blind;
mod challenge;
mod ciphersuite;
mod curve;
mod disclosure;
mod error;
mod generators;
mod hash;
mod interface;
mod let_out;
pub mod limits;
mod octets;
mod prepared_key;
mod prepared_presentation;
mod proof;
#[cfg(feature = "pseudonyms")]
pub mod pseudonym;
mod random;
pub mod revocation;
mod signature;
mod signing_key;
mod verifying_key;
mod witness;

#[cfg(test)]
mod tests;

pub use batch::Batch;
pub use ciphersuite::Ciphersuite;
pub use error::Error;
pub use generators::Generators;
pub use prepared_key::PreparedKey;
pub use prepared_presentation::PreparedPresentation;
pub use proof::Proof;
pub use signature::Signature;
pub use signing_key::SigningKey;
pub use verifying_key::VerifyingKey;
