//! A holder with a secret, and a signature that is bound to it.

use crate::blind::{BlindGenerators, BlindKey, Commitment, Opening, Selection};
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, PH};
use crate::{Ciphersuite, Error, Proof, Signature, SigningKey};
use std::sync::LazyLock;

pub(in crate::tests) const MESSAGES: [&str; 2] = ["name: Ada", "city: London"];
pub(in crate::tests) const COMMITTED: [&str; 2] = ["secret of the holder", "nick: Countess"];

pub(in crate::tests) fn generators(suite: Ciphersuite) -> &'static BlindGenerators {
    static SHA: LazyLock<BlindGenerators> =
        LazyLock::new(|| BlindGenerators::new(Ciphersuite::Bls12381Sha256));
    static SHAKE: LazyLock<BlindGenerators> =
        LazyLock::new(|| BlindGenerators::new(Ciphersuite::Bls12381Shake256));
    match suite {
        Ciphersuite::Bls12381Sha256 => &SHA,
        Ciphersuite::Bls12381Shake256 => &SHAKE,
    }
}

pub(in crate::tests) struct BlindScene {
    pub(in crate::tests) issuer: SigningKey,
    pub(in crate::tests) key: BlindKey,
    pub(in crate::tests) commitment: Commitment,
    pub(in crate::tests) opening: Opening,
    pub(in crate::tests) signature: Signature,
}

impl BlindScene {
    /// `seed` makes the issuer and the commitment.
    pub(in crate::tests) fn new(suite: Ciphersuite, seed: u64) -> Self {
        let issuer = SigningKey::generate(&mut rng(seed)).unwrap();
        let key = prepared(suite, &issuer, MESSAGES.len(), COMMITTED.len());
        let (commitment, opening) = generators(suite).commit(&COMMITTED, &mut rng(seed)).unwrap();
        let signature = issuer.blind_sign(&key, Some(&commitment), &MESSAGES).unwrap();
        Self { issuer, key, commitment, opening, signature }
    }

    /// Shows the city and the nickname.
    pub(in crate::tests) fn prove(&self, opening: &Opening, seed: u64) -> Result<Proof, Error> {
        let selection = Selection { messages: &[1], committed: &[1] };
        let rng = &mut rng(seed);
        Proof::generate_blind(&self.key, &self.signature, &MESSAGES, opening, selection, PH, rng)
    }

    pub(in crate::tests) fn verify(&self, proof: &Proof) -> Result<(), Error> {
        proof.verify_blind(&self.key, &[(1, MESSAGES[1])], &[(1, COMMITTED[1])], PH)
    }
}

pub(in crate::tests) fn prepared(
    suite: Ciphersuite,
    issuer: &SigningKey,
    known: usize,
    committed: usize,
) -> BlindKey {
    BlindKey::new(generators(suite), issuer.verifying_key(), HEADER, known, committed).unwrap()
}
