//! Attack case 65: pseudonyms of another context or holder, and secrets that are used again.

use super::scene::{COMMITTED, CONTEXT, COUNTS, MESSAGES, NymScene, generators, prepared, verify_under};
use crate::blind::{BlindKey, Selection};
use crate::curve::{G1, G1Affine};
use crate::pseudonym::{Counts, NymSelection, NymVector, Pseudonym, ReceivedPseudonym, SignerNymEntropy};
use crate::tests::attacks_encodings::{identity, off_subgroup};
use crate::tests::hex::unhex;
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, PH, SUITES};
use crate::{Error, Proof};

#[test]
fn a65_another_context() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let (proof, pseudonym) = scene.prove(CONTEXT, 3);
        assert_eq!(scene.verify(&proof, &pseudonym, CONTEXT), Ok(()));
        for context in [&b"other.example"[..], b"", &CONTEXT[1..], &[CONTEXT, b"\0"].concat(), PH] {
            assert_eq!(scene.verify(&proof, &pseudonym, context), Err(Error::ProofInvalid));
            // The pseudonym of that context, under the proof of this one.
            let (_, other) = scene.prove(context, 4);
            assert!(other != pseudonym);
            for claimed in [CONTEXT, context] {
                assert_eq!(scene.verify(&proof, &other, claimed), Err(Error::ProofInvalid));
            }
        }
        // Octets moved from the context to the presentation header in front of it.
        let received = ReceivedPseudonym { pseudonym: &pseudonym, context_id: &CONTEXT[1..] };
        let ph = [PH, &CONTEXT[..1]].concat();
        let none: &[(usize, &str)] = &[];
        let verdict = proof.verify_with_nym(&scene.key, received, &[(1, MESSAGES[1])], none, &ph);
        assert_eq!(verdict, Err(Error::ProofInvalid));
    }
}

#[test]
fn a65_the_same_pseudonym_in_one_context_and_nothing_else_in_common() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let ((one, pseudonym), (other, again)) = (scene.prove(CONTEXT, 3), scene.prove(CONTEXT, 4));
        assert!(pseudonym == again);
        let parts = |proof: &Proof| -> Vec<Vec<u8>> {
            let octets = proof.to_octets();
            let (points, scalars) = octets.split_at(144);
            points.chunks(48).chain(scalars.chunks(32)).map(<[u8]>::to_vec).collect()
        };
        let others = parts(&other);
        assert!(parts(&one).iter().all(|part| !others.contains(part)));
        // Another holder's is another, and so is that of the other suite.
        assert!(NymScene::new(suite, 5).prove(CONTEXT, 3).1 != pseudonym);
        let other_suite = if suite == SUITES[0] { SUITES[1] } else { SUITES[0] };
        assert!(NymScene::new(other_suite, 2).prove(CONTEXT, 3).1 != pseudonym);
    }
}

#[test]
fn a65_a_pseudonym_that_is_no_encoding_of_one() {
    const PART: &str = "the pseudonym";
    const BASE: &str =
        "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
    let read = |octets: &[u8]| Pseudonym::from_octets(octets).map(drop);
    let (_, pseudonym) = NymScene::new(SUITES[0], 2).prove(CONTEXT, 3);
    let octets = pseudonym.to_octets();
    assert_eq!(read(&octets), Ok(()));
    assert_eq!(read(&unhex(BASE)), Err(Error::PseudonymUnusable));
    assert_eq!(read(&identity(48)), Err(Error::Identity { part: PART }));
    assert_eq!(read(&off_subgroup().0), Err(Error::NotInSubgroup { part: PART }));
    assert_eq!(read(&[0xff; 48]), Err(Error::NotAPoint { part: PART }));
    for length in [0, 47] {
        assert_eq!(read(&octets[..length]), Err(Error::Length { part: PART }));
    }
    assert_eq!(read(&[&octets[..], &[0]].concat()), Err(Error::Length { part: PART }));
}

#[test]
fn a65_every_altered_bit_of_a_pseudonym() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let (proof, pseudonym) = scene.prove(CONTEXT, 3);
        for bit in 0..Pseudonym::OCTETS * 8 {
            let mut octets = pseudonym.to_octets();
            octets[bit / 8] ^= 1 << (bit % 8);
            let verdict = Pseudonym::from_octets(&octets)
                .and_then(|pseudonym| scene.verify(&proof, &pseudonym, CONTEXT));
            assert!(verdict.is_err(), "bit {bit}");
        }
    }
}

#[test]
fn a65_the_pseudonym_of_somebody_else() {
    for suite in SUITES {
        let (scene, victim) = (NymScene::new(suite, 2), NymScene::new(suite, 5));
        let (_, wanted) = victim.prove(CONTEXT, 3);
        let (proof, own) = scene.prove(CONTEXT, 3);
        assert_eq!(scene.verify(&proof, &wanted, CONTEXT), Err(Error::ProofInvalid));
        // Twice one's own, and its negative: multiples that are known.
        let point = G1Affine::from_octets(&own.to_octets(), "pseudonym").unwrap();
        for other in [G1::from(&point) + G1::from(&point), -G1::from(&point)] {
            let other = Pseudonym::from_octets(&G1Affine::from(other).to_octets()).unwrap();
            assert_eq!(scene.verify(&proof, &other, CONTEXT), Err(Error::ProofInvalid));
        }
        // The victim's secrets, which are not in one's own signature: the pseudonym is right, and nothing proves it.
        let blind = scene.secrets.secret_prover_blind();
        let stolen = generators(suite).secrets(&*blind, &COMMITTED, &victim.secrets.nyms()).unwrap();
        let (proof, pseudonym) = scene.prove_with(&stolen, CONTEXT, 3).unwrap();
        assert!(pseudonym == wanted);
        assert_eq!(scene.verify(&proof, &pseudonym, CONTEXT), Err(Error::ProofInvalid));
    }
}

#[test]
fn a65_secrets_and_commitments_that_are_used_again() {
    for suite in SUITES {
        let victim = NymScene::new(suite, 2);
        let (_, wanted) = victim.prove(CONTEXT, 3);
        let vector = || NymVector::from_octets(&victim.prover_nyms.to_octets()).unwrap();
        let entropy = || SignerNymEntropy::from_octets(&victim.entropy.to_octets()).unwrap();
        // A stolen vector, signed for somebody else: the issuer's entropy makes it another pseudonym.
        let thief = NymScene::of(suite, 7, vector(), SignerNymEntropy::generate(&mut rng(7)).unwrap());
        let (proof, pseudonym) = thief.prove(CONTEXT, 3);
        assert_eq!(thief.verify(&proof, &pseudonym, CONTEXT), Ok(()));
        assert!(pseudonym != wanted);
        // A stolen commitment, signed again: without its opening, nothing.
        let entropy_for_thief = SignerNymEntropy::generate(&mut rng(8)).unwrap();
        let signature = victim
            .issuer
            .blind_sign_with_nym(&victim.key, &victim.commitment, &entropy_for_thief, &MESSAGES)
            .unwrap();
        let blind = [7; 32];
        let guess = generators(suite).secrets(&blind, &COMMITTED, &vector()).unwrap();
        let verdict = signature.verify_finalize_with_nym(&victim.key, &MESSAGES, guess, &entropy_for_thief);
        assert_eq!(verdict.map(drop), Err(Error::SignatureInvalid));
        // The same holder again, who is to keep their pseudonym: same vector and entropy, another commitment.
        let renewed = NymScene::of(suite, 9, vector(), entropy());
        assert!(renewed.signature != victim.signature);
        let (proof, pseudonym) = renewed.prove(CONTEXT, 3);
        assert_eq!(renewed.verify(&proof, &pseudonym, CONTEXT), Ok(()));
        assert!(pseudonym == wanted);
    }
}

#[test]
fn a65_a_part_of_the_vector() {
    // To compute pseudonyms from fewer secrets would give one holder several.
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let one_more = Counts { committed: 0, nyms: 3, ..COUNTS };
        let one_less = Counts { committed: 2, nyms: 1, ..COUNTS };
        let (proof, pseudonym) = scene.prove(CONTEXT, 3);
        for counts in [one_more, one_less] {
            let other = prepared(suite, &scene.issuer, counts);
            assert_eq!(verify_under(&other, &proof, &pseudonym, CONTEXT), Err(Error::ProofInvalid));
            let selection = NymSelection { messages: &[1], committed: &[], context_id: CONTEXT };
            let rng = &mut rng(4);
            let (proof, pseudonym) = Proof::generate_with_nym(
                &other,
                &scene.signature,
                &MESSAGES,
                &scene.secrets,
                selection,
                PH,
                rng,
            )
            .unwrap();
            for key in [&other, &scene.key] {
                let verdict = verify_under(key, &proof, &pseudonym, CONTEXT);
                assert_eq!(verdict, Err(Error::ProofInvalid));
            }
        }
    }
}

#[test]
fn a65_secrets_cannot_be_shown() {
    let scene = NymScene::new(SUITES[0], 2);
    let (proof, pseudonym) = scene.prove(CONTEXT, 3);
    let received = ReceivedPseudonym { pseudonym: &pseudonym, context_id: CONTEXT };
    for index in [1, 2, 3, usize::MAX] {
        let verdict = proof.verify_with_nym(&scene.key, received, &[(1, MESSAGES[1])], &[(index, "x")], PH);
        assert_eq!(verdict, Err(Error::IndexOutOfRange));
        let selection = NymSelection { messages: &[1], committed: &[index], context_id: CONTEXT };
        let rng = &mut rng(4);
        let made = Proof::generate_with_nym(
            &scene.key,
            &scene.signature,
            &MESSAGES,
            &scene.secrets,
            selection,
            PH,
            rng,
        );
        assert_eq!(made.map(drop), Err(Error::IndexOutOfRange));
    }
}

#[test]
fn a65_pseudonyms_and_blind_signatures_do_not_mix() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let (proof, _) = scene.prove(CONTEXT, 3);
        let blind_generators = crate::tests::blind::generators(suite);
        let blind = BlindKey::new(blind_generators, scene.issuer.verifying_key(), HEADER, 2, 3).unwrap();
        let none: &[(usize, &str)] = &[];
        let verdict = proof.verify_blind(&blind, &[(1, MESSAGES[1])], none, PH);
        assert_eq!(verdict, Err(Error::ProofInvalid));
        // Commitments are for one interface too.
        let signed = scene.issuer.blind_sign(&blind, Some(&scene.commitment), &MESSAGES);
        assert_eq!(signed.map(drop), Err(Error::CommitmentInvalid));
        let (commitment, opening) = blind_generators.commit(&["a", "b", "c"], &mut rng(1)).unwrap();
        let signed = scene.issuer.blind_sign_with_nym(&scene.key, &commitment, &scene.entropy, &MESSAGES);
        assert_eq!(signed.map(drop), Err(Error::CommitmentInvalid));
        // A blind proof without a pseudonym, under the key for pseudonyms.
        let signature = scene.issuer.blind_sign(&blind, Some(&commitment), &MESSAGES).unwrap();
        let selection = Selection { messages: &[1], committed: &[] };
        let made = Proof::generate_blind(&blind, &signature, &MESSAGES, &opening, selection, PH, &mut rng(1))
            .unwrap();
        let (_, pseudonym) = scene.prove(CONTEXT, 3);
        assert_eq!(scene.verify(&made, &pseudonym, CONTEXT), Err(Error::ProofInvalid));
    }
}
