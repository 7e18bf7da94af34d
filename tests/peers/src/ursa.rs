//! Hyperledger Ursa's `bbs`: archived, BBS+ from before the IETF draft; here because its name is the first that one finds.

use anyhow::{Result, anyhow, ensure};
use bbs::prelude::*;
use std::collections::BTreeSet;

/// As `Cargo.toml` says.
pub const VERSION: &str = "0.4.1";

/// An issuer who signs so many messages, and the messages.
pub struct Setup {
    public: PublicKey,
    secret: SecretKey,
    messages: Vec<SignatureMessage>,
    request: ProofRequest,
    nonce: ProofNonce,
}

impl Setup {
    /// `shown` are the positions of the messages that proofs disclose.
    ///
    /// # Errors
    /// If the peer refuses.
    pub fn new(count: usize, shown: &[usize]) -> Result<Self> {
        let (public, secret) = Issuer::new_keys(count).map_err(|error| anyhow!("{error}"))?;
        let messages = (0..count).map(|at| SignatureMessage::hash(at.to_be_bytes())).collect();
        let request = Verifier::new_proof_request(shown, &public).map_err(|error| anyhow!("{error}"))?;
        Ok(Self { public, secret, messages, request, nonce: Verifier::generate_proof_nonce() })
    }

    /// # Errors
    /// If the peer refuses.
    pub fn sign(&self) -> Result<Vec<u8>> {
        let signature = Signature::new(&self.messages, &self.secret, &self.public);
        Ok(signature.map_err(|error| anyhow!("{error}"))?.to_bytes_compressed_form().to_vec())
    }

    fn signature(octets: &[u8]) -> Result<Signature> {
        let octets: [u8; SIGNATURE_COMPRESSED_SIZE] = octets.try_into()?;
        Ok(Signature::from(octets))
    }

    /// # Errors
    /// If the peer refuses.
    pub fn verify(&self, signature: &[u8]) -> Result<()> {
        let verified = Self::signature(signature)?.verify(&self.messages, &self.public);
        ensure!(verified.map_err(|error| anyhow!("{error}"))?, "the signature does not hold");
        Ok(())
    }

    /// # Errors
    /// If the peer refuses.
    pub fn prove(&self, signature: &[u8]) -> Result<Vec<u8>> {
        let shown: &BTreeSet<usize> = &self.request.revealed_messages;
        let messages: Vec<ProofMessage> = self
            .messages
            .iter()
            .enumerate()
            .map(|(at, message)| {
                if shown.contains(&at) {
                    ProofMessage::Revealed(*message)
                } else {
                    ProofMessage::Hidden(HiddenMessage::ProofSpecificBlinding(*message))
                }
            })
            .collect();
        let committed = Prover::commit_signature_pok(&self.request, &messages, &Self::signature(signature)?)
            .map_err(|error| anyhow!("{error}"))?;
        let challenge = Prover::create_challenge_hash(std::slice::from_ref(&committed), None, &self.nonce)
            .map_err(|error| anyhow!("{error}"))?;
        let proof =
            Prover::generate_signature_pok(committed, &challenge).map_err(|error| anyhow!("{error}"))?;
        Ok(proof.to_bytes_compressed_form())
    }

    /// # Errors
    /// If the peer refuses.
    pub fn verify_proof(&self, proof: &[u8]) -> Result<()> {
        let proof = SignatureProof::try_from(proof).map_err(|error| anyhow!("{error}"))?;
        Verifier::verify_signature_pok(&self.request, &proof, &self.nonce)
            .map_err(|error| anyhow!("{error}"))?;
        Ok(())
    }
}
