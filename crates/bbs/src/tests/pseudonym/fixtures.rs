//! The pseudonym draft's own test vectors, whatever files are there, each with its trace.

use crate::blind::Commitment;
use crate::interface::Interface;
use crate::pseudonym::{
    Context, Counts, NymSelection, NymVector, PreparedPseudonym, Pseudonym, PseudonymGenerators,
    PseudonymKey, PseudonymSecrets, ReceivedPseudonym, SignerNymEntropy, witness,
};
use crate::random;
use crate::tests::hex::{hex, unhex};
use crate::tests::rngs::{Scripted, rng};
use crate::tests::vectors::{self, SUITES, compare, families, list, octets, point, revealed};
use crate::{Ciphersuite, Error, Proof, Signature, SigningKey, VerifyingKey};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn folder(suite: &str) -> PathBuf {
    vectors::folder("bbs-pseudonym", suite)
}

fn every(suite: &str, family: &str, known: &[u32]) -> BTreeMap<String, Json> {
    vectors::every(folder(suite).join(family), family, known)
}

/// A scalar whose leading zeros may be missing.
fn scalar(json: &Json) -> Vec<u8> {
    unhex(&format!("{:0>64}", json.as_str().unwrap()))
}

fn nyms(json: &Json) -> NymVector {
    let scalars: Vec<Vec<u8>> = json.as_array().unwrap().iter().map(scalar).collect();
    NymVector::from_octets(&scalars.concat()).unwrap()
}

#[test]
fn every_folder_is_known() {
    for (_, suite) in SUITES {
        let names = vectors::names(folder(suite));
        assert_eq!(names, ["generators.json", "nymCommit", "nymProof", "nymSignature"]);
    }
}

#[test]
fn both_families_of_generators() {
    for (suite, name) in SUITES {
        let generators = PseudonymGenerators::new(suite);
        families(generators.families(), &vectors::read(folder(name).join("generators.json")));
    }
}

fn mocked(suite: Ciphersuite, vector: &Json, of: &str, count: usize) -> Scripted {
    vectors::mocked_by(suite, &vector["mockRngParameters"], of, count)
}

#[test]
fn commitments() {
    for (suite, name) in SUITES {
        let generators = PseudonymGenerators::new(suite);
        for (file, vector) in every(name, "nymCommit", &[1, 2, 3]) {
            let (messages, nyms) = (list(&vector["committedMessages"]), nyms(&vector["proverNyms"]));
            let families = generators.families();
            let interface = families.interface();
            let scalars = nyms.after(&interface.message_scalars(&messages));
            let count = scalars.len();
            let drawn = || mocked(suite, &vector, "commit", count + 2);
            let (trace, mut random) = (&vector["trace"]["random_scalars"], drawn());
            let mut next = || hex(random::scalar(&mut random).unwrap().to_octets());
            assert_eq!(next(), vector["proverBlind"], "{file}");
            assert_eq!(next(), trace["s_tilde"], "{file}");
            assert_eq!(Json::from_iter(scalars.iter().map(|_| next())), trace["m_tildes"], "{file}");

            let points = families.committed(count).unwrap();
            let (made, opening) = Commitment::core(interface, &points, scalars, &mut drawn()).unwrap();
            assert_eq!(hex(made.to_octets()), vector["commitmentWithProof"], "{file}");
            assert_eq!(hex(*opening.secret_prover_blind()), vector["proverBlind"], "{file}");

            assert_eq!(vector["result"]["valid"], true, "{file}");
            let read = Commitment::from_octets(&octets(&vector["commitmentWithProof"])).unwrap();
            assert_eq!(read.committed_count(), count, "{file}");
            assert!(read == made && read.verify(interface, &points).is_ok(), "{file}");
        }
    }
}

/// A signature or a proof of the vectors, with all that it was made from.
struct Case {
    key: PseudonymKey,
    other_header: PseudonymKey,
    messages: Vec<Vec<u8>>,
    commitment: Commitment,
    entropy: SignerNymEntropy,
    /// With the holder's own part of the vector.
    pending: PseudonymSecrets,
    secrets: PseudonymSecrets,
    signature: Signature,
}

fn case(generators: &PseudonymGenerators, vector: &Json, public: &Json) -> Case {
    let public = VerifyingKey::from_octets(&octets(public)).unwrap();
    let (messages, committed) = (list(&vector["messages"]), list(&vector["committedMessages"]));
    let (prover_nyms, nym_secrets) = (nyms(&vector["proverNyms"]), nyms(&vector["nym_secrets"]));
    let counts = Counts { messages: messages.len(), committed: committed.len(), nyms: prover_nyms.count() };
    let key = |header: &[u8]| PseudonymKey::new(generators, &public, header, counts).unwrap();
    let blind = octets(&vector["proverBlind"]);
    Case {
        key: key(&octets(&vector["header"])),
        other_header: key(b"another"),
        messages,
        commitment: Commitment::from_octets(&octets(&vector["commitmentWithProof"])).unwrap(),
        entropy: SignerNymEntropy::from_octets(&octets(&vector["signer_nym_entropy"])).unwrap(),
        pending: generators.secrets(&blind, &committed, &prover_nyms).unwrap(),
        secrets: generators.secrets(&blind, &committed, &nym_secrets).unwrap(),
        signature: Signature::from_octets(&octets(&vector["signature"])).unwrap(),
    }
}

#[test]
fn signatures() {
    for (suite, name) in SUITES {
        let generators = PseudonymGenerators::new(suite);
        for (file, vector) in every(name, "nymSignature", &[1, 2, 3, 5, 6]) {
            let pair = &vector["signerKeyPair"];
            let secret = SigningKey::from_octets(&octets(&pair["secretKey"])).unwrap();
            let Case { key, other_header, messages, commitment, entropy, pending, secrets, signature } =
                case(&generators, &vector, &pair["publicKey"]);
            let made = secret.blind_sign_with_nym(&key, &commitment, &entropy, &messages).unwrap();
            assert_eq!(hex(made.to_octets()), vector["signature"], "{file}");
            assert_eq!(vector["result"]["valid"], true, "{file}");
            let finalized = signature.verify_finalize_with_nym(&key, &messages, pending, &entropy).unwrap();
            assert_eq!(*finalized.nyms().to_octets(), *secrets.nyms().to_octets(), "{file}");
            let verdict = signature.verify_split(other_header.split(), &messages, secrets.scalars());
            assert_eq!(verdict, Err(Error::SignatureInvalid), "{file}");

            let (trace, split) = (&vector["trace"], key.split());
            assert_eq!(hex(split.key().domain().to_octets()), trace["domain"], "{file}");
            let scalars = split.scalars(&messages, secrets.scalars()).unwrap();
            // A letter too many in one of the files.
            let b = trace["B"].as_str().unwrap().trim_end_matches('s');
            assert_eq!(point(&split.key().b(&scalars).into()), b, "{file}");
        }
    }
}

#[test]
fn proofs() {
    for (suite, name) in SUITES {
        let generators = PseudonymGenerators::new(suite);
        for (file, vector) in every(name, "nymProof", &[1, 2, 3, 5, 7, 101, 102, 104]) {
            proof(suite, &generators, &file, &vector);
        }
    }
}

fn proof(suite: Ciphersuite, generators: &PseudonymGenerators, file: &str, vector: &Json) {
    let Case { key, other_header, messages, secrets, signature, .. } =
        case(generators, vector, &vector["signerPublicKey"]);
    assert_eq!(vector["L"], messages.len(), "{file}");
    let (known, own) =
        (revealed(&vector["revealedMessages"]), revealed(&vector["revealedCommittedMessages"]));
    let (ph, context_id) = (octets(&vector["presentationHeader"]), octets(&vector["context_id"]));

    let given = octets(&vector["proof"]);
    let proof = Proof::from_octets(&given).unwrap();
    assert_eq!(proof.to_octets(), given, "{file}");
    let pseudonym = Pseudonym::from_octets(&octets(&vector["pseudonym"])).unwrap();
    assert_eq!(vector["result"]["valid"], true, "{file}");
    let received = ReceivedPseudonym { pseudonym: &pseudonym, context_id: &context_id };
    let verify = |key: &_, received, ph: &[u8]| proof.verify_with_nym(key, received, &known, &own, ph);
    assert_eq!(verify(&key, received, &ph), Ok(()), "{file}");
    let refused = |verdict: Result<(), Error>| assert_eq!(verdict, Err(Error::ProofInvalid), "{file}");
    refused(verify(&other_header, received, &ph));
    refused(verify(&key, received, b"another"));
    refused(verify(&key, ReceivedPseudonym { context_id: b"another", ..received }, &ph));

    let trace = &vector["trace"];
    let indexes = |list: &[(usize, Vec<u8>)]| list.iter().map(|(index, _)| *index).collect::<Vec<_>>();
    let (known, own) = (indexes(&known), indexes(&own));
    let selection = NymSelection { messages: &known, committed: &own, context_id: &context_id };
    let all = witness(&key, &signature, &messages, &secrets, selection).unwrap();
    let hidden = messages.len() + secrets.scalars().len() - known.len() - own.len();
    let mut drawn = mocked(suite, vector, "proof", 5 + hidden);
    let presentation = PreparedPseudonym::initialise(&key, all, &context_id, &mut drawn).unwrap();
    compare(presentation.prepared(), trace, file);
    assert_eq!(point(presentation.blinded()), trace["Ut"], "{file}");
    let context = Context::new(Interface::pseudonym(suite), &context_id);
    // Not in every file.
    if !trace["OP"].is_null() {
        assert_eq!(point(&context.point.into()), trace["OP"], "{file}");
        let nyms = secrets.nyms();
        let value = context.evaluate(nyms.after(&[]).iter().map(|scalar| &**scalar));
        assert_eq!(hex(value.to_octets()), trace["poly_eval_pseudo"], "{file}");
        let first = presentation.prepared().hidden.len() - nyms.count();
        let blindings = presentation.prepared().hidden[first..].iter().map(|hidden| &*hidden.blinding);
        assert_eq!(hex(context.evaluate(blindings).to_octets()), trace["poly_eval_proof"], "{file}");
    }
    let (made, shown) = presentation.finish(&ph).unwrap();
    assert_eq!(hex(shown.to_octets()), vector["pseudonym"], "{file}");
    assert_eq!(hex(shown.to_octets()), trace["pseudonym"], "{file}");
    assert_eq!(hex(made.responses.challenge.to_octets()), trace["challenge"], "{file}");
    assert_eq!(hex(made.to_octets()), vector["proof"], "{file}");

    let (fresh, again) =
        Proof::generate_with_nym(&key, &signature, &messages, &secrets, selection, &ph, &mut rng(1)).unwrap();
    assert!(fresh != made && again == shown, "{file}");
}
