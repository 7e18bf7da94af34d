//! BBS: no octets panic, and what is read of a proof, a signature, a public key, a commitment, a pseudonym, a registry's value or
//! deletion, or a proof of not being revoked is written as the octets that were read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_bbs::blind::Commitment;
use vouchsafe_bbs::pseudonym::Pseudonym;
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion, RevocationProof};
use vouchsafe_bbs::{Proof, Signature, VerifyingKey};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = Proof::from_octets(bytes) {
        assert_eq!(proof.to_octets(), bytes);
    }
    if let Ok(signature) = Signature::from_octets(bytes) {
        assert_eq!(signature.to_octets(), bytes);
    }
    if let Ok(key) = VerifyingKey::from_octets(bytes) {
        assert_eq!(key.to_octets(), bytes);
    }
    if let Ok(proof) = RevocationProof::from_octets(bytes) {
        assert_eq!(proof.to_octets().as_slice(), bytes);
    }
    if let Ok(value) = AccumulatorValue::from_octets(bytes) {
        assert_eq!(value.to_octets().as_slice(), bytes);
    }
    if let Ok(deletion) = Deletion::from_octets(bytes) {
        assert_eq!(deletion.to_octets().as_slice(), bytes);
    }
    if let Ok(commitment) = Commitment::from_octets(bytes) {
        assert_eq!(commitment.to_octets(), bytes);
    }
    if let Ok(pseudonym) = Pseudonym::from_octets(bytes) {
        assert_eq!(pseudonym.to_octets(), bytes);
    }
});
