//! Pseudonyms: a name under which a verifier knows a holder again, another one in each context, from a secret in the signature that
//! the signer does not see.
//!
//! draft-irtf-cfrg-bbs-per-verifier-linkability-03 on top of [blind signatures](crate::blind), both ciphersuites, octet for octet,
//! under an interface of its own (`H2G_HM2S_PSEUDONYM_`). Sections named in this module are that draft's.
//!
//! ```
//! use vouchsafe_bbs::pseudonym::*;
//! use vouchsafe_bbs::{Ciphersuite, Proof, SigningKey};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! let generators = PseudonymGenerators::new(Ciphersuite::Bls12381Sha256);
//! let issuer = SigningKey::generate(&mut rng)?;
//! // Two messages that the issuer knows, none that the holder commits to, and a vector of one secret.
//! let counts = Counts { messages: 2, committed: 0, nyms: 1 };
//! let key = PseudonymKey::new(&generators, issuer.verifying_key(), b"header", counts)?;
//!
//! // The holder commits to secrets of their own, to which the issuer adds.
//! let nyms = NymVector::generate(1, &mut rng)?;
//! let (commitment, secrets) = generators.commit(&[] as &[&str], &nyms, &mut rng)?;
//! let entropy = SignerNymEntropy::generate(&mut rng)?;
//! let messages = ["name: Ada", "city: London"];
//! let signature = issuer.blind_sign_with_nym(&key, &commitment, &entropy, &messages)?;
//! let secrets = signature.verify_finalize_with_nym(&key, &messages, secrets, &entropy)?;
//!
//! // Whatever is shown, and whenever: in one context it is the same pseudonym.
//! let selection = NymSelection { messages: &[1], committed: &[], context_id: b"verifier.example" };
//! let (proof, pseudonym) =
//!     Proof::generate_with_nym(&key, &signature, &messages, &secrets, selection, b"nonce", &mut rng)?;
//!
//! let received = ReceivedPseudonym { pseudonym: &pseudonym, context_id: b"verifier.example" };
//! proof.verify_with_nym(&key, received, &[(1, "city: London")], &[] as &[(usize, &str)], b"nonce")?;
//! # Ok::<(), vouchsafe_bbs::Error>(())
//! ```
//!
//! # What to know before it is used
//! - A pseudonym is a lasting identifier: within a context everything that is shown under it belongs together. Whoever shows it should be
//!   asked first.
//! - The context is octets: both sides must write it in the same way, and a verifier takes the one of its own, never the one it is told. Two verifiers
//!   who use the same context recognise the same holders.
//! - Whoever has a quantum computer can link pseudonyms of different contexts, as soon as there are as many of them as secrets in the
//!   vector (section 9.1).
//! - Nothing holds a holder with two credentials to one pseudonym: that is for the issuer, by signing once, or with the same entropy and
//!   vector (section 6.1.2).

#[cfg(test)]
pub(crate) use context::Context;
#[cfg(test)]
pub(crate) use prepared_pseudonym::witness;

mod context;
mod entropy;
mod generators;
mod issuing;
mod key;
mod nym_vector;
mod prepared_pseudonym;
mod proving;
mod pseudonym_point;
mod secrets;
mod selection;

pub use entropy::SignerNymEntropy;
pub use generators::PseudonymGenerators;
pub use key::{Counts, PseudonymKey};
pub use nym_vector::NymVector;
pub use prepared_pseudonym::PreparedPseudonym;
pub use proving::ReceivedPseudonym;
pub use pseudonym_point::Pseudonym;
pub use secrets::PseudonymSecrets;
pub use selection::NymSelection;
