//! How long each operation takes, on one thread: `cargo run -p vouchsafe-bbs --release --example measure`.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a developer's tool"
)]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::time::{Duration, Instant};
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, PreparedPresentation, Proof, SigningKey};

/// The fastest of many runs: what others do on the machine makes the rest slower.
fn measure(runs: usize, mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(time).min().unwrap()
}

fn main() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    println!("microseconds; 3 messages shown\n");
    println!(
        "| messages | generators | prepare key | sign | verify | prove | finish prepared | read and verify proof |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for count in [10, 30, 100] {
        let issuer = SigningKey::generate(&mut rng).unwrap();
        let messages: Vec<String> = (0..count).map(|index| format!("message {index}")).collect();
        let prepare =
            |generators: &_| PreparedKey::new(generators, issuer.verifying_key(), b"", count).unwrap();
        let cold = measure(8, || drop(prepare(&Generators::new(Ciphersuite::Bls12381Sha256))));
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let key = prepare(&generators);
        let warm = measure(20, || drop(prepare(&generators)));
        let signature = issuer.sign(&key, &messages).unwrap();
        let sign = measure(200, || drop(issuer.sign(&key, &messages).unwrap()));
        let verify = measure(200, || signature.verify(&key, &messages).unwrap());
        let shown = [0, 1, 2];
        let prove = measure(200, || {
            drop(Proof::generate(&key, &signature, &messages, &shown, b"nonce", &mut rng).unwrap());
        });
        let finish = {
            let mut waiting: Vec<_> = std::iter::repeat_with(|| {
                PreparedPresentation::new(&key, &signature, &messages, &shown, &mut rng).unwrap()
            })
            .take(20)
            .collect();
            measure(20, || drop(waiting.pop().unwrap().finish(b"nonce").unwrap()))
        };
        let octets =
            Proof::generate(&key, &signature, &messages, &shown, b"nonce", &mut rng).unwrap().to_octets();
        let disclosed: Vec<(usize, &String)> =
            shown.iter().map(|index| (*index, &messages[*index])).collect();
        let verify_proof = measure(200, || {
            Proof::from_octets(&octets).unwrap().verify(&key, &disclosed, b"nonce").unwrap();
        });
        let columns =
            [cold, warm, sign, verify, prove, finish, verify_proof].map(|time| time.as_micros().to_string());
        println!("| {count} | {} |", columns.join(" | "));
    }
}
