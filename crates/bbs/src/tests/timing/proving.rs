use super::classes::{Class, scalar, script};
use super::harness::{other_time, same_time};
use crate::curve::{G1Affine, SecretScalar, sum_of_multiples};
use crate::tests::rngs::{Scripted, rng};
use crate::tests::scene::{HEADER, MESSAGES, PH, SUITES, prepared};
use crate::witness::Witness;
use crate::{PreparedKey, Proof, Signature, SigningKey};

/// What a proof is made from, prepared before its time is taken.
struct Input {
    signature: Signature,
    messages: Vec<SecretScalar>,
    blindings: Scripted,
}

/// Which of the secrets are of the class that is looked at; the others are random.
#[derive(Clone, Copy, PartialEq)]
enum Secret {
    E,
    Messages,
    Blindings,
}

/// A key for so many messages, and the point of a signature under it.
fn scene(count: usize) -> (PreparedKey, G1Affine) {
    let issuer = SigningKey::generate(&mut rng(1)).unwrap();
    let key = prepared(SUITES[0], &issuer, HEADER, count);
    let a = *issuer.sign(&key, &vec!["message"; count]).unwrap().a();
    (key, a)
}

fn inputs(key: &PreparedKey, a: G1Affine, secret: Secret) -> impl FnMut(Class) -> Input {
    let (count, mut rng) = (key.message_count(), rng(3));
    move |class| {
        let of = |other: Secret| if secret == other { class } else { Class::Random };
        Input {
            signature: Signature::from_parts(a, scalar(of(Secret::E), &mut rng)),
            messages: (0..count).map(|_| scalar(of(Secret::Messages), &mut rng)).collect(),
            // r1, r2, e~, r1~, r3~, and one for each message, none being shown.
            blindings: script(of(Secret::Blindings), 5 + count, &mut rng),
        }
    }
}

fn prove(key: &PreparedKey, mut input: Input) -> Proof {
    let witness = Witness::of_scalars(key, &input.signature, input.messages, &[]).unwrap();
    witness.initialise(&mut input.blindings).unwrap().finish(PH).unwrap()
}

fn proving(what: &str, secret: Secret) {
    let (key, a) = scene(MESSAGES.len());
    same_time(what, inputs(&key, a, secret), |input| prove(&key, input));
}

#[test]
#[ignore = "minutes, and a quiet machine; run by `cargo xtask soak`"]
fn soak_timing_of_proving_by_e() {
    proving("proving, by e", Secret::E);
}

#[test]
#[ignore = "minutes, and a quiet machine; run by `cargo xtask soak`"]
fn soak_timing_of_proving_by_the_hidden_messages() {
    proving("proving, by the hidden messages", Secret::Messages);
}

#[test]
#[ignore = "minutes, and a quiet machine; run by `cargo xtask soak`"]
fn soak_timing_of_proving_by_the_blindings() {
    proving("proving, by the blindings", Secret::Blindings);
}

/// With B, of which everything in a proof is a multiple, computed by Pippenger's method besides: blst takes it from 32 points on.
#[test]
#[ignore = "minutes, and a quiet machine; run by `cargo xtask soak`"]
fn soak_timing_of_proving_with_pippenger_differs() {
    let (key, a) = scene(40);
    let generators: Vec<G1Affine> =
        key.message_generators().iter().map(|generator| *generator.point()).collect();
    let inputs = inputs(&key, a, Secret::Messages);
    other_time("proving with Pippenger, by the hidden messages", inputs, |input| {
        let scalars = input.messages.iter().map(|message| **message);
        let sum = G1Affine::from(sum_of_multiples(generators.iter().zip(scalars)));
        (sum, prove(&key, input))
    });
}
