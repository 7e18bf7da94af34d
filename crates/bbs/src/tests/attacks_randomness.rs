//! Attack case 66: generators that fail, repeat themselves or give zeros.

use super::rngs::{Scripted, Stuck, rng};
use super::scene::{MESSAGES, PH, SUITES, Scene};
use crate::curve::Scalar;
use crate::witness::Witness;
use crate::{Error, PreparedPresentation, Proof, SigningKey};

#[test]
fn a66_a_generator_that_fails_or_is_stuck() {
    let scene = Scene::new(SUITES[0], 1);
    let failing = || Scripted(vec![1; 63]);
    let prove = |rng: &mut _| Proof::generate(&scene.key, &scene.signature, &MESSAGES, &[0], PH, rng);
    assert_eq!(prove(&mut failing()), Err(Error::RandomnessFailed));
    for octet in [0, 1, 0xff] {
        let stuck = || Stuck(octet);
        let proof = Proof::generate(&scene.key, &scene.signature, &MESSAGES, &[0], PH, &mut stuck());
        assert_eq!(proof, Err(Error::RandomnessUnusable));
        let prepared = PreparedPresentation::new(&scene.key, &scene.signature, &MESSAGES, &[0], &mut stuck());
        assert_eq!(prepared.map(drop), Err(Error::RandomnessUnusable));
        assert_eq!(SigningKey::generate(&mut stuck()).map(drop), Err(Error::RandomnessUnusable));
    }
    let prepared = PreparedPresentation::new(&scene.key, &scene.signature, &MESSAGES, &[0], &mut failing());
    assert_eq!(prepared.map(drop), Err(Error::RandomnessFailed));
    assert_eq!(SigningKey::generate(&mut failing()).map(drop), Err(Error::RandomnessFailed));
}

#[test]
fn a66_blindings_that_are_zero() {
    let scene = Scene::new(SUITES[0], 1);
    let initialise = |script: Vec<u8>| {
        let witness = Witness::new(&scene.key, &scene.signature, &MESSAGES, &[0]).unwrap();
        witness.initialise(&mut Scripted(script)).map(drop)
    };
    let mut sound = vec![0; 48 * 8];
    rand_core::Rng::fill_bytes(&mut rng(1), &mut sound);
    assert_eq!(initialise(sound.clone()), Ok(()));
    for at in [0, 1] {
        let mut script = sound.clone();
        script[48 * at..48 * (at + 1)].fill(0);
        assert_eq!(initialise(script), Err(Error::RandomnessUnusable));
    }
    // One octet less than all its scalars need.
    sound.pop();
    assert_eq!(initialise(sound), Err(Error::RandomnessFailed));
}

#[test]
fn a66_the_same_blindings_twice_give_the_message_away_and_cannot_be_had_from_outside() {
    let scene = Scene::new(SUITES[0], 1);
    let hidden = scene.key.message_scalars(&MESSAGES).unwrap();
    // What m^ and the challenges of two proofs with the same blinding say about the first hidden message.
    let told = |one: &Proof, other: &Proof| -> Scalar {
        let (one, other) = (&one.responses, &other.responses);
        (one.hidden[0] - other.hidden[0]) * (one.challenge - other.challenge).inverse()
    };

    let inside = |ph: &[u8]| {
        let witness = Witness::new(&scene.key, &scene.signature, &MESSAGES, &[]).unwrap();
        witness.initialise(&mut rng(9)).unwrap().finish(ph).unwrap()
    };
    assert!(told(&inside(b"one nonce"), &inside(b"another")) == *hidden[0]);

    // The public function with a generator that was set back: another nonce makes other blindings.
    let outside = |ph: &[u8], disclosed: &[usize]| {
        Proof::generate(&scene.key, &scene.signature, &MESSAGES, disclosed, ph, &mut rng(9)).unwrap()
    };
    let (one, other) = (outside(b"one nonce", &[]), outside(b"another", &[]));
    assert!(one.abar != other.abar && told(&one, &other) != *hidden[0]);
    // So does another disclosure, where the nonce is not known yet.
    let prepared = |disclosed: &[usize]| {
        PreparedPresentation::new(&scene.key, &scene.signature, &MESSAGES, disclosed, &mut rng(9))
            .unwrap()
            .finish(PH)
            .unwrap()
    };
    let (one, other) = (prepared(&[2]), prepared(&[3]));
    assert!(one.abar != other.abar && told(&one, &other) != *hidden[0]);
    // And what was prepared is not what is made at once.
    assert!(prepared(&[]).abar != outside(PH, &[]).abar);
}
