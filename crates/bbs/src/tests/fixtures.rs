//! The draft's own test vectors, whatever files are there, each with its trace.

use super::hex::hex;
use super::rngs::Scripted;
use super::scene::generators;
use super::vectors::{self, SUITES, list, octets, point, read};
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::witness::Witness;
use crate::{Ciphersuite, Error, PreparedKey, Proof, Signature, SigningKey, VerifyingKey};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn folder(suite: &str) -> PathBuf {
    vectors::folder("bbs", suite)
}

fn every(suite: &str, family: &str, known: &[u32]) -> BTreeMap<String, Json> {
    vectors::every(folder(suite).join(family), family, known)
}

#[test]
fn every_folder_is_known() {
    for (_, suite) in SUITES {
        assert_eq!(
            vectors::names(folder(suite)),
            [
                "MapMessageToScalarAsHash.json",
                "generators.json",
                "h2s.json",
                "keypair.json",
                "mockedRng.json",
                "proof",
                "signature"
            ]
        );
    }
}

#[test]
fn key_pairs() {
    for (suite, name) in SUITES {
        let vector = read(folder(name).join("keypair.json"));
        let (material, info) = (octets(&vector["keyMaterial"]), octets(&vector["keyInfo"]));
        let dst = octets(&vector["keyDst"]);
        assert_eq!(dst, [suite.api_id(), "KEYGEN_DST_"].concat().into_bytes());
        let key = SigningKey::key_gen(suite, &material, &info, Some(&dst)).unwrap();
        assert_eq!(hex(*key.to_octets()), vector["keyPair"]["secretKey"]);
        assert_eq!(hex(key.verifying_key().to_octets()), vector["keyPair"]["publicKey"]);
        // The draft's default is another tag.
        let other = SigningKey::key_gen(suite, &material, &info, None).unwrap();
        assert_ne!(*other.to_octets(), *key.to_octets());
    }
}

#[test]
fn hashes_to_scalars() {
    for (suite, name) in SUITES {
        let vector = read(folder(name).join("h2s.json"));
        let dst = octets(&vector["dst"]);
        assert_eq!(dst, Dst::hash_to_scalar(Interface::plain(suite)).parts()[0]);
        let scalar = hash::to_scalar(suite, &octets(&vector["message"]), &Dst::given(&dst).unwrap());
        assert_eq!(hex(scalar.to_octets()), vector["scalar"]);

        let vector = read(folder(name).join("MapMessageToScalarAsHash.json"));
        assert_eq!(octets(&vector["dst"]), Dst::message(Interface::plain(suite)).parts()[0]);
        let cases = vector["cases"].as_array().unwrap();
        assert_eq!(cases.len(), 10);
        for (case, message) in cases.iter().zip(list(&read(folder("messages.json")))) {
            assert_eq!(octets(&case["message"]), message);
            let scalar = hash::to_scalar(suite, &message, &Dst::message(Interface::plain(suite)));
            assert_eq!(hex(scalar.to_octets()), case["scalar"]);
        }
    }
}

#[test]
fn the_generators() {
    for (suite, name) in SUITES {
        let vector = read(folder(name).join("generators.json"));
        let expected = vector["MsgGenerators"].as_array().unwrap();
        // Grown in steps: the first ones stay what they were.
        let generators = crate::Generators::new(suite);
        for count in [0, 1, 3, expected.len()] {
            let points = generators.for_messages(count).unwrap();
            assert_eq!(point(generators.p1()), vector["P1"]);
            assert_eq!(point(generators.q1().point()), vector["Q1"]);
            assert_eq!(points.len(), count);
            for (made, expected) in points.iter().zip(expected) {
                assert_eq!(point(made.point()), *expected);
            }
        }
    }
}

/// The mocked generator of the draft's section 8.1, for so many scalars.
fn mocked(suite: Ciphersuite, vector: &Json, count: usize) -> Scripted {
    vectors::mocked(suite, &octets(&vector["seed"]), &octets(&vector["dst"]), count)
}

#[test]
fn mocked_scalars() {
    for (suite, name) in SUITES {
        let vector = read(folder(name).join("mockedRng.json"));
        let expected = vector["mockedScalars"].as_array().unwrap();
        assert_eq!(vector["count"], expected.len());
        let mut rng = mocked(suite, &vector, expected.len());
        for expected in expected {
            assert_eq!(hex(crate::random::scalar(&mut rng).unwrap().to_octets()), *expected);
        }
        assert!(crate::random::scalar(&mut rng).is_err());
    }
}

#[test]
fn signatures() {
    for (suite, name) in SUITES {
        for (file, vector) in every(name, "signature", &[1, 2, 3, 4, 5, 7, 8]) {
            signature(suite, &file, &vector);
        }
    }
}

fn signature(suite: Ciphersuite, file: &str, vector: &Json) {
    let secret = SigningKey::from_octets(&octets(&vector["signerKeyPair"]["secretKey"])).unwrap();
    let public = VerifyingKey::from_octets(&octets(&vector["signerKeyPair"]["publicKey"])).unwrap();
    let messages = list(&vector["messages"]);
    let key =
        PreparedKey::new(generators(suite), &public, &octets(&vector["header"]), messages.len()).unwrap();
    let given = octets(&vector["signature"]);
    let signature = Signature::from_octets(&given).unwrap();
    assert_eq!(signature.to_octets()[..], given, "{file}");

    let valid = vector["result"]["valid"].as_bool().unwrap();
    let verdict = signature.verify(&key, &messages);
    assert_eq!(verdict, if valid { Ok(()) } else { Err(Error::SignatureInvalid) }, "{file}");
    if valid {
        assert_eq!(secret.verifying_key(), &public, "{file}");
        assert_eq!(hex(secret.sign(&key, &messages).unwrap().to_octets()), vector["signature"], "{file}");
        assert_eq!(hex(key.domain().to_octets()), vector["trace"]["domain"], "{file}");
        let messages = key.message_scalars(&messages).unwrap();
        assert_eq!(point(&key.b(&messages).into()), vector["trace"]["B"], "{file}");
    }
}

#[test]
fn proofs() {
    for (suite, name) in SUITES {
        let mock = read(folder(name).join("mockedRng.json"));
        for (file, vector) in every(name, "proof", &[1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 14]) {
            proof(suite, &file, &vector, &mock);
        }
    }
}

fn proof(suite: Ciphersuite, file: &str, vector: &Json, mock: &Json) {
    let public = VerifyingKey::from_octets(&octets(&vector["signerPublicKey"])).unwrap();
    let (header, ph) = (octets(&vector["header"]), octets(&vector["presentationHeader"]));
    let messages = list(&vector["messages"]);
    let disclosed: Vec<usize> = vector["disclosedIndexes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|index| index.as_u64().unwrap() as usize)
        .collect();
    let key = PreparedKey::new(generators(suite), &public, &header, messages.len()).unwrap();
    let given = octets(&vector["proof"]);
    let proof = Proof::from_octets(&given).unwrap();
    assert_eq!(proof.to_octets(), given, "{file}");

    let shown: Vec<(usize, &Vec<u8>)> = disclosed.iter().map(|index| (*index, &messages[*index])).collect();
    let valid = vector["result"]["valid"].as_bool().unwrap();
    let verdict = proof.verify(&key, &shown, &ph);
    if !valid {
        assert!(matches!(verdict, Err(Error::ProofInvalid | Error::MessageCount)), "{file}: {verdict:?}");
        return;
    }
    assert_eq!(verdict, Ok(()), "{file}");

    let signature = Signature::from_octets(&octets(&vector["signature"])).unwrap();
    let hidden = messages.len() - disclosed.len();
    let witness = Witness::new(&key, &signature, &messages, &disclosed).unwrap();
    let presentation = witness.initialise(&mut mocked(suite, mock, 5 + hidden)).unwrap();

    vectors::compare(&presentation, &vector["trace"], file);
    let made = presentation.finish(&ph).unwrap();
    assert_eq!(hex(made.responses.challenge.to_octets()), vector["trace"]["challenge"], "{file}");
    assert_eq!(hex(made.to_octets()), vector["proof"], "{file}");
}
