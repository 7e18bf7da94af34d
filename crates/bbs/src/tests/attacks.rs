//! Attack cases on what a proof is said to be about: keys, headers, indexes, suites. docs/ATTACKS.md lists them.

use super::rngs::rng;
use super::scene::{HEADER, MESSAGES, PH, SUITES, Scene, prepared, shown};
use crate::{Error, PreparedPresentation, Proof, Signature};

#[test]
fn a54_a_key_of_another_issuer_or_suite() {
    let (scene, other) = (Scene::new(SUITES[0], 1), Scene::new(SUITES[0], 2));
    let proof = scene.prove(&[0], 3);
    assert_eq!(proof.verify(&other.key, &shown(&[0]), PH), Err(Error::ProofInvalid));
    assert_eq!(scene.signature.verify(&other.key, &MESSAGES), Err(Error::SignatureInvalid));
    assert_eq!(scene.issuer.sign(&other.key, &MESSAGES).map(drop), Err(Error::KeyPairMismatch));
    let same_key_of_the_other_suite = prepared(SUITES[1], &scene.issuer, HEADER, MESSAGES.len());
    let verdict = proof.verify(&same_key_of_the_other_suite, &shown(&[0]), PH);
    assert_eq!(verdict, Err(Error::ProofInvalid));
}

#[test]
fn a55_indexes_that_repeat_descend_or_have_no_message() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let proof = scene.prove(&[0, 2], 3);
        let verify = |disclosed: &[(usize, &str)]| proof.verify(&scene.key, disclosed, PH);
        let [first, _, third, _] = MESSAGES;
        assert_eq!(verify(&[(0, first), (2, third)]), Ok(()));
        assert_eq!(verify(&[(0, first), (0, first)]), Err(Error::IndexesNotAscending));
        assert_eq!(verify(&[(2, third), (0, first)]), Err(Error::IndexesNotAscending));
        assert_eq!(verify(&[(0, first), (4, third)]), Err(Error::IndexOutOfRange));
        assert_eq!(verify(&[(0, first), (usize::MAX, third)]), Err(Error::IndexOutOfRange));
        // The messages exchanged, an index moved, one left out, one added.
        assert_eq!(verify(&[(0, third), (2, first)]), Err(Error::ProofInvalid));
        assert_eq!(verify(&[(0, first), (3, third)]), Err(Error::ProofInvalid));
        assert_eq!(verify(&[(0, first)]), Err(Error::MessageCount));
        assert_eq!(verify(&[(0, first), (1, "x"), (2, third)]), Err(Error::MessageCount));

        let present = |disclosed: &[usize]| {
            PreparedPresentation::new(&scene.key, &scene.signature, &MESSAGES, disclosed, &mut rng(1))
                .map(drop)
        };
        assert_eq!(present(&[0, 0]), Err(Error::IndexesNotAscending));
        assert_eq!(present(&[2, 0]), Err(Error::IndexesNotAscending));
        assert_eq!(present(&[4]), Err(Error::IndexOutOfRange));
    }
}

#[test]
fn a55_another_total_number_of_messages() {
    let scene = Scene::new(SUITES[0], 1);
    let proof = scene.prove(&[0], 3);
    for count in [3, 5] {
        let key = prepared(SUITES[0], &scene.issuer, HEADER, count);
        assert_eq!(proof.verify(&key, &shown(&[0]), PH), Err(Error::MessageCount));
        assert_eq!(scene.signature.verify(&key, &MESSAGES), Err(Error::MessageCount));
    }
    // One disclosed message too many makes up for the number: the generators and the domain are others.
    let key = prepared(SUITES[0], &scene.issuer, HEADER, 5);
    assert_eq!(proof.verify(&key, &[(0, MESSAGES[0]), (4, "")], PH), Err(Error::ProofInvalid));
}

#[test]
fn a56_another_header() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let proof = scene.prove(&[1], 3);
        for header in [&b""[..], b"headeR", b"header\0", b"heade"] {
            let key = prepared(suite, &scene.issuer, header, MESSAGES.len());
            assert_eq!(proof.verify(&key, &shown(&[1]), PH), Err(Error::ProofInvalid));
            assert_eq!(scene.signature.verify(&key, &MESSAGES), Err(Error::SignatureInvalid));
        }
    }
}

#[test]
fn a57_another_presentation_header() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let proof = scene.prove(&[1], 3);
        assert_eq!(scene.verify(&proof, &[1]), Ok(()));
        for ph in [&b""[..], b"nonce of another", &PH[1..], &[PH, b"\0"].concat()] {
            assert_eq!(proof.verify(&scene.key, &shown(&[1]), ph), Err(Error::ProofInvalid));
        }
    }
}

#[test]
fn a58_the_other_suite() {
    for (suite, other) in [(SUITES[0], SUITES[1]), (SUITES[1], SUITES[0])] {
        let scene = Scene::new(suite, 1);
        let key = prepared(other, &scene.issuer, HEADER, MESSAGES.len());
        let proof = scene.prove(&[0, 1, 2, 3], 3);
        assert_eq!(proof.verify(&key, &shown(&[0, 1, 2, 3]), PH), Err(Error::ProofInvalid));
        assert_eq!(scene.signature.verify(&key, &MESSAGES), Err(Error::SignatureInvalid));
        // Made with the generators of the other suite from the start.
        let mixed = Proof::generate(&key, &scene.signature, &MESSAGES, &[0], PH, &mut rng(4)).unwrap();
        assert_eq!(mixed.verify(&key, &shown(&[0]), PH), Err(Error::ProofInvalid));
        assert_eq!(scene.verify(&mixed, &[0]), Err(Error::ProofInvalid));
    }
}

#[test]
fn a59_a_proof_spliced_from_two() {
    // Two credentials of one issuer, one of another, and one credential twice.
    let scene = Scene::new(SUITES[0], 1);
    let other_messages = ["name: Eve", "born: 1815", "city: London", ""];
    let other_signature = scene.issuer.sign(&scene.key, &other_messages).unwrap();
    let generate = |signature: &Signature, messages: &[&str; 4], seed| {
        Proof::generate(&scene.key, signature, messages, &[1, 2], PH, &mut rng(seed)).unwrap().to_octets()
    };
    let ours = generate(&scene.signature, &MESSAGES, 3);
    let theirs = [
        generate(&other_signature, &other_messages, 4),
        generate(&scene.signature, &MESSAGES, 5),
        Scene::new(SUITES[0], 2).prove(&[1, 2], 6).to_octets(),
    ];
    assert_eq!(scene.accept(&ours, &[1, 2]), Ok(()));
    // Every part of one replaced by that of the other, alone and with everything behind it.
    let parts: Vec<usize> = (0..3).map(|point| 48 * point).chain((144..=ours.len()).step_by(32)).collect();
    for theirs in &theirs {
        for part in parts.windows(2) {
            for end in [part[1], ours.len()] {
                if (part[0], end) == (0, ours.len()) {
                    continue;
                }
                let mut spliced = ours.clone();
                spliced[part[0]..end].copy_from_slice(&theirs[part[0]..end]);
                assert_eq!(scene.accept(&spliced, &[1, 2]), Err(Error::ProofInvalid), "{part:?} to {end}");
            }
        }
    }
}

#[test]
fn a62_a_message_that_only_looks_the_same() {
    for suite in SUITES {
        let issuer = crate::SigningKey::generate(&mut rng(1)).unwrap();
        let key = prepared(suite, &issuer, HEADER, 3);
        let messages = ["1", "true", "a"];
        let signature = issuer.sign(&key, &messages).unwrap();
        let proof = Proof::generate(&key, &signature, &messages, &[0], PH, &mut rng(2)).unwrap();
        assert_eq!(proof.verify(&key, &[(0, "1")], PH), Ok(()));
        // JSON's text for the number, padded, terminated, as its own scalar.
        let scalar = key.message_scalars(&messages).unwrap()[0].to_octets();
        for other in [&b"\"1\""[..], b"01", b"1\0", b"1 ", b"\x01", &scalar] {
            assert_eq!(proof.verify(&key, &[(0, other)], PH), Err(Error::ProofInvalid));
        }
        // The same message at another index, in another order, joined, or under the header of another version.
        assert_eq!(proof.verify(&key, &[(1, "1")], PH), Err(Error::ProofInvalid));
        for other in [["true", "1", "a"], ["1t", "rue", "a"], ["1", "a", "true"]] {
            assert_eq!(signature.verify(&key, &other), Err(Error::SignatureInvalid));
        }
        let next_version = prepared(suite, &issuer, b"header 2", 3);
        assert_eq!(proof.verify(&next_version, &[(0, "1")], PH), Err(Error::ProofInvalid));
    }
}

#[test]
fn a63_two_proofs_of_the_same_have_nothing_in_common() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let (one, other) = (scene.prove(&[1], 3).to_octets(), scene.prove(&[1], 4).to_octets());
        assert_eq!(one.len(), other.len());
        let parts = |octets: &[u8]| -> Vec<Vec<u8>> {
            let (points, scalars) = octets.split_at(144);
            points.chunks(48).chain(scalars.chunks(32)).map(<[u8]>::to_vec).collect()
        };
        for (part, other) in parts(&one).iter().zip(parts(&other)) {
            assert_ne!(*part, other);
        }
        // Nothing of the signature and no hidden message's scalar is in it.
        let signature = scene.signature.to_octets();
        let scalars = scene.key.message_scalars(&MESSAGES).unwrap();
        for part in parts(&one) {
            assert!(part != signature[..48] && part != signature[48..]);
            assert!(scalars.iter().all(|scalar| part != scalar.to_octets()));
        }
    }
}
