//! aws-lc-rs.

use crate::Algorithm;
use crate::digest::{Digest, HashAlgorithm};
use aws_lc_rs::encoding::{AsBigEndian, Curve25519SeedBin, EcPrivateKeyBin};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256_SHA384_ASN1,
    ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair, ParsedPublicKey,
};
use aws_lc_rs::{agreement, digest as sha2};
use zeroize::Zeroizing;

fn function(algorithm: HashAlgorithm) -> &'static sha2::Algorithm {
    match algorithm {
        HashAlgorithm::Sha256 => &sha2::SHA256,
        HashAlgorithm::Sha384 => &sha2::SHA384,
        HashAlgorithm::Sha512 => &sha2::SHA512,
    }
}

pub(crate) fn digest(algorithm: HashAlgorithm, data: &[u8]) -> Digest {
    Digest::new(algorithm, sha2::digest(function(algorithm), data).as_ref())
}

#[derive(Clone)]
pub(crate) struct Hasher(sha2::Context);

impl Hasher {
    pub(crate) fn new(algorithm: HashAlgorithm) -> Self {
        Self(sha2::Context::new(function(algorithm)))
    }

    pub(crate) fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    pub(crate) fn finish(self, algorithm: HashAlgorithm) -> Digest {
        Digest::new(algorithm, self.0.finish().as_ref())
    }
}

#[derive(Clone)]
pub(crate) struct PublicKey(ParsedPublicKey);

impl PublicKey {
    pub(crate) fn from_point(algorithm: Algorithm, point: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Es256 => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point),
            Algorithm::Es384 => ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point),
            Algorithm::Ed25519 => ParsedPublicKey::new(&ED25519, point),
        }
        .ok()
        .map(Self)
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(message, signature).is_ok()
    }

    pub(crate) fn verify_hashed(&self, message: Hasher, signature: &[u8]) -> bool {
        self.0.verify_digest_sig(&message.0.finish(), signature).is_ok()
    }
}

pub(crate) enum PrivateKey {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    pub(crate) fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        let (curve, signing) = match algorithm {
            Algorithm::Es256 => (&agreement::ECDH_P256, &ECDSA_P256_SHA256_FIXED_SIGNING),
            Algorithm::Es384 => (&agreement::ECDH_P384, &ECDSA_P384_SHA384_FIXED_SIGNING),
            Algorithm::Ed25519 => return Ed25519KeyPair::from_seed_unchecked(secret).ok().map(Self::Ed25519),
        };
        // An ECDSA key pair is only made from both halves; key agreement computes the public one.
        let private = agreement::PrivateKey::from_private_key(curve, secret).ok()?;
        let public = private.compute_public_key().ok()?;
        EcdsaKeyPair::from_private_key_and_public_key(signing, secret, public.as_ref()).ok().map(Self::Ecdsa)
    }

    pub(crate) fn point(&self) -> Vec<u8> {
        match self {
            Self::Ecdsa(pair) => pair.public_key().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    pub(crate) fn secret(&self) -> Option<Zeroizing<Vec<u8>>> {
        let secret = match self {
            Self::Ecdsa(pair) => {
                let secret: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().ok()?;
                secret.as_ref().to_vec()
            }
            Self::Ed25519(pair) => {
                let secret: Curve25519SeedBin<'_> = pair.seed().ok()?.as_be_bytes().ok()?;
                secret.as_ref().to_vec()
            }
        };
        Some(Zeroizing::new(secret))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let signature = match self {
            Self::Ecdsa(pair) => pair.sign(&SystemRandom::new(), message),
            Self::Ed25519(pair) => pair.try_sign(message),
        };
        signature.ok().map(|signature| signature.as_ref().to_vec())
    }
}

pub(crate) fn verify_ecdsa_der(
    curve: Algorithm,
    hash: HashAlgorithm,
    point: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    let algorithm = match (curve, hash) {
        (Algorithm::Es256, HashAlgorithm::Sha256) => &ECDSA_P256_SHA256_ASN1,
        (Algorithm::Es256, HashAlgorithm::Sha384) => &ECDSA_P256_SHA384_ASN1,
        (Algorithm::Es384, HashAlgorithm::Sha256) => &ECDSA_P384_SHA256_ASN1,
        (Algorithm::Es384, HashAlgorithm::Sha384) => &ECDSA_P384_SHA384_ASN1,
        _ => return false,
    };
    ParsedPublicKey::new(algorithm, point).is_ok_and(|key| key.verify_sig(message, signature).is_ok())
}
