//! dock's `bbs_plus`, the fastest published library: the same protocol as the IETF draft's, but not its octets: messages are
//! scalars, and there is no domain. Generators and the pairing lines of the key are made beforehand.

use anyhow::{Result, anyhow};
use ark_bls12_381::{Bls12_381, Fr};
use ark_serialize::CanonicalDeserialize as _;
use ark_std::UniformRand as _;
use ark_std::rand::SeedableRng as _;
use ark_std::rand::rngs::StdRng;
use bbs_plus::prelude::{
    KeypairG2, PreparedPublicKeyG2, PreparedSignatureParams23G1, Signature23G1, SignatureParams23G1,
};
use bbs_plus::proof_23_ietf::{PoKOfSignature23G1Proof, PoKOfSignature23G1Protocol};
use blake2::Blake2b512;
use dock_crypto_utils::signature::MessageOrBlinding;
use schnorr_pok::compute_random_oracle_challenge;
use std::collections::BTreeMap;

/// As `Cargo.toml` says.
pub const VERSION: &str = "0.25.0";

/// An issuer who signs so many messages, and the messages.
pub struct Setup {
    rng: StdRng,
    parameters: SignatureParams23G1<Bls12_381>,
    prepared: PreparedSignatureParams23G1<Bls12_381>,
    keys: KeypairG2<Bls12_381>,
    prepared_key: PreparedPublicKeyG2<Bls12_381>,
    messages: Vec<Fr>,
    shown: BTreeMap<usize, Fr>,
}

impl Setup {
    /// `shown` are the positions of the messages that proofs disclose.
    pub fn new(count: u32, shown: &[usize]) -> Self {
        let mut rng = StdRng::seed_from_u64(u64::from(count));
        let parameters = SignatureParams23G1::generate_using_rng(&mut rng, count);
        let keys = KeypairG2::generate_using_rng_and_bbs23_params(&mut rng, &parameters);
        let messages: Vec<Fr> = (0..count).map(|_| Fr::rand(&mut rng)).collect();
        let shown = shown.iter().filter_map(|at| Some((*at, *messages.get(*at)?))).collect();
        Self {
            prepared: parameters.clone().into(),
            prepared_key: keys.public_key.clone().into(),
            rng,
            parameters,
            keys,
            messages,
            shown,
        }
    }

    /// # Errors
    /// If the peer refuses.
    pub fn sign(&mut self) -> Result<Vec<u8>> {
        let signature =
            Signature23G1::new(&mut self.rng, &self.messages, &self.keys.secret_key, &self.parameters)
                .map_err(|error| anyhow!("{error:?}"))?;
        octets(&signature)
    }

    /// # Errors
    /// If the peer refuses.
    pub fn verify(&self, signature: &[u8]) -> Result<()> {
        let signature = Signature23G1::<Bls12_381>::deserialize_compressed(signature)?;
        signature
            .verify(&self.messages, self.prepared_key.clone(), self.prepared.clone())
            .map_err(|error| anyhow!("{error:?}"))
    }

    /// # Errors
    /// If the peer refuses.
    pub fn prove(&mut self, signature: &[u8]) -> Result<Vec<u8>> {
        let signature = Signature23G1::<Bls12_381>::deserialize_compressed(signature)?;
        let messages = self.messages.iter().enumerate().map(|(at, message)| {
            if self.shown.contains_key(&at) {
                MessageOrBlinding::RevealMessage(message)
            } else {
                MessageOrBlinding::BlindMessageRandomly(message)
            }
        });
        let protocol =
            PoKOfSignature23G1Protocol::init(&mut self.rng, &signature, &self.parameters, messages)
                .map_err(|error| anyhow!("{error:?}"))?;
        let mut transcript = Vec::new();
        protocol
            .challenge_contribution(&self.shown, &self.parameters, &mut transcript)
            .map_err(|error| anyhow!("{error:?}"))?;
        let challenge = compute_random_oracle_challenge::<Fr, Blake2b512>(&transcript);
        octets(&protocol.gen_proof(&challenge).map_err(|error| anyhow!("{error:?}"))?)
    }

    /// # Errors
    /// If the peer refuses.
    pub fn verify_proof(&self, proof: &[u8]) -> Result<()> {
        let proof = PoKOfSignature23G1Proof::<Bls12_381>::deserialize_compressed(proof)?;
        let mut transcript = Vec::new();
        proof
            .challenge_contribution(&self.shown, &self.parameters, &mut transcript)
            .map_err(|error| anyhow!("{error:?}"))?;
        let challenge = compute_random_oracle_challenge::<Fr, Blake2b512>(&transcript);
        proof
            .verify(&self.shown, &challenge, self.prepared_key.clone(), self.prepared.clone())
            .map_err(|error| anyhow!("{error:?}"))
    }
}

fn octets(value: &impl ark_serialize::CanonicalSerialize) -> Result<Vec<u8>> {
    let mut octets = Vec::with_capacity(value.compressed_size());
    value.serialize_compressed(&mut octets)?;
    Ok(octets)
}
