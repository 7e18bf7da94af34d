//! Every limit, at it and one past it; generators that fail; what is printed.

use super::scene::{COMMITTED, CONTEXT, COUNTS, MESSAGES, NymScene, generators};
use crate::Error;
use crate::limits::MAX_MESSAGES;
use crate::pseudonym::{Counts, NymSelection, NymVector, PreparedPseudonym, PseudonymKey, SignerNymEntropy};
use crate::tests::rngs::{Stuck, rng};
use crate::tests::scene::{HEADER, PH, SUITES};

#[test]
fn the_number_of_messages_and_secrets() {
    let scene = NymScene::new(SUITES[0], 2);
    let key = |counts| {
        PseudonymKey::new(generators(SUITES[0]), scene.issuer.verifying_key(), HEADER, counts).map(drop)
    };
    let counts = |messages, committed, nyms| Counts { messages, committed, nyms };
    assert_eq!(key(counts(MAX_MESSAGES - 3, 1, 1)), Ok(()));
    assert_eq!(key(counts(0, 0, 1)), Ok(()));
    assert_eq!(key(counts(1, 1, 0)), Err(Error::NoNymSecret));
    for [messages, committed, nyms] in [
        [MAX_MESSAGES - 2, 1, 1],
        [0, 0, MAX_MESSAGES],
        [0, usize::MAX, 1],
        [usize::MAX, 0, 1],
        [1, 1, usize::MAX],
    ] {
        assert_eq!(key(counts(messages, committed, nyms)), Err(Error::TooManyMessages));
    }
    // Another number of them than the key was prepared for.
    for (committed, nyms) in [(&["a"][..], 1), (&["a"], 3), (&[], 2), (&["a", "b"], 2)] {
        let nyms = NymVector::generate(nyms, &mut rng(3)).unwrap();
        let (commitment, pending) = generators(SUITES[0]).commit(committed, &nyms, &mut rng(3)).unwrap();
        let signed = scene.issuer.blind_sign_with_nym(&scene.key, &commitment, &scene.entropy, &MESSAGES);
        assert_eq!(signed.map(drop), Err(Error::MessageCount));
        let verdict =
            scene.signature.verify_finalize_with_nym(&scene.key, &MESSAGES, pending, &scene.entropy);
        assert_eq!(verdict.map(drop), Err(Error::MessageCount));
    }
}

#[test]
fn vectors_and_entropy_are_scalars() {
    let read = |octets: &[u8]| NymVector::from_octets(octets).map(drop);
    const PART: &str = "the vector of secrets";
    assert_eq!(read(&[1; 32]), Ok(()));
    assert_eq!(read(&[1; 32 * MAX_MESSAGES]), Ok(()));
    assert_eq!(read(&[1; 32 * (MAX_MESSAGES + 1)]), Err(Error::TooManyMessages));
    assert_eq!(read(&[]), Err(Error::NoNymSecret));
    assert_eq!(read(&[1; 33]), Err(Error::Length { part: PART }));
    assert_eq!(read(&[[1; 32], [0; 32]].concat()), Err(Error::ScalarOutOfRange { part: PART }));
    assert_eq!(read(&[0xff; 32]), Err(Error::ScalarOutOfRange { part: PART }));
    assert_eq!(NymVector::generate(0, &mut rng(1)).map(drop), Err(Error::NoNymSecret));
    assert_eq!(NymVector::generate(MAX_MESSAGES + 1, &mut rng(1)).map(drop), Err(Error::TooManyMessages));
    let vector = NymVector::generate(3, &mut rng(1)).unwrap();
    assert_eq!(*NymVector::from_octets(&vector.to_octets()).unwrap().to_octets(), *vector.to_octets());

    let read = |octets: &[u8]| SignerNymEntropy::from_octets(octets).map(drop);
    const ENTROPY: &str = "the signer's entropy";
    assert_eq!(read(&[1; 32]), Ok(()));
    assert_eq!(read(&[1; 31]), Err(Error::Length { part: ENTROPY }));
    assert_eq!(read(&[0; 32]), Err(Error::ScalarOutOfRange { part: ENTROPY }));
    assert_eq!(read(&[0xff; 32]), Err(Error::ScalarOutOfRange { part: ENTROPY }));
}

#[test]
fn generators_of_random_octets_that_fail() {
    let stuck = || Stuck(1);
    assert_eq!(NymVector::generate(1, &mut stuck()).map(drop), Err(Error::RandomnessUnusable));
    assert_eq!(SignerNymEntropy::generate(&mut stuck()).map(drop), Err(Error::RandomnessUnusable));
    let scene = NymScene::new(SUITES[0], 2);
    let committed = generators(SUITES[0]).commit(&COMMITTED, &scene.prover_nyms, &mut stuck());
    assert_eq!(committed.map(drop), Err(Error::RandomnessUnusable));
    let prepare = |rng: &mut Stuck| {
        let selection = NymSelection { messages: &[1], committed: &[], context_id: CONTEXT };
        PreparedPseudonym::new(&scene.key, &scene.signature, &MESSAGES, &scene.secrets, selection, rng)
    };
    assert_eq!(prepare(&mut stuck()).map(drop), Err(Error::RandomnessUnusable));
}

#[test]
fn prepared_before_the_nonce_is_known() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let prepare = |context_id: &[u8]| {
            let selection = NymSelection { messages: &[1], committed: &[], context_id };
            let rng = &mut rng(5);
            PreparedPseudonym::new(&scene.key, &scene.signature, &MESSAGES, &scene.secrets, selection, rng)
                .unwrap()
        };
        let prepared = prepare(CONTEXT);
        let pseudonym = prepared.pseudonym().clone();
        let (proof, shown) = prepared.finish(PH).unwrap();
        assert!(shown == pseudonym);
        assert_eq!(scene.verify(&proof, &pseudonym, CONTEXT), Ok(()));
        // A generator that was set back: another context makes other blindings.
        let (other, _) = prepare(b"other.example").finish(PH).unwrap();
        assert!(other.to_octets()[..48] != proof.to_octets()[..48]);
    }
}

#[test]
fn nothing_secret_is_printed() {
    let scene = NymScene::new(SUITES[0], 2);
    assert_eq!(scene.secrets.nyms().to_octets().len(), 32 * COUNTS.nyms);
    let (_, pseudonym) = scene.prove(CONTEXT, 3);
    let printed = format!("{:?} {:?} {:?} {pseudonym:?}", scene.secrets, scene.prover_nyms, scene.entropy);
    assert_eq!(printed, "PseudonymSecrets { .. } NymVector { .. } SignerNymEntropy { .. } Pseudonym { .. }");
}
