//! Every limit, at it and one past it; generators that fail; what is printed.

use super::scene::{BlindScene, COMMITTED, MESSAGES, generators};
use crate::blind::{BlindKey, Commitment, Selection};
use crate::limits::MAX_MESSAGES;
use crate::tests::rngs::{Scripted, Stuck, rng};
use crate::tests::scene::{HEADER, PH, SUITES};
use crate::{Error, PreparedPresentation};

#[test]
fn the_number_of_messages() {
    let scene = BlindScene::new(SUITES[0], 1);
    let key = |known: usize, committed: usize| {
        BlindKey::new(generators(SUITES[0]), scene.issuer.verifying_key(), HEADER, known, committed).map(drop)
    };
    // One place is the blinding factor's.
    assert_eq!(key(MAX_MESSAGES - 2, 1), Ok(()));
    for (known, committed) in
        [(MAX_MESSAGES - 1, 1), (0, MAX_MESSAGES), (usize::MAX, 1), (1, usize::MAX), (MAX_MESSAGES, 0)]
    {
        assert_eq!(key(known, committed), Err(Error::TooManyMessages), "{known}, {committed}");
    }
    let octets = scene.commitment.to_octets();
    let committing = |count: usize| {
        let parsed = Commitment::from_octets(&[&octets[..48], &octets[48..80].repeat(count + 2)].concat());
        parsed.map(|commitment| commitment.committed_count())
    };
    assert_eq!(committing(MAX_MESSAGES - 1), Ok(MAX_MESSAGES - 1));
    assert_eq!(committing(MAX_MESSAGES), Err(Error::TooManyMessages));
    let too_many = generators(SUITES[0]).commit(&vec![""; MAX_MESSAGES + 1], &mut rng(1));
    assert_eq!(too_many.map(drop), Err(Error::TooManyMessages));
}

#[test]
fn blinding_factors_are_scalars() {
    let opening = |octets: &[u8]| generators(SUITES[0]).opening(octets, &[] as &[&str]).map(drop);
    const PART: &str = "the blinding factor";
    assert_eq!(opening(&[1; 32]), Ok(()));
    assert_eq!(opening(&[1; 31]), Err(Error::Length { part: PART }));
    assert_eq!(opening(&[1; 33]), Err(Error::Length { part: PART }));
    assert_eq!(opening(&[0; 32]), Err(Error::ScalarOutOfRange { part: PART }));
    assert_eq!(opening(&[0xff; 32]), Err(Error::ScalarOutOfRange { part: PART }));
}

#[test]
fn generators_of_random_octets_that_fail() {
    let scene = BlindScene::new(SUITES[0], 1);
    let commit = |rng: &mut Stuck| generators(SUITES[0]).commit(&COMMITTED, rng).map(drop);
    assert_eq!(commit(&mut Stuck(1)), Err(Error::RandomnessUnusable));
    let failed = generators(SUITES[0]).commit(&COMMITTED, &mut Scripted(vec![1; 63])).map(drop);
    assert_eq!(failed, Err(Error::RandomnessFailed));
    let selection = Selection { messages: &[], committed: &[] };
    let prepared = PreparedPresentation::new_blind(
        &scene.key,
        &scene.signature,
        &MESSAGES,
        &scene.opening,
        selection,
        &mut Stuck(1),
    );
    assert_eq!(prepared.map(drop), Err(Error::RandomnessUnusable));
    // A blinding factor of zero would hide nothing.
    let families = generators(SUITES[0]).families();
    let core = |script: Vec<u8>| {
        let points = families.committed(0).unwrap();
        Commitment::core(families.interface(), &points, Vec::new(), &mut Scripted(script)).map(drop)
    };
    assert_eq!(core([vec![0; 48], vec![1; 48]].concat()), Err(Error::RandomnessUnusable));
    assert_eq!(core(vec![1; 96]), Ok(()));
    assert_eq!(core(vec![1; 95]), Err(Error::RandomnessFailed));
}

#[test]
fn the_same_randomness_for_other_messages_is_other_randomness() {
    let commit = |messages: &[&str]| generators(SUITES[0]).commit(messages, &mut rng(9)).unwrap().1;
    let (one, other) = (commit(&["a"]), commit(&["b"]));
    assert_ne!(*one.secret_prover_blind(), *other.secret_prover_blind());
}

#[test]
fn prepared_before_the_nonce_is_known() {
    for suite in SUITES {
        let scene = BlindScene::new(suite, 1);
        let selection = Selection { messages: &[1], committed: &[1] };
        let rng = &mut rng(5);
        let prepared = PreparedPresentation::new_blind(
            &scene.key,
            &scene.signature,
            &MESSAGES,
            &scene.opening,
            selection,
            rng,
        );
        assert_eq!(scene.verify(&prepared.unwrap().finish(PH).unwrap()), Ok(()));
    }
}

#[test]
fn nothing_secret_is_printed() {
    let scene = BlindScene::new(SUITES[0], 1);
    let printed = format!("{:?} {:?}", scene.commitment, scene.opening);
    assert_eq!(printed, "Commitment { committed: 2, .. } Opening { .. }");
}
