//! Attack cases on points, scalars and lengths.

use super::hex::unhex;
use super::scene::{SUITES, Scene};
use crate::curve::G1Affine;
use crate::{Error, Proof, Signature, SigningKey, VerifyingKey};

const POINTS: [&str; 3] = ["the proof's Abar", "the proof's Bbar", "the proof's D"];

/// The encodings of a point of each group that is on the curve and not in the subgroup.
pub(super) fn off_subgroup() -> ([u8; 48], [u8; 96]) {
    let with_x = |octets: &mut [u8], x: u8| {
        octets[0] = 0x80;
        *octets.last_mut().unwrap() = x;
    };
    let first = (1..=255).find_map(|x| {
        let mut octets = [0; 48];
        with_x(&mut octets, x);
        (G1Affine::from_octets(&octets, "x").err()? == Error::NotInSubgroup { part: "x" }).then_some(octets)
    });
    let second = (1..=255).find_map(|x| {
        let mut octets = [0; 96];
        with_x(&mut octets, x);
        (VerifyingKey::from_octets(&octets).err()? == Error::NotInSubgroup { part: "the public key" })
            .then_some(octets)
    });
    (first.unwrap(), second.unwrap())
}

pub(super) fn identity(length: usize) -> Vec<u8> {
    let mut octets = vec![0; length];
    octets[0] = 0xc0;
    octets
}

/// The proof with each of its three points replaced, and the name of the point.
fn with_points(proof: &[u8], point: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let replaced = |(at, part)| {
        let mut octets = proof.to_vec();
        octets[48 * at..48 * (at + 1)].copy_from_slice(point);
        (part, octets)
    };
    POINTS.into_iter().enumerate().map(replaced).collect()
}

fn proof_and_signature() -> (Vec<u8>, [u8; 80]) {
    let scene = Scene::new(SUITES[0], 1);
    (scene.prove(&[0, 2], 3).to_octets(), scene.signature.to_octets())
}

fn signature_with(signature: &[u8; 80], point: &[u8]) -> Result<(), Error> {
    Signature::from_octets(&[point, &signature[48..]].concat()).map(drop)
}

#[test]
fn a49_the_identity_for_a_point() {
    let (proof, signature) = proof_and_signature();
    for (part, octets) in with_points(&proof, &identity(48)) {
        assert_eq!(Proof::from_octets(&octets), Err(Error::Identity { part }));
    }
    let verdict = signature_with(&signature, &identity(48));
    assert_eq!(verdict, Err(Error::Identity { part: "the signature's A" }));
    // All three at once: every pairing would hold.
    let all = [identity(48).repeat(3), proof[144..].to_vec()].concat();
    assert_eq!(Proof::from_octets(&all), Err(Error::Identity { part: POINTS[0] }));
}

#[test]
fn a50_a_point_outside_of_the_subgroup() {
    let (proof, signature) = proof_and_signature();
    let (point, _) = off_subgroup();
    for (part, octets) in with_points(&proof, &point) {
        assert_eq!(Proof::from_octets(&octets), Err(Error::NotInSubgroup { part }));
    }
    let verdict = signature_with(&signature, &point);
    assert_eq!(verdict, Err(Error::NotInSubgroup { part: "the signature's A" }));
    // (0, 2), of order 3, which blst tells apart from others.
    let mut order_three = [0; 48];
    order_three[0] = 0x80;
    for (part, octets) in with_points(&proof, &order_three) {
        assert_eq!(Proof::from_octets(&octets), Err(Error::NotInSubgroup { part }));
    }
}

#[test]
fn a51_encodings_that_are_not_canonical() {
    const P: &str =
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    let (proof, signature) = proof_and_signature();
    let refused = |point: &[u8]| {
        for (part, octets) in with_points(&proof, point) {
            assert_eq!(Proof::from_octets(&octets), Err(Error::NotAPoint { part }), "{point:02x?}");
        }
        let verdict = signature_with(&signature, point);
        assert_eq!(verdict, Err(Error::NotAPoint { part: "the signature's A" }));
    };
    // A sound x with p added to it, where that still fits into 381 bits.
    let scene = Scene::new(SUITES[0], 1);
    let small = (0..).find_map(|seed| {
        let point = scene.prove(&[], seed).to_octets()[..48].to_vec();
        (point[0] & 0x1f < 5).then_some(point)
    });
    let mut point = small.unwrap();
    let mut carry = 0;
    for (octet, p) in point.iter_mut().zip(unhex(P)).rev() {
        let sum = u16::from(*octet & if p == 0x1a { 0x1f } else { 0xff }) + u16::from(p) + carry;
        let flags = if p == 0x1a { *octet & 0xe0 } else { 0 };
        *octet = (sum & 0xff) as u8 | flags;
        carry = sum >> 8;
    }
    refused(&point);
    let mut p = unhex(P);
    p[0] |= 0x80;
    refused(&p);
    refused(&[0xff; 48]);
    // The identity with a sign, with an x, and both.
    let mut point = identity(48);
    point[0] = 0xe0;
    refused(&point);
    point[0] = 0xc0;
    point[47] = 1;
    refused(&point);
    // Not compressed, by its flag: with and without the other flags.
    for flags in [0x00, 0x20, 0x40, 0x60] {
        let mut point = proof[..48].to_vec();
        point[0] = point[0] & 0x1f | flags;
        refused(&point);
    }
}

#[test]
fn a51_a_point_with_the_other_sign() {
    let scene = Scene::new(SUITES[0], 1);
    let proof = scene.prove(&[0], 3).to_octets();
    for signs in 1..8 {
        let mut octets = proof.clone();
        for at in (0..3).filter(|at| signs >> at & 1 == 1) {
            octets[48 * at] ^= 0x20;
        }
        assert_eq!(scene.accept(&octets, &[0]), Err(Error::ProofInvalid), "{signs:b}");
    }
    let mut octets = scene.signature.to_octets();
    octets[0] ^= 0x20;
    let verdict = Signature::from_octets(&octets).unwrap().verify(&scene.key, &super::scene::MESSAGES);
    assert_eq!(verdict, Err(Error::SignatureInvalid));
}

#[test]
fn a52_scalars_that_are_zero_or_too_large() {
    const R: &str = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
    let (proof, signature) = proof_and_signature();
    let mut more = unhex(R);
    more[31] += 1;
    let mut less = unhex(R);
    less[31] -= 1;
    for bad in [vec![0; 32], unhex(R), more, vec![0xff; 32]] {
        for at in (144..proof.len()).step_by(32) {
            let mut octets = proof.clone();
            octets[at..at + 32].copy_from_slice(&bad);
            assert!(matches!(Proof::from_octets(&octets), Err(Error::ScalarOutOfRange { .. })), "{at}");
        }
        let verdict = Signature::from_octets(&[&signature[..48], &bad].concat());
        assert_eq!(verdict, Err(Error::ScalarOutOfRange { part: "the signature's e" }));
        let verdict = SigningKey::from_octets(&bad).map(drop);
        assert_eq!(verdict, Err(Error::ScalarOutOfRange { part: "the secret key" }));
    }
    assert!(SigningKey::from_octets(&less).is_ok());
}

#[test]
fn a53_proofs_and_signatures_of_another_length() {
    let scene = Scene::new(SUITES[0], 1);
    let (proof, signature) = proof_and_signature();
    let long = [proof.clone(), vec![1; 70]].concat();
    for length in 0..long.len() {
        let verdict = scene.accept(&long[..length], &[0, 2]);
        let expected = if length == proof.len() {
            Ok(())
        } else if length >= Proof::MIN_OCTETS && (length - Proof::MIN_OCTETS).is_multiple_of(32) {
            Err(Error::MessageCount)
        } else {
            Err(Error::Length { part: "the proof" })
        };
        assert_eq!(verdict, expected, "{length}");
    }
    let long = [&signature[..], &[1; 33]].concat();
    for length in (0..long.len()).filter(|length| *length != 80) {
        let verdict = Signature::from_octets(&long[..length]);
        assert_eq!(verdict, Err(Error::Length { part: "the signature" }), "{length}");
    }
    for length in [0, 31, 33] {
        let verdict = SigningKey::from_octets(&vec![1; length]).map(drop);
        assert_eq!(verdict, Err(Error::Length { part: "the secret key" }));
    }
}

#[test]
fn a54_keys_that_are_the_identity_or_no_point_of_the_subgroup() {
    const PART: &str = "the public key";
    let refused = |octets: &[u8]| VerifyingKey::from_octets(octets).unwrap_err();
    assert_eq!(refused(&identity(96)), Error::Identity { part: PART });
    assert_eq!(refused(&off_subgroup().1), Error::NotInSubgroup { part: PART });
    let key = Scene::new(SUITES[0], 1).issuer.verifying_key().to_octets();
    assert!(VerifyingKey::from_octets(&key).is_ok());
    for length in [0, 48, 95] {
        assert_eq!(refused(&key[..length]), Error::Length { part: PART });
    }
    assert_eq!(refused(&[&key[..], &[0]].concat()), Error::Length { part: PART });
    let mut uncompressed = key;
    uncompressed[0] &= 0x7f;
    assert_eq!(refused(&uncompressed), Error::NotAPoint { part: PART });
    assert_eq!(refused(&[0xff; 96]), Error::NotAPoint { part: PART });
}
