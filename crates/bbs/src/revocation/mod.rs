//! Revocation that tells nobody which credential is shown: a holder proves, along with a BBS proof, that the handle in a hidden slot
//! has not been deleted from an accumulator.
//!
//! **An extension of our own, version 1, which nobody outside this project has reviewed.** The BBS proof is the draft's, octet for
//! octet, and verifies without it. The argument, and what of it is not proven: docs/decisions/0021.
//!
//! A registry has a secret alpha and a value V. V starts as a hash of the registry's id; to delete a handle y makes it
//! (alpha + y)^-1 V. Whoever holds a handle that was not deleted has a witness C with (alpha + y) C = V, and brings it up to date from the
//! list of deletions, which is the same for everyone.
//!
//! ```
//! use vouchsafe_bbs::revocation::{Chain, Membership, MembershipWitness, Period, RegistrySecret, RevocablePresentation};
//! use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, SigningKey};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! // The issuer: a registry, and a credential with a handle in its first slot.
//! let secret = RegistrySecret::generate("https://issuer.example/registry/1", &mut rng)?;
//! let registry = secret.key();
//! let genesis = secret.genesis(&mut rng)?;
//! let handle = secret.new_handle(1, &mut rng)?;
//! let messages = [handle.payload(), "\"Ada\"".to_owned()];
//! let generators = Generators::new(Ciphersuite::Bls12381Sha256);
//! let issuer = SigningKey::generate(&mut rng)?;
//! let key = PreparedKey::new(&generators, issuer.verifying_key(), b"header", 2)?;
//! let signature = issuer.sign(&key, &messages)?;
//! let witness = secret.issue(genesis.value(), &handle)?.to_octets();
//!
//! // The holder receives it; then the issuer deletes somebody else's handle, and the holder catches up.
//! let witness = MembershipWitness::receive(registry, genesis.value(), messages[0].as_bytes(), &witness)?;
//! let deletion = secret.revoke(genesis.value(), &secret.new_handle(2, &mut rng)?)?;
//! let chain = Chain::verify(registry, genesis.value(), vec![deletion], &mut rng)?;
//! let witness = witness.catch_up(registry, &chain)?;
//!
//! // The holder shows the name. The digest goes into the presentation header.
//! let period = Period::new(registry, 2, *chain.end(), [7; 32])?;
//! let membership = Membership { period: &period, slot: 0 };
//! let presentation = RevocablePresentation::new(&key, &signature, &messages, &[1], &membership, &witness, &mut rng)?;
//! let digest = presentation.digest();
//! let ph = format!("nonce and {}", presentation.digest_text());
//! let proof = presentation.finish(ph.as_bytes())?;
//!
//! proof.verify(&key, &[(1, "\"Ada\"")], ph.as_bytes(), &membership, &digest, &mut rng)?;
//! # Ok::<(), vouchsafe_bbs::Error>(())
//! ```

mod accumulator_value;
pub(crate) mod base64url;
mod chain;
mod deletion;
mod handle;
mod membership;
mod membership_claim;
mod membership_witness;
mod period;
mod registry_key;
mod registry_secret;
mod revocable_presentation;
mod revocable_proof;
mod revocation_proof;
pub(crate) mod transcript;

pub use accumulator_value::AccumulatorValue;
pub use chain::Chain;
pub use deletion::Deletion;
pub use handle::Handle;
pub use membership::Membership;
pub use membership_claim::MembershipClaim;
pub use membership_witness::MembershipWitness;
pub use period::Period;
pub use registry_key::RegistryKey;
pub use registry_secret::RegistrySecret;
pub use revocable_presentation::RevocablePresentation;
pub use revocable_proof::RevocableProof;
pub use revocation_proof::RevocationProof;

use crate::Ciphersuite;
use crate::interface::Interface;

/// The name of this extension. What means something else is called otherwise.
pub const EXTENSION: &str = "urn:uuid:5e4a4947-9d8c-4fd3-950a-281c08d9fb46";

/// The one ciphersuite that it is defined for.
pub(crate) const SUITE: Ciphersuite = Ciphersuite::Bls12381Sha256;
/// Its plain interface.
const INTERFACE: Interface = Interface::plain(SUITE);
