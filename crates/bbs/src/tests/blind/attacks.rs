//! Attack case 64: commitments that are bad, absent, or somebody else's.

use super::scene::{BlindScene, COMMITTED, MESSAGES, generators, prepared};
use crate::blind::{Commitment, Opening, Selection};
use crate::curve::{G1, G1Affine};
use crate::tests::attacks_encodings::{identity, off_subgroup};
use crate::tests::hex::unhex;
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, PH, SUITES};
use crate::{Error, PreparedKey, Proof};

fn read(octets: &[u8]) -> Result<(), Error> {
    Commitment::from_octets(octets).map(drop)
}

#[test]
fn a64_a_commitment_that_is_no_encoding() {
    const R: &str = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
    let octets = BlindScene::new(SUITES[0], 1).commitment.to_octets();
    assert_eq!(octets.len(), Commitment::MIN_OCTETS + 2 * 32);
    let long = [octets.clone(), vec![1; 40]].concat();
    for length in 0..long.len() {
        let whole = length >= Commitment::MIN_OCTETS && (length - Commitment::MIN_OCTETS).is_multiple_of(32);
        let expected = if whole { Ok(()) } else { Err(Error::Length { part: "the commitment" }) };
        assert_eq!(read(&long[..length]), expected, "{length}");
    }
    const PART: &str = "the commitment's C";
    let with_point = |point: &[u8]| read(&[point, &octets[48..]].concat());
    assert_eq!(with_point(&identity(48)), Err(Error::Identity { part: PART }));
    assert_eq!(with_point(&off_subgroup().0), Err(Error::NotInSubgroup { part: PART }));
    let mut uncompressed = octets[..48].to_vec();
    uncompressed[0] &= 0x7f;
    for bad in [uncompressed, vec![0xff; 48], vec![0; 48]] {
        assert_eq!(with_point(&bad), Err(Error::NotAPoint { part: PART }));
    }
    for at in (48..octets.len()).step_by(32) {
        for bad in [vec![0; 32], unhex(R), vec![0xff; 32]] {
            let mut octets = octets.clone();
            octets[at..at + 32].copy_from_slice(&bad);
            assert!(matches!(read(&octets), Err(Error::ScalarOutOfRange { .. })), "{at}");
        }
    }
}

#[test]
fn a64_every_altered_bit_of_a_commitment() {
    for suite in SUITES {
        let scene = BlindScene::new(suite, 1);
        let octets = scene.commitment.to_octets();
        for bit in 0..octets.len() * 8 {
            let mut octets = octets.clone();
            octets[bit / 8] ^= 1 << (bit % 8);
            let signed = Commitment::from_octets(&octets)
                .and_then(|commitment| scene.issuer.blind_sign(&scene.key, Some(&commitment), &MESSAGES));
            assert!(signed.is_err(), "bit {bit}");
        }
    }
}

#[test]
fn a64_a_point_without_a_proof_of_what_is_in_it() {
    let scene = BlindScene::new(SUITES[0], 1);
    let other = BlindScene::new(SUITES[0], 2);
    let sign = |octets: &[u8]| {
        let commitment = Commitment::from_octets(octets).unwrap();
        scene.issuer.blind_sign(&scene.key, Some(&commitment), &MESSAGES).map(drop)
    };
    let (ours, theirs) = (scene.commitment.to_octets(), other.commitment.to_octets());
    assert_eq!(sign(&ours), Ok(()));
    // The proof of one under the point of another, and a point with what the holder chose added: C + H_1 would change a message of the
    // signer.
    assert_eq!(sign(&[&theirs[..48], &ours[48..]].concat()), Err(Error::CommitmentInvalid));
    let first = &scene.key.split().key().message_generators()[0];
    let point = G1Affine::from_octets(&ours[..48].try_into().unwrap(), "C").unwrap();
    let moved: G1Affine = (G1::from(&point) + G1::from(first.point())).into();
    assert_eq!(sign(&[&moved.to_octets(), &ours[48..]].concat()), Err(Error::CommitmentInvalid));
    // Responses exchanged.
    let mut exchanged = ours.clone();
    exchanged[80..112].copy_from_slice(&ours[112..144]);
    exchanged[112..144].copy_from_slice(&ours[80..112]);
    assert_eq!(sign(&exchanged), Err(Error::CommitmentInvalid));
}

#[test]
fn a64_a_commitment_of_another_suite_or_size_or_none() {
    for (suite, other_suite) in [(SUITES[0], SUITES[1]), (SUITES[1], SUITES[0])] {
        let scene = BlindScene::new(suite, 1);
        let sign = |commitment: Option<&Commitment>| {
            scene.issuer.blind_sign(&scene.key, commitment, &MESSAGES).map(drop)
        };
        assert_eq!(sign(Some(&BlindScene::new(other_suite, 1).commitment)), Err(Error::CommitmentInvalid));
        for count in [0, 1, 3] {
            let (commitment, _) = generators(suite).commit(&vec!["x"; count], &mut rng(1)).unwrap();
            assert_eq!(commitment.committed_count(), count);
            assert_eq!(sign(Some(&commitment)), Err(Error::MessageCount));
        }
        assert_eq!(sign(None), Err(Error::MessageCount));
        let one_less = scene.issuer.blind_sign(&scene.key, Some(&scene.commitment), &MESSAGES[1..]);
        assert_eq!(one_less.map(drop), Err(Error::MessageCount));
        let other = BlindScene::new(suite, 2);
        let with_other_key = other.issuer.blind_sign(&scene.key, Some(&scene.commitment), &MESSAGES);
        assert_eq!(with_other_key.map(drop), Err(Error::KeyPairMismatch));
    }
}

#[test]
fn a64_a_signature_without_the_secret_of_its_holder() {
    for suite in SUITES {
        let scene = BlindScene::new(suite, 1);
        assert_eq!(scene.signature.verify_blind(&scene.key, &MESSAGES, &scene.opening), Ok(()));
        assert_eq!(scene.verify(&scene.prove(&scene.opening, 3).unwrap()), Ok(()));
        let blind = scene.opening.secret_prover_blind();
        let mut other_blind = *blind;
        other_blind[31] ^= 1;
        let opening = |blind: &[u8], messages: &[&str]| generators(suite).opening(blind, messages).unwrap();
        // Another secret, another factor, the messages exchanged, somebody else's opening.
        for guess in [
            opening(&*blind, &["a guess", COMMITTED[1]]),
            opening(&other_blind, &COMMITTED),
            opening(&*blind, &[COMMITTED[1], COMMITTED[0]]),
            BlindScene::new(suite, 2).opening,
        ] {
            let verdict = scene.signature.verify_blind(&scene.key, &MESSAGES, &guess);
            assert_eq!(verdict, Err(Error::SignatureInvalid));
            let proof = scene.prove(&guess, 3).unwrap();
            assert_eq!(scene.verify(&proof), Err(Error::ProofInvalid));
        }
        for guess in [opening(&*blind, &COMMITTED[..1]), Opening::none()] {
            assert_eq!(scene.prove(&guess, 3), Err(Error::MessageCount));
            let verdict = scene.signature.verify_blind(&scene.key, &MESSAGES, &guess);
            assert_eq!(verdict, Err(Error::MessageCount));
        }
        // As it was kept, it still opens.
        assert_eq!(scene.verify(&scene.prove(&opening(&*blind, &COMMITTED), 4).unwrap()), Ok(()));
    }
}

#[test]
fn a64_indexes_that_lead_to_the_blinding_factor_or_to_the_other_kind() {
    let scene = BlindScene::new(SUITES[0], 1);
    let proof = scene.prove(&scene.opening, 3).unwrap();
    let [_, city] = MESSAGES;
    let [_, nick] = COMMITTED;
    let verify =
        |known: &[(usize, &str)], own: &[(usize, &str)]| proof.verify_blind(&scene.key, known, own, PH);
    assert_eq!(verify(&[(1, city)], &[(1, nick)]), Ok(()));
    for known in [2, 3, 4, 5, usize::MAX] {
        assert_eq!(verify(&[(known, city)], &[(1, nick)]), Err(Error::IndexOutOfRange));
    }
    for own in [2, 3, usize::MAX, usize::MAX - 2] {
        assert_eq!(verify(&[(1, city)], &[(own, nick)]), Err(Error::IndexOutOfRange));
    }
    assert_eq!(verify(&[(0, city)], &[(1, nick)]), Err(Error::ProofInvalid));
    assert_eq!(verify(&[(1, city)], &[(0, nick)]), Err(Error::ProofInvalid));
    assert_eq!(verify(&[(1, nick)], &[(1, city)]), Err(Error::ProofInvalid));
    assert_eq!(verify(&[(1, city)], &[]), Err(Error::MessageCount));
    assert_eq!(verify(&[], &[(0, city), (1, nick)]), Err(Error::ProofInvalid));
    assert_eq!(verify(&[], &[(1, nick), (0, city)]), Err(Error::IndexesNotAscending));
    assert_eq!(verify(&[(1, city), (1, city)], &[]), Err(Error::IndexesNotAscending));

    let select = |messages: &[usize], committed: &[usize]| {
        let selection = Selection { messages, committed };
        let rng = &mut rng(1);
        Proof::generate_blind(&scene.key, &scene.signature, &MESSAGES, &scene.opening, selection, PH, rng)
            .map(drop)
    };
    assert_eq!(select(&[2], &[]), Err(Error::IndexOutOfRange));
    assert_eq!(select(&[], &[2]), Err(Error::IndexOutOfRange));
    assert_eq!(select(&[1, 0], &[]), Err(Error::IndexesNotAscending));
    assert_eq!(select(&[], &[0, 0]), Err(Error::IndexesNotAscending));
}

#[test]
fn a64_blind_and_plain_do_not_mix() {
    for suite in SUITES {
        let scene = BlindScene::new(suite, 1);
        let proof = scene.prove(&scene.opening, 3).unwrap();
        // As many messages, the same key and header.
        let plain = crate::tests::scene::prepared(suite, &scene.issuer, HEADER, 5);
        let verdict = proof.verify(&plain, &[(1, MESSAGES[1]), (4, COMMITTED[1])], PH);
        assert_eq!(verdict, Err(Error::ProofInvalid));
        let signature = scene.issuer.sign(&plain, &["a", "b", "c", "d", "e"]).unwrap();
        let of_plain = |key: &PreparedKey| {
            Proof::generate(key, &signature, &["a", "b", "c", "d", "e"], &[1, 4], PH, &mut rng(1)).unwrap()
        };
        let verdict = of_plain(&plain).verify_blind(&scene.key, &[(1, "b")], &[(1, "e")], PH);
        assert_eq!(verdict, Err(Error::ProofInvalid));
        // Another split of the same number of messages.
        let other_split = prepared(suite, &scene.issuer, 3, 1);
        let verdict = proof.verify_blind(&other_split, &[(1, MESSAGES[1])], &[(0, COMMITTED[1])], PH);
        assert_eq!(verdict, Err(Error::ProofInvalid));
    }
}
