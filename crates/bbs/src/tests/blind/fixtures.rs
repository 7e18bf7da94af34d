//! The blind draft's own test vectors, whatever files are there, each with its trace.

use crate::blind::{BlindGenerators, BlindKey, Commitment, Opening, Selection};
use crate::random;
use crate::tests::hex::hex;
use crate::tests::rngs::{Scripted, rng};
use crate::tests::vectors::{self, SUITES, compare, families, list, octets, point, read, revealed};
use crate::{Ciphersuite, Error, Proof, Signature, SigningKey, VerifyingKey};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn folder(suite: &str) -> PathBuf {
    vectors::folder("bbs-blind", suite)
}

fn every(suite: &str, family: &str, known: &[u32]) -> BTreeMap<String, Json> {
    vectors::every(folder(suite).join(family), family, known)
}

#[test]
fn every_folder_is_known() {
    for (_, suite) in SUITES {
        assert_eq!(vectors::names(folder(suite)), ["commit", "generators.json", "proof", "signature"]);
    }
}

#[test]
fn both_families_of_generators() {
    for (suite, name) in SUITES {
        let vector = read(folder(name).join("generators.json"));
        let generators = BlindGenerators::new(suite);
        families(generators.families(), &vector);
    }
}

fn mocked(suite: Ciphersuite, vector: &Json, of: &str, count: usize) -> Scripted {
    vectors::mocked_by(suite, &vector["mockRngParameters"], of, count)
}

#[test]
fn commitments() {
    for (suite, name) in SUITES {
        let generators = BlindGenerators::new(suite);
        for (file, vector) in every(name, "commit", &[1, 2]) {
            let messages = list(&vector["committedMessages"]);
            let drawn = || mocked(suite, &vector, "commit", messages.len() + 2);
            let (trace, mut scalars) = (&vector["trace"]["random_scalars"], drawn());
            let mut next = || hex(random::scalar(&mut scalars).unwrap().to_octets());
            assert_eq!(next(), vector["proverBlind"], "{file}");
            assert_eq!(next(), trace["s_tilde"], "{file}");
            assert_eq!(Json::from_iter(messages.iter().map(|_| next())), trace["m_tildes"], "{file}");

            let families = generators.families();
            let interface = families.interface();
            let points = families.committed(messages.len()).unwrap();
            let (made, opening) =
                Commitment::core(interface, &points, interface.message_scalars(&messages), &mut drawn())
                    .unwrap();
            assert_eq!(hex(made.to_octets()), vector["commitmentWithProof"], "{file}");
            assert_eq!(hex(*opening.secret_prover_blind()), vector["proverBlind"], "{file}");

            assert_eq!(vector["result"]["valid"], true, "{file}");
            let read = Commitment::from_octets(&octets(&vector["commitmentWithProof"])).unwrap();
            assert_eq!(read.committed_count(), messages.len(), "{file}");
            assert!(read == made && read.verify(interface, &points).is_ok(), "{file}");
        }
    }
}

/// A signature or a proof of the vectors, with all that it was made from.
struct Case {
    key: BlindKey,
    other_header: BlindKey,
    messages: Vec<Vec<u8>>,
    committed: Vec<Vec<u8>>,
    commitment: Option<Commitment>,
    opening: Opening,
    signature: Signature,
}

fn case(generators: &BlindGenerators, vector: &Json, public: &Json, lists: &Json) -> Case {
    let public = VerifyingKey::from_octets(&octets(public)).unwrap();
    let is_blind = !vector["proverBlind"].is_null();
    let messages = list(&lists["messages"]);
    let committed = if is_blind { list(&lists["committedMessages"]) } else { Vec::new() };
    let header = octets(&vector["header"]);
    let key =
        |header: &[u8]| BlindKey::new(generators, &public, header, messages.len(), committed.len()).unwrap();
    let opening = if is_blind {
        generators.opening(&octets(&vector["proverBlind"]), &committed).unwrap()
    } else {
        Opening::none()
    };
    let commitment = vector["commitmentWithProof"].as_str().map(|text| {
        // A letter too many in one of the files.
        let octets = octets(&text.trim_end_matches('s').into());
        Commitment::from_octets(&octets).unwrap()
    });
    assert_eq!(commitment.is_some(), is_blind);
    let signature = Signature::from_octets(&octets(&vector["signature"])).unwrap();
    Case {
        key: key(&header),
        other_header: key(b"another"),
        messages,
        committed,
        commitment,
        opening,
        signature,
    }
}

#[test]
fn signatures() {
    for (suite, name) in SUITES {
        let generators = BlindGenerators::new(suite);
        for (file, vector) in every(name, "signature", &[1, 2, 3, 5]) {
            let pair = &vector["signerKeyPair"];
            let secret = SigningKey::from_octets(&octets(&pair["secretKey"])).unwrap();
            let case = case(&generators, &vector, &pair["publicKey"], &vector);
            let Case { key, messages, commitment, opening, signature, .. } = &case;
            let made = secret.blind_sign(key, commitment.as_ref(), messages).unwrap();
            assert_eq!(hex(made.to_octets()), vector["signature"], "{file}");
            assert_eq!(vector["result"]["valid"], true, "{file}");
            assert_eq!(signature.verify_blind(key, messages, opening), Ok(()), "{file}");
            let verdict = signature.verify_blind(&case.other_header, messages, opening);
            assert_eq!(verdict, Err(Error::SignatureInvalid), "{file}");

            let (trace, split) = (&vector["trace"], key.split());
            let scalars = split.scalars(messages, opening.scalars()).unwrap();
            let b = point(&split.key().b(&scalars).into());
            if octets(&trace["domain"]).len() == 32 {
                assert_eq!(hex(split.key().domain().to_octets()), trace["domain"], "{file}");
                assert_eq!(b, trace["B"], "{file}");
            } else {
                // In one of the files B stands under the name of the domain.
                assert_eq!(b, trace["domain"], "{file}");
            }
        }
    }
}

#[test]
fn proofs() {
    for (suite, name) in SUITES {
        let generators = BlindGenerators::new(suite);
        let lists = read(folder("messages.json"));
        for (file, vector) in every(name, "proof", &[1, 2, 3, 5, 7, 8]) {
            proof(suite, &generators, &file, &vector, &lists);
        }
    }
}

fn proof(suite: Ciphersuite, generators: &BlindGenerators, file: &str, vector: &Json, lists: &Json) {
    let case = case(generators, vector, &vector["signerPublicKey"], lists);
    let Case { key, messages, committed, opening, signature, .. } = &case;
    assert_eq!(vector["L"], messages.len(), "{file}");
    let (known, own) =
        (revealed(&vector["revealedMessages"]), revealed(&vector["revealedCommittedMessages"]));
    let ph = octets(&vector["presentationHeader"]);

    let given = octets(&vector["proof"]);
    let proof = Proof::from_octets(&given).unwrap();
    assert_eq!(proof.to_octets(), given, "{file}");
    assert_eq!(vector["result"]["valid"], true, "{file}");
    assert_eq!(proof.verify_blind(key, &known, &own, &ph), Ok(()), "{file}");
    let refused = |verdict: Result<(), Error>| assert_eq!(verdict, Err(Error::ProofInvalid), "{file}");
    refused(proof.verify_blind(&case.other_header, &known, &own, &ph));
    refused(proof.verify_blind(key, &known, &own, b"another"));
    for (list, is_own) in [(&known, false), (&own, true)] {
        for at in 0..list.len() {
            let mut changed = list.clone();
            changed[at].1.push(0);
            let (known, own) = if is_own { (&known, &changed) } else { (&changed, &own) };
            refused(proof.verify_blind(key, known, own, &ph));
        }
    }

    let indexes = |list: &[(usize, Vec<u8>)]| list.iter().map(|(index, _)| *index).collect::<Vec<_>>();
    let (known, own) = (indexes(&known), indexes(&own));
    let selection = Selection { messages: &known, committed: &own };
    let witness = crate::blind::witness(key, signature, messages, opening, selection).unwrap();
    let hidden = messages.len() + 1 + committed.len() - known.len() - own.len();
    let presentation = witness.initialise(&mut mocked(suite, vector, "proof", 5 + hidden)).unwrap();
    compare(&presentation, &vector["trace"], file);
    let made = presentation.finish(&ph).unwrap();
    assert_eq!(hex(made.responses.challenge.to_octets()), vector["trace"]["challenge"], "{file}");
    assert_eq!(hex(made.to_octets()), vector["proof"], "{file}");

    let fresh =
        Proof::generate_blind(key, signature, messages, opening, selection, &ph, &mut rng(1)).unwrap();
    assert!(fresh != made && fresh.undisclosed_count() == made.undisclosed_count(), "{file}");
}
