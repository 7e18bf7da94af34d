//! `zkryptium`: the IETF draft on the wire, so that ours and theirs can check one another.

use ::zkryptium::bbsplus::ciphersuites::{BbsCiphersuite, Bls12381Sha256, Bls12381Shake256};
use ::zkryptium::bbsplus::keys::{BBSplusPublicKey, BBSplusSecretKey};
use ::zkryptium::schemes::algorithms::BBSplus;
use ::zkryptium::schemes::generics::{PoKSignature, Signature};
use anyhow::{Result, anyhow};

/// As `Cargo.toml` says.
pub const VERSION: &str = "0.8.0";

/// The two ciphersuites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// BLS12-381-SHA-256.
    Sha256,
    /// BLS12-381-SHAKE-256.
    Shake256,
}

/// Octets of a signature.
pub const SIGNATURE: usize = 80;

/// The peer's keys, read.
pub struct Keys {
    secret: BBSplusSecretKey,
    public: BBSplusPublicKey,
}

impl Keys {
    /// # Errors
    /// If the octets are no key.
    pub fn new(secret: &[u8]) -> Result<Self> {
        let secret = BBSplusSecretKey::from_bytes(secret).map_err(|error| anyhow!("{error}"))?;
        Ok(Self { public: secret.public_key(), secret })
    }

    /// The public key's octets.
    pub fn public(&self) -> [u8; 96] {
        self.public.to_bytes()
    }
}

/// # Errors
/// If the peer refuses.
pub fn sign(suite: Suite, keys: &Keys, header: &[u8], messages: &[Vec<u8>]) -> Result<[u8; SIGNATURE]> {
    match suite {
        Suite::Sha256 => sign_in::<Bls12381Sha256>(keys, header, messages),
        Suite::Shake256 => sign_in::<Bls12381Shake256>(keys, header, messages),
    }
}

fn sign_in<CS: BbsCiphersuite>(keys: &Keys, header: &[u8], messages: &[Vec<u8>]) -> Result<[u8; SIGNATURE]>
where
    CS::Expander: for<'a> elliptic_curve::hash2curve::ExpandMsg<'a>,
{
    Signature::<BBSplus<CS>>::sign(Some(messages), &keys.secret, &keys.public, Some(header))
        .map(|signature| signature.to_bytes())
        .map_err(|error| anyhow!("{error}"))
}

/// # Errors
/// If the peer refuses.
pub fn verify(
    suite: Suite,
    public: &[u8],
    header: &[u8],
    messages: &[Vec<u8>],
    signature: &[u8; SIGNATURE],
) -> Result<()> {
    match suite {
        Suite::Sha256 => verify_in::<Bls12381Sha256>(public, header, messages, signature),
        Suite::Shake256 => verify_in::<Bls12381Shake256>(public, header, messages, signature),
    }
}

fn verify_in<CS: BbsCiphersuite>(
    public: &[u8],
    header: &[u8],
    messages: &[Vec<u8>],
    signature: &[u8; SIGNATURE],
) -> Result<()>
where
    CS::Expander: for<'a> elliptic_curve::hash2curve::ExpandMsg<'a>,
{
    let key = BBSplusPublicKey::from_bytes(public).map_err(|error| anyhow!("{error}"))?;
    Signature::<BBSplus<CS>>::from_bytes(signature)
        .and_then(|signature| signature.verify(&key, Some(messages), Some(header)))
        .map_err(|error| anyhow!("{error}"))
}

/// What is signed and which of it is shown, to whom.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The issuer's header.
    pub header: &'a [u8],
    /// The presentation header.
    pub presentation_header: &'a [u8],
    /// Strictly ascending.
    pub disclosed: &'a [usize],
}

/// # Errors
/// If the peer refuses.
pub fn prove(
    suite: Suite,
    public: &[u8],
    statement: &Statement<'_>,
    messages: &[Vec<u8>],
    signature: &[u8; SIGNATURE],
) -> Result<Vec<u8>> {
    match suite {
        Suite::Sha256 => prove_in::<Bls12381Sha256>(public, statement, messages, signature),
        Suite::Shake256 => prove_in::<Bls12381Shake256>(public, statement, messages, signature),
    }
}

fn prove_in<CS: BbsCiphersuite>(
    public: &[u8],
    statement: &Statement<'_>,
    messages: &[Vec<u8>],
    signature: &[u8; SIGNATURE],
) -> Result<Vec<u8>>
where
    CS::Expander: for<'a> elliptic_curve::hash2curve::ExpandMsg<'a>,
{
    let key = BBSplusPublicKey::from_bytes(public).map_err(|error| anyhow!("{error}"))?;
    let proof = PoKSignature::<BBSplus<CS>>::proof_gen(
        &key,
        signature,
        Some(statement.header),
        Some(statement.presentation_header),
        Some(messages),
        Some(statement.disclosed),
    );
    proof.map(|proof| proof.to_bytes()).map_err(|error| anyhow!("{error}"))
}

/// `messages` are the disclosed ones, in order.
///
/// # Errors
/// If the peer refuses.
pub fn verify_proof(
    suite: Suite,
    public: &[u8],
    statement: &Statement<'_>,
    messages: &[Vec<u8>],
    proof: &[u8],
) -> Result<()> {
    match suite {
        Suite::Sha256 => verify_proof_in::<Bls12381Sha256>(public, statement, messages, proof),
        Suite::Shake256 => verify_proof_in::<Bls12381Shake256>(public, statement, messages, proof),
    }
}

fn verify_proof_in<CS: BbsCiphersuite>(
    public: &[u8],
    statement: &Statement<'_>,
    messages: &[Vec<u8>],
    proof: &[u8],
) -> Result<()>
where
    CS::Expander: for<'a> elliptic_curve::hash2curve::ExpandMsg<'a>,
{
    let key = BBSplusPublicKey::from_bytes(public).map_err(|error| anyhow!("{error}"))?;
    let proof = PoKSignature::<BBSplus<CS>>::from_bytes(proof).map_err(|error| anyhow!("{error}"))?;
    proof
        .proof_verify(
            &key,
            Some(messages),
            Some(statement.disclosed),
            Some(statement.header),
            Some(statement.presentation_header),
        )
        .map_err(|error| anyhow!("{error}"))
}
