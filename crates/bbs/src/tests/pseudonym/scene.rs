//! A holder with a pseudonym in each context.

use crate::blind::Commitment;
use crate::pseudonym::{
    Counts, NymSelection, NymVector, Pseudonym, PseudonymGenerators, PseudonymKey, PseudonymSecrets,
    ReceivedPseudonym, SignerNymEntropy,
};
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, PH};
use crate::{Ciphersuite, Error, Proof, Signature, SigningKey};
use std::sync::LazyLock;

pub(in crate::tests) const MESSAGES: [&str; 2] = ["name: Ada", "city: London"];
pub(in crate::tests) const COMMITTED: [&str; 1] = ["nick: Countess"];
pub(in crate::tests) const CONTEXT: &[u8] = b"verifier.example";
pub(in crate::tests) const COUNTS: Counts = Counts { messages: 2, committed: 1, nyms: 2 };

pub(in crate::tests) fn generators(suite: Ciphersuite) -> &'static PseudonymGenerators {
    static SHA: LazyLock<PseudonymGenerators> =
        LazyLock::new(|| PseudonymGenerators::new(Ciphersuite::Bls12381Sha256));
    static SHAKE: LazyLock<PseudonymGenerators> =
        LazyLock::new(|| PseudonymGenerators::new(Ciphersuite::Bls12381Shake256));
    match suite {
        Ciphersuite::Bls12381Sha256 => &SHA,
        Ciphersuite::Bls12381Shake256 => &SHAKE,
    }
}

pub(in crate::tests) struct NymScene {
    pub(in crate::tests) issuer: SigningKey,
    pub(in crate::tests) key: PseudonymKey,
    pub(in crate::tests) commitment: Commitment,
    pub(in crate::tests) prover_nyms: NymVector,
    pub(in crate::tests) entropy: SignerNymEntropy,
    pub(in crate::tests) signature: Signature,
    pub(in crate::tests) secrets: PseudonymSecrets,
}

impl NymScene {
    /// Seed 1 makes the issuer, `seed` the holder and what the issuer adds.
    pub(in crate::tests) fn new(suite: Ciphersuite, seed: u64) -> Self {
        let prover_nyms = NymVector::generate(COUNTS.nyms, &mut rng(seed)).unwrap();
        Self::of(suite, seed, prover_nyms, SignerNymEntropy::generate(&mut rng(seed)).unwrap())
    }

    pub(in crate::tests) fn of(
        suite: Ciphersuite,
        seed: u64,
        prover_nyms: NymVector,
        entropy: SignerNymEntropy,
    ) -> Self {
        let issuer = SigningKey::generate(&mut rng(1)).unwrap();
        let key = prepared(suite, &issuer, COUNTS);
        let (commitment, pending) =
            generators(suite).commit(&COMMITTED, &prover_nyms, &mut rng(seed)).unwrap();
        let signature = issuer.blind_sign_with_nym(&key, &commitment, &entropy, &MESSAGES).unwrap();
        let secrets = signature.verify_finalize_with_nym(&key, &MESSAGES, pending, &entropy).unwrap();
        Self { issuer, key, commitment, prover_nyms, entropy, signature, secrets }
    }

    /// Shows the city in a context.
    pub(in crate::tests) fn prove(&self, context_id: &[u8], seed: u64) -> (Proof, Pseudonym) {
        self.prove_with(&self.secrets, context_id, seed).unwrap()
    }

    pub(in crate::tests) fn prove_with(
        &self,
        secrets: &PseudonymSecrets,
        context_id: &[u8],
        seed: u64,
    ) -> Result<(Proof, Pseudonym), Error> {
        let selection = NymSelection { messages: &[1], committed: &[], context_id };
        let rng = &mut rng(seed);
        Proof::generate_with_nym(&self.key, &self.signature, &MESSAGES, secrets, selection, PH, rng)
    }

    pub(in crate::tests) fn verify(
        &self,
        proof: &Proof,
        pseudonym: &Pseudonym,
        context_id: &[u8],
    ) -> Result<(), Error> {
        verify_under(&self.key, proof, pseudonym, context_id)
    }
}

pub(in crate::tests) fn verify_under(
    key: &PseudonymKey,
    proof: &Proof,
    pseudonym: &Pseudonym,
    context_id: &[u8],
) -> Result<(), Error> {
    let received = ReceivedPseudonym { pseudonym, context_id };
    proof.verify_with_nym(key, received, &[(1, MESSAGES[1])], &[] as &[(usize, &str)], PH)
}

pub(in crate::tests) fn prepared(suite: Ciphersuite, issuer: &SigningKey, counts: Counts) -> PseudonymKey {
    PseudonymKey::new(generators(suite), issuer.verifying_key(), HEADER, counts).unwrap()
}
