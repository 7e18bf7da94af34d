//! p256, p384, ed25519-dalek and sha2.

use crate::Algorithm;
use crate::digest::{Digest, HashAlgorithm};
use ed25519_dalek::Signature as Ed25519Signature;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::ecdsa::signature::{Signer, Verifier};
use sha2::Digest as _;
use zeroize::Zeroizing;

pub(crate) fn digest(algorithm: HashAlgorithm, data: &[u8]) -> Digest {
    match algorithm {
        HashAlgorithm::Sha256 => Digest::new(algorithm, &sha2::Sha256::digest(data)),
        HashAlgorithm::Sha384 => Digest::new(algorithm, &sha2::Sha384::digest(data)),
        HashAlgorithm::Sha512 => Digest::new(algorithm, &sha2::Sha512::digest(data)),
    }
}

#[derive(Clone)]
pub(crate) enum Hasher {
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Hasher {
    pub(crate) fn new(algorithm: HashAlgorithm) -> Self {
        match algorithm {
            HashAlgorithm::Sha256 => Self::Sha256(sha2::Sha256::new()),
            HashAlgorithm::Sha384 => Self::Sha384(sha2::Sha384::new()),
            HashAlgorithm::Sha512 => Self::Sha512(sha2::Sha512::new()),
        }
    }

    pub(crate) fn update(&mut self, data: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(data),
            Self::Sha384(hasher) => hasher.update(data),
            Self::Sha512(hasher) => hasher.update(data),
        }
    }

    pub(crate) fn finish(self, algorithm: HashAlgorithm) -> Digest {
        match self {
            Self::Sha256(hasher) => Digest::new(algorithm, &hasher.finalize()),
            Self::Sha384(hasher) => Digest::new(algorithm, &hasher.finalize()),
            Self::Sha512(hasher) => Digest::new(algorithm, &hasher.finalize()),
        }
    }
}

#[derive(Clone)]
pub(crate) enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl PublicKey {
    pub(crate) fn from_point(algorithm: Algorithm, point: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Es256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P256),
            Algorithm::Es384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P384),
            Algorithm::Ed25519 => {
                let point = point.try_into().ok()?;
                ed25519_dalek::VerifyingKey::from_bytes(point).ok().map(Self::Ed25519)
            }
        }
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::Ed25519(key) => Ed25519Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
        }
    }

    pub(crate) fn verify_hashed(&self, message: Hasher, signature: &[u8]) -> bool {
        match (self, message) {
            (Self::P256(key), Hasher::Sha256(message)) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&message.finalize(), &signature).is_ok()),
            (Self::P384(key), Hasher::Sha384(message)) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&message.finalize(), &signature).is_ok()),
            _ => false,
        }
    }
}

pub(crate) enum PrivateKey {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl PrivateKey {
    pub(crate) fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Es256 => p256::ecdsa::SigningKey::from_slice(secret).ok().map(Self::P256),
            Algorithm::Es384 => p384::ecdsa::SigningKey::from_slice(secret).ok().map(Self::P384),
            Algorithm::Ed25519 => {
                let seed = secret.try_into().ok()?;
                Some(Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
            }
        }
    }

    pub(crate) fn point(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::Ed25519(key) => key.verifying_key().as_bytes().to_vec(),
        }
    }

    pub(crate) fn secret(&self) -> Option<Zeroizing<Vec<u8>>> {
        let secret = match self {
            Self::P256(key) => Zeroizing::new(key.to_bytes()).to_vec(),
            Self::P384(key) => Zeroizing::new(key.to_bytes()).to_vec(),
            Self::Ed25519(key) => key.as_bytes().to_vec(),
        };
        Some(Zeroizing::new(secret))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.try_sign(message).ok()?;
                Some(signature.to_vec())
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.try_sign(message).ok()?;
                Some(signature.to_vec())
            }
            Self::Ed25519(key) => Some(key.try_sign(message).ok()?.to_bytes().to_vec()),
        }
    }
}

pub(crate) fn verify_ecdsa_der(
    curve: Algorithm,
    hash: HashAlgorithm,
    point: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    let hashed = digest(hash, message);
    match PublicKey::from_point(curve, point) {
        Some(PublicKey::P256(key)) => p256::ecdsa::Signature::from_der(signature)
            .is_ok_and(|signature| key.verify_prehash(hashed.as_ref(), &signature).is_ok()),
        Some(PublicKey::P384(key)) => p384::ecdsa::Signature::from_der(signature)
            .is_ok_and(|signature| key.verify_prehash(hashed.as_ref(), &signature).is_ok()),
        _ => false,
    }
}
