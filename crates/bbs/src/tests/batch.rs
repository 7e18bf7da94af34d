//! Batches: the verdicts are those of single checks, whatever fails and wherever.

use super::rngs::{Scripted, Stuck, rng};
use super::scene::{HEADER, MESSAGES, PH, SUITES, Scene, prepared, shown};
use crate::curve::{G1, G1Affine};
use crate::witness::Witness;
use crate::{Batch, Error, Proof, Signature};

/// A signature that does not hold: proofs from it fail in the pairing alone.
fn forged(scene: &Scene) -> Signature {
    let mut octets = scene.signature.to_octets();
    octets[79] ^= 1;
    Signature::from_octets(&octets).unwrap()
}

fn prove(scene: &Scene, signature: &Signature, seed: u64) -> Proof {
    Proof::generate(&scene.key, signature, &MESSAGES, &[0], PH, &mut rng(seed)).unwrap()
}

fn together(scene: &Scene, proofs: &[&Proof]) -> Vec<Result<(), Error>> {
    let mut batch = Batch::new(&scene.key);
    for proof in proofs {
        batch.add(proof, &scene.key, &shown(&[0]), PH).unwrap();
    }
    batch.verify(&mut rng(99)).unwrap()
}

#[test]
fn every_pattern_of_failures_gets_the_verdicts_of_single_checks() {
    let scene = Scene::new(SUITES[0], 1);
    let good: Vec<Proof> = (0..7).map(|seed| prove(&scene, &scene.signature, seed)).collect();
    let bad: Vec<Proof> = (0..7).map(|seed| prove(&scene, &forged(&scene), seed)).collect();
    assert!(bad.iter().all(|proof| scene.verify(proof, &[0]) == Err(Error::ProofInvalid)));
    // All patterns of failures among seven, which is no power of two; and the smallest batches.
    for pattern in 0..1u32 << 7 {
        let fails = |index: &usize| pattern >> index & 1 == 1;
        let proofs: Vec<&Proof> =
            (0..7).map(|index| if fails(&index) { &bad[index] } else { &good[index] }).collect();
        let expected: Vec<Result<(), Error>> =
            (0..7).map(|index| if fails(&index) { Err(Error::ProofInvalid) } else { Ok(()) }).collect();
        assert_eq!(together(&scene, &proofs), expected, "{pattern:b}");
        for count in [0, 1, 2] {
            assert_eq!(together(&scene, &proofs[..count]), expected[..count], "{count} of {pattern:b}");
        }
    }
}

#[test]
fn one_failure_anywhere_among_many() {
    let scene = Scene::new(SUITES[1], 1);
    let (good, bad) = (prove(&scene, &scene.signature, 1), prove(&scene, &forged(&scene), 2));
    for failing in 0..33 {
        let proofs: Vec<&Proof> = (0..33).map(|index| if index == failing { &bad } else { &good }).collect();
        let verdicts = together(&scene, &proofs);
        let failed: Vec<usize> = (0..33).filter(|index| verdicts[*index].is_err()).collect();
        assert_eq!(failed, [failing]);
    }
}

#[test]
fn what_fails_before_the_pairing_keeps_its_own_verdict() {
    let scene = Scene::new(SUITES[0], 1);
    let (good, bad) = (prove(&scene, &scene.signature, 1), prove(&scene, &forged(&scene), 2));
    let mut batch = Batch::new(&scene.key);
    batch.add(&good, &scene.key, &shown(&[0]), b"another nonce").unwrap();
    batch.add(&good, &scene.key, &shown(&[0]), PH).unwrap();
    batch.add(&good, &scene.key, &shown(&[0, 1]), PH).unwrap();
    batch.add(&bad, &scene.key, &shown(&[0]), PH).unwrap();
    batch.add(&good, &scene.key, &[(9, "x")], PH).unwrap();
    let verdicts = batch.verify(&mut rng(3)).unwrap();
    let invalid = Err(Error::ProofInvalid);
    assert_eq!(verdicts, [invalid, Ok(()), Err(Error::MessageCount), invalid, Err(Error::IndexOutOfRange)]);
}

#[test]
fn headers_and_numbers_of_messages_may_differ_and_issuers_may_not() {
    let (scene, other) = (Scene::new(SUITES[0], 1), Scene::new(SUITES[0], 2));
    let key = prepared(SUITES[0], &scene.issuer, b"another header", 2);
    let signature = scene.issuer.sign(&key, &["a", "b"]).unwrap();
    let short = Proof::generate(&key, &signature, &["a", "b"], &[1], PH, &mut rng(1)).unwrap();
    let long = prove(&scene, &scene.signature, 1);
    let theirs = prove(&other, &other.signature, 1);
    let mut batch = Batch::new(&scene.key);
    batch.add(&short, &key, &[(1, "b")], PH).unwrap();
    batch.add(&long, &scene.key, &shown(&[0]), PH).unwrap();
    assert_eq!(batch.add(&theirs, &other.key, &shown(&[0]), PH), Err(Error::BatchKeyDiffers));
    let same_key_of_the_other_suite = prepared(SUITES[1], &scene.issuer, HEADER, MESSAGES.len());
    batch.add(&long, &same_key_of_the_other_suite, &shown(&[0]), PH).unwrap();
    assert_eq!(batch.verify(&mut rng(3)).unwrap(), [Ok(()), Ok(()), Err(Error::ProofInvalid)]);
}

#[test]
fn two_forgeries_that_are_each_others_negatives_do_not_pass_together() {
    let scene = Scene::new(SUITES[0], 1);
    let forged = forged(&scene);
    // The same proof twice but for r1, which is negated in the second: so are Abar and Bbar.
    let make = |r1: crate::curve::Scalar| {
        let mut script = vec![0; 48 * 8];
        rand_core::Rng::fill_bytes(&mut rng(5), &mut script);
        script[..16].fill(0);
        script[16..48].copy_from_slice(&r1.to_octets());
        let witness = Witness::new(&scene.key, &forged, &MESSAGES, &[0]).unwrap();
        witness.initialise(&mut Scripted(script)).unwrap().finish(PH).unwrap()
    };
    let r1 = *crate::random::scalar(&mut rng(6)).unwrap();
    let (one, other) = (make(r1), make(crate::curve::Scalar::default() - r1));
    let negated = |point: &G1Affine| G1Affine::from(-G1::from(point));
    assert!(other.abar == negated(&one.abar) && other.bbar == negated(&one.bbar));
    let invalid = Err(Error::ProofInvalid);
    assert_eq!(together(&scene, &[&one, &other]), [invalid, invalid]);
    assert_eq!(together(&scene, &[&one, &one, &other, &other]), [invalid; 4]);
}

#[test]
fn without_random_numbers_there_is_no_verdict() {
    let scene = Scene::new(SUITES[0], 1);
    let good = prove(&scene, &scene.signature, 1);
    let batch = || {
        let mut batch = Batch::new(&scene.key);
        batch.add(&good, &scene.key, &shown(&[0]), PH).unwrap();
        batch
    };
    assert_eq!(batch().verify(&mut Scripted(vec![])), Err(Error::RandomnessFailed));
    assert_eq!(batch().verify(&mut Stuck(7)), Err(Error::RandomnessUnusable));
}
