//! An issuer, a signature and what tests do with them again and again.

use super::rngs::rng;
use crate::{Ciphersuite, Error, Generators, PreparedKey, Proof, Signature, SigningKey};
use std::sync::LazyLock;

pub(super) const SUITES: [Ciphersuite; 2] = [Ciphersuite::Bls12381Sha256, Ciphersuite::Bls12381Shake256];
pub(super) const HEADER: &[u8] = b"header";
pub(super) const PH: &[u8] = b"nonce of the verifier";
pub(super) const MESSAGES: [&str; 4] = ["name: Ada", "born: 1815", "city: London", ""];

pub(super) fn generators(suite: Ciphersuite) -> &'static Generators {
    static SHA: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
    static SHAKE: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Shake256));
    match suite {
        Ciphersuite::Bls12381Sha256 => &SHA,
        Ciphersuite::Bls12381Shake256 => &SHAKE,
    }
}

/// One credential of one issuer.
pub(super) struct Scene {
    pub(super) issuer: SigningKey,
    pub(super) key: PreparedKey,
    pub(super) signature: Signature,
}

impl Scene {
    /// `seed` makes the issuer.
    pub(super) fn new(suite: Ciphersuite, seed: u64) -> Self {
        let issuer = SigningKey::generate(&mut rng(seed)).unwrap();
        let key = prepared(suite, &issuer, HEADER, MESSAGES.len());
        let signature = issuer.sign(&key, &MESSAGES).unwrap();
        Self { issuer, key, signature }
    }

    pub(super) fn prove(&self, disclosed: &[usize], seed: u64) -> Proof {
        Proof::generate(&self.key, &self.signature, &MESSAGES, disclosed, PH, &mut rng(seed)).unwrap()
    }

    pub(super) fn verify(&self, proof: &Proof, disclosed: &[usize]) -> Result<(), Error> {
        proof.verify(&self.key, &shown(disclosed), PH)
    }

    /// Reads and verifies octets.
    pub(super) fn accept(&self, octets: &[u8], disclosed: &[usize]) -> Result<(), Error> {
        self.verify(&Proof::from_octets(octets)?, disclosed)
    }
}

pub(super) fn prepared(suite: Ciphersuite, issuer: &SigningKey, header: &[u8], count: usize) -> PreparedKey {
    PreparedKey::new(generators(suite), issuer.verifying_key(), header, count).unwrap()
}

pub(super) fn shown(disclosed: &[usize]) -> Vec<(usize, &'static str)> {
    disclosed.iter().map(|index| (*index, MESSAGES[*index])).collect()
}
