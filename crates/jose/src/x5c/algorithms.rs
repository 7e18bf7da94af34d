//! The signature algorithms of certificates, for rustls-webpki to use without any cryptography of its own.

use crate::digest::HashAlgorithm;
use crate::{Algorithm, VerifyingKey, backend};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// What may sign a certificate. RSA is not among them.
pub(super) const SUPPORTED: &[&dyn SignatureVerificationAlgorithm] = &[
    &Ecdsa { curve: Algorithm::Es256, hash: HashAlgorithm::Sha256 },
    &Ecdsa { curve: Algorithm::Es384, hash: HashAlgorithm::Sha384 },
    &Ecdsa { curve: Algorithm::Es256, hash: HashAlgorithm::Sha384 },
    &Ecdsa { curve: Algorithm::Es384, hash: HashAlgorithm::Sha256 },
    &Ed25519,
];

#[derive(Debug)]
struct Ecdsa {
    curve: Algorithm,
    hash: HashAlgorithm,
}

impl SignatureVerificationAlgorithm for Ecdsa {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.curve {
            Algorithm::Es384 => alg_id::ECDSA_P384,
            _ => alg_id::ECDSA_P256,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.hash {
            HashAlgorithm::Sha384 => alg_id::ECDSA_SHA384,
            _ => alg_id::ECDSA_SHA256,
        }
    }

    /// Only an uncompressed point is a key, as in a JWK; RFC 5480 section 2.2 lets us leave out the compressed form.
    fn verify_signature(
        &self,
        point: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let uncompressed = point.len() == self.curve.point_length() && point.first() == Some(&0x04);
        if uncompressed && backend::verify_ecdsa_der(self.curve, self.hash, point, message, signature) {
            Ok(())
        } else {
            Err(InvalidSignature)
        }
    }
}

#[derive(Debug)]
struct Ed25519;

impl SignatureVerificationAlgorithm for Ed25519 {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED25519
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED25519
    }

    fn verify_signature(
        &self,
        point: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        VerifyingKey::from_point(Algorithm::Ed25519, point.to_vec())
            .and_then(|key| key.verify(message, signature))
            .map_err(|_| InvalidSignature)
    }
}
