use super::client::{clean, findings, public, secret};
use crate::curve::{G1Affine, sum_of_multiples};
use crate::tests::rngs::rng;
use crate::tests::scene::{MESSAGES, PH, SUITES, Scene, shown};
use crate::{PreparedPresentation, Proof, SigningKey};

/// Everything but what is shown, as a holder has it: a signature, and messages whose hidden ones are secret.
pub(super) fn hidden(messages: &[Vec<u8>], disclosed: &[usize]) {
    for (index, message) in messages.iter().enumerate() {
        if !disclosed.contains(&index) {
            secret(message.as_slice());
        }
    }
}

pub(super) fn publish(proof: &Proof) {
    public(proof);
    public(proof.responses.hidden.as_slice());
}

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_signing() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let issuer = SigningKey::from_octets(&*scene.issuer.to_octets()).unwrap();
        secret(&issuer);
        public(issuer.verifying_key());
        let signature = clean("signing", || issuer.sign(&scene.key, &MESSAGES).unwrap());
        public(&signature);
        assert!(signature == scene.signature);
    }
}

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_proving() {
    for suite in SUITES {
        let scene = Scene::new(suite, 1);
        let (messages, disclosed) = (MESSAGES.map(|message| message.as_bytes().to_vec()), [1]);
        let signature = scene.signature.clone();
        secret(&signature);
        hidden(&messages, &disclosed);
        // The blindings are secret too: the signature and the messages are hashed into them.
        let prepared = clean("preparing a proof", || {
            PreparedPresentation::new(&scene.key, &signature, &messages, &disclosed, &mut rng(3)).unwrap()
        });
        // The commitments are in the proof, or can be computed from it.
        public(&prepared.commitments);
        let proof = clean("finishing a proof", || prepared.finish(PH).unwrap());
        publish(&proof);
        assert_eq!(proof.verify(&scene.key, &shown(&disclosed), PH), Ok(()));
    }
}

/// That a finding is found: sums of multiples in variable time, of secrets.
#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_finds_what_is_there() {
    let scene = Scene::new(SUITES[0], 1);
    let scalars = scene.key.message_scalars(&MESSAGES).unwrap();
    let generators: Vec<G1Affine> =
        scene.key.message_generators().iter().map(|generator| *generator.point()).collect();
    secret(scalars.as_slice());
    let (_, combs) = findings(|| scene.key.b_in_variable_time(&scalars));
    let (_, pippenger) =
        findings(|| sum_of_multiples(generators.iter().zip(scalars.iter().map(|scalar| **scalar))));
    println!("soak: memcheck: control: combs in variable time: {combs} findings, Pippenger: {pippenger}");
    assert!(combs > 0 && pippenger > 0);
    // Where valgrind lacks instructions, other code is looked at than runs elsewhere.
    let (adx, sha) = (is_x86_feature_detected!("adx"), is_x86_feature_detected!("sha"));
    println!("soak: memcheck: instructions under valgrind: adx {adx}, sha {sha}");
}
