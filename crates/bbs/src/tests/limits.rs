//! Every limit, at it and one past it.

use super::rngs::rng;
use super::scene::{HEADER, PH, SUITES, generators, prepared};
use crate::limits::{MAX_DST, MAX_KEY_INFO, MAX_MESSAGES, MIN_KEY_MATERIAL};
use crate::{Error, PreparedKey, Proof, SigningKey};

#[test]
fn key_generation() {
    let key = |material: usize, info: usize, dst: usize| {
        SigningKey::key_gen(SUITES[0], &vec![7; material], &vec![8; info], Some(&vec![9; dst])).map(drop)
    };
    assert_eq!(key(MIN_KEY_MATERIAL, MAX_KEY_INFO, MAX_DST), Ok(()));
    assert_eq!(key(MIN_KEY_MATERIAL - 1, 0, 1), Err(Error::KeyMaterialTooShort));
    assert_eq!(key(MIN_KEY_MATERIAL, MAX_KEY_INFO + 1, 1), Err(Error::KeyInfoTooLong));
    assert_eq!(key(MIN_KEY_MATERIAL, 0, MAX_DST + 1), Err(Error::KeyDstTooLong));
}

#[test]
fn the_number_of_messages() {
    let issuer = SigningKey::generate(&mut rng(1)).unwrap();
    let messages: Vec<String> = (0..MAX_MESSAGES).map(|index| index.to_string()).collect();
    let key = prepared(SUITES[0], &issuer, HEADER, MAX_MESSAGES);
    let signature = issuer.sign(&key, &messages).unwrap();
    assert_eq!(signature.verify(&key, &messages), Ok(()));
    let past = PreparedKey::new(generators(SUITES[0]), issuer.verifying_key(), HEADER, MAX_MESSAGES + 1);
    assert_eq!(past.map(drop), Err(Error::TooManyMessages));
    assert_eq!(issuer.sign(&key, &messages[1..]).map(drop), Err(Error::MessageCount));
    assert_eq!(signature.verify(&key, &messages[1..]), Err(Error::MessageCount));
}

#[test]
fn what_a_proof_hides() {
    let issuer = SigningKey::generate(&mut rng(1)).unwrap();
    let key = prepared(SUITES[0], &issuer, HEADER, 1);
    let signature = issuer.sign(&key, &["message"]).unwrap();
    let proof = Proof::generate(&key, &signature, &["message"], &[], PH, &mut rng(2)).unwrap();
    let octets = proof.to_octets();
    assert_eq!(octets.len(), Proof::MIN_OCTETS + 32);
    let hiding = |count: usize| {
        let (points, scalar) = (&octets[..144], &octets[144..176]);
        Proof::from_octets(&[points, &scalar.repeat(count + 4)].concat())
            .map(|proof| proof.undisclosed_count())
    };
    assert_eq!(hiding(0), Ok(0));
    assert_eq!(hiding(MAX_MESSAGES), Ok(MAX_MESSAGES));
    assert_eq!(hiding(MAX_MESSAGES + 1), Err(Error::TooManyMessages));
}

#[test]
fn nothing_is_legal() {
    for suite in SUITES {
        let issuer = SigningKey::generate(&mut rng(1)).unwrap();
        // No messages, no header, no presentation header; then one empty message.
        for messages in [&[][..], &[""][..]] {
            let key = prepared(suite, &issuer, b"", messages.len());
            let signature = issuer.sign(&key, messages).unwrap();
            assert_eq!(signature.verify(&key, messages), Ok(()));
            let proof = Proof::generate(&key, &signature, messages, &[], b"", &mut rng(2)).unwrap();
            assert_eq!(proof.verify(&key, &[] as &[(usize, &str)], b""), Ok(()));
            let wrong = proof.verify(&key, &[] as &[(usize, &str)], b"x");
            assert_eq!(wrong, Err(Error::ProofInvalid));
        }
    }
}

#[test]
fn nothing_secret_is_printed() {
    let issuer = SigningKey::generate(&mut rng(1)).unwrap();
    let key = prepared(SUITES[0], &issuer, HEADER, 1);
    let signature = issuer.sign(&key, &["message"]).unwrap();
    let proof = Proof::generate(&key, &signature, &["message"], &[], PH, &mut rng(2)).unwrap();
    assert_eq!(format!("{issuer:?} {signature:?}"), "SigningKey { .. } Signature { .. }");
    assert_eq!(format!("{:?}", issuer.verifying_key()), "VerifyingKey { .. }");
    assert_eq!(format!("{proof:?}"), "Proof { undisclosed: 1, .. }");
}
