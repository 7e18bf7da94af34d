//! Attack case 60: a sound proof, changed.

use super::rngs::rng;
use super::scene::{HEADER, MESSAGES, PH, SUITES, Scene, prepared, shown};
use crate::{Ciphersuite, Error, Proof, Signature, SigningKey};

/// Every bit of small proofs, altered: of so many messages, with these shown.
fn altered_bits(suite: Ciphersuite, cases: &[(usize, &[usize])]) {
    let issuer = SigningKey::generate(&mut rng(1)).unwrap();
    for (count, disclosed) in cases {
        let key = prepared(suite, &issuer, HEADER, *count);
        let messages = &MESSAGES[..*count];
        let signature = issuer.sign(&key, messages).unwrap();
        let proof = Proof::generate(&key, &signature, messages, disclosed, PH, &mut rng(3)).unwrap();
        let accept = |octets: &[u8]| Proof::from_octets(octets)?.verify(&key, &shown(disclosed), PH);
        let octets = proof.to_octets();
        assert_eq!(accept(&octets), Ok(()));
        for bit in 0..octets.len() * 8 {
            let mut altered = octets.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(accept(&altered).is_err(), "{count} messages, {disclosed:?} shown, bit {bit}");
        }
    }
}

const SMALL: [(usize, &[usize]); 4] = [(0, &[]), (1, &[]), (2, &[0, 1]), (4, &[0, 1, 3])];

#[test]
fn a60_every_altered_bit() {
    altered_bits(SUITES[0], &SMALL);
}

#[test]
fn a60_every_altered_bit_in_the_other_suite() {
    altered_bits(SUITES[1], &SMALL);
}

#[test]
fn a60_every_altered_bit_of_a_signature() {
    let scene = Scene::new(SUITES[0], 1);
    let signature = scene.signature.to_octets();
    for bit in 0..signature.len() * 8 {
        let mut octets = signature;
        octets[bit / 8] ^= 1 << (bit % 8);
        let verdict =
            Signature::from_octets(&octets).and_then(|signature| signature.verify(&scene.key, &MESSAGES));
        assert!(verdict.is_err(), "bit {bit}");
    }
}

#[test]
fn a60_parts_exchanged() {
    let scene = Scene::new(SUITES[0], 1);
    let proof = scene.prove(&[0], 3).to_octets();
    let exchange = |one: usize, other: usize, length: usize| {
        let mut octets = proof.clone();
        octets[one..one + length].copy_from_slice(&proof[other..other + length]);
        octets[other..other + length].copy_from_slice(&proof[one..one + length]);
        assert_eq!(scene.accept(&octets, &[0]), Err(Error::ProofInvalid), "{one} and {other}");
    };
    for (one, other) in [(0, 48), (0, 96), (48, 96)] {
        exchange(one, other, 48);
    }
    let scalars: Vec<usize> = (144..proof.len()).step_by(32).collect();
    for (at, one) in scalars.iter().enumerate() {
        for other in &scalars[at + 1..] {
            exchange(*one, *other, 32);
        }
    }
}

#[test]
fn a60_all_that_keeps_the_pairing_equation() {
    // Abar and Bbar times the same factor, D too or not: the pairing holds, the challenge does not.
    let scene = Scene::new(SUITES[0], 1);
    let proof = scene.prove(&[0], 3);
    let factor = proof.responses.e;
    let scaled = |point: crate::curve::G1Affine| crate::curve::G1::from(&point).times_secret(&factor).into();
    for with_d in [false, true] {
        let mut other = proof.clone();
        other.abar = scaled(proof.abar);
        other.bbar = scaled(proof.bbar);
        if with_d {
            other.d = scaled(proof.d);
        }
        let pairs = [(&other.abar, scene.key.key_lines()), (&other.bbar, scene.key.base_lines())];
        assert!(crate::curve::product_is_one(pairs));
        assert_eq!(scene.accept(&other.to_octets(), &[0]), Err(Error::ProofInvalid));
    }
}

#[test]
fn a60_a_proof_without_a_signature() {
    // What anybody can make: points whose multiples are known, a challenge that is right, and no pairing that holds.
    let scene = Scene::new(SUITES[0], 1);
    let forged_signature = {
        let mut octets = scene.signature.to_octets();
        octets[79] ^= 1;
        Signature::from_octets(&octets).unwrap()
    };
    let forged = Proof::generate(&scene.key, &forged_signature, &MESSAGES, &[0], PH, &mut rng(3)).unwrap();
    assert_eq!(scene.accept(&forged.to_octets(), &[0]), Err(Error::ProofInvalid));
}
