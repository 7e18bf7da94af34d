use super::client::{clean, public, secret};
use super::secrets::{hidden, publish};
use crate::blind::{Commitment, Selection};
use crate::pseudonym::{NymSelection, PreparedPseudonym};
use crate::tests::blind::{self, BlindScene};
use crate::tests::pseudonym::{self, NymScene};
use crate::tests::rngs::rng;
use crate::tests::scene::{PH, SUITES};
use crate::{Error, PreparedPresentation};

fn octets(messages: &[&str]) -> Vec<Vec<u8>> {
    messages.iter().map(|message| message.as_bytes().to_vec()).collect()
}

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_committing() {
    for suite in SUITES {
        let messages = octets(&blind::COMMITTED);
        hidden(&messages, &[]);
        let (commitment, _) =
            clean("committing", || blind::generators(suite).commit(&messages, &mut rng(3)).unwrap());
        let sent = commitment.to_octets();
        public(sent.as_slice());
        let issuer_checks = Commitment::from_octets(&sent).and_then(|commitment| {
            let scene = BlindScene::new(suite, 1);
            scene.issuer.blind_sign(&scene.key, Some(&commitment), &blind::MESSAGES)
        });
        assert_eq!(issuer_checks.map(drop), Ok::<_, Error>(()));
    }
}

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_blind_proofs() {
    for suite in SUITES {
        let scene = BlindScene::new(suite, 1);
        let (messages, signature) = (octets(&blind::MESSAGES), scene.signature.clone());
        secret(&signature);
        hidden(&messages, &[1]);
        secret(scene.opening.scalars());
        let verdict = clean("checking a blind signature", || {
            signature.verify_blind(&scene.key, &messages, &scene.opening)
        });
        public(&verdict);
        assert_eq!(verdict, Ok(()));
        let selection = Selection { messages: &[1], committed: &[] };
        let prepared = clean("preparing a blind proof", || {
            let rng = &mut rng(3);
            PreparedPresentation::new_blind(&scene.key, &signature, &messages, &scene.opening, selection, rng)
                .unwrap()
        });
        public(&prepared.commitments);
        let proof = clean("finishing a blind proof", || prepared.finish(PH).unwrap());
        publish(&proof);
        let none: &[(usize, &str)] = &[];
        assert_eq!(proof.verify_blind(&scene.key, &[(1, blind::MESSAGES[1])], none, PH), Ok(()));
    }
}

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_pseudonyms() {
    for suite in SUITES {
        let scene = NymScene::new(suite, 2);
        let (messages, signature) = (octets(&pseudonym::MESSAGES), scene.signature.clone());
        secret(&signature);
        hidden(&messages, &[1]);
        secret(scene.secrets.scalars());
        let context_id = pseudonym::CONTEXT;
        let selection = NymSelection { messages: &[1], committed: &[], context_id };
        let prepared = clean("preparing a pseudonym", || {
            let rng = &mut rng(3);
            PreparedPseudonym::new(&scene.key, &signature, &messages, &scene.secrets, selection, rng).unwrap()
        });
        public(&prepared.prepared().commitments);
        public(prepared.pseudonym());
        public(prepared.blinded());
        let (proof, shown) = clean("finishing a pseudonym", || prepared.finish(PH).unwrap());
        publish(&proof);
        assert_eq!(scene.verify(&proof, &shown, context_id), Ok(()));
    }
}
