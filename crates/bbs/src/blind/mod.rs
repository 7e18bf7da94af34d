//! Blind signatures: the holder commits to messages that the signer signs without seeing them, such as a secret by which
//! a stolen signature is worth nothing.
//!
//! draft-irtf-cfrg-bbs-blind-signatures-02, both ciphersuites, octet for octet, under an interface of its own
//! (`BLIND_H2G_HM2S_`): nothing that was made here holds for [`PreparedKey`](crate::PreparedKey), and the reverse. Sections named in this
//! module are that draft's.
//!
//! ```
//! use vouchsafe_bbs::blind::{BlindGenerators, BlindKey, Commitment, Selection};
//! use vouchsafe_bbs::{Ciphersuite, Proof, SigningKey};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! # let holder_secret = [7; 32];
//! let generators = BlindGenerators::new(Ciphersuite::Bls12381Sha256);
//! let issuer = SigningKey::generate(&mut rng)?;
//! // Two messages that the issuer knows, one that it does not.
//! let key = BlindKey::new(&generators, issuer.verifying_key(), b"header", 2, 1)?;
//!
//! // The holder commits to 32 random octets, sends the commitment and keeps its opening.
//! let (commitment, opening) = generators.commit(&[holder_secret], &mut rng)?;
//!
//! // The issuer checks the commitment, and signs it together with its own messages.
//! let messages = ["name: Ada", "city: London"];
//! let received = Commitment::from_octets(&commitment.to_octets())?;
//! let signature = issuer.blind_sign(&key, Some(&received), &messages)?;
//! signature.verify_blind(&key, &messages, &opening)?;
//!
//! // The holder shows the city. Without the secret nobody could.
//! let selection = Selection { messages: &[1], committed: &[] };
//! let proof = Proof::generate_blind(&key, &signature, &messages, &opening, selection, b"nonce", &mut rng)?;
//! proof.verify_blind(&key, &[(1, "city: London")], &[] as &[(usize, &str)], b"nonce")?;
//! # Ok::<(), vouchsafe_bbs::Error>(())
//! ```
//!
//! # What the signer and the verifier learn
//! The signer: how many messages were committed to. A verifier: that too, and which of them are shown. A secret that binds the
//! signature to its holder must never be shown; it may be the same in many signatures, where the commitment's blinding factor is
//! another each time (section 7.2).

mod commitment;
mod families;
mod generators;
mod issuing;
mod key;
mod opening;
mod proving;
mod selection;
mod split_key;

pub use commitment::Commitment;
pub(crate) use families::Families;
pub use generators::BlindGenerators;
pub use key::BlindKey;
pub use opening::Opening;
pub(crate) use opening::blinding_factor;
#[cfg(test)]
pub(crate) use proving::witness;
pub use selection::Selection;
pub(crate) use split_key::SplitKey;
