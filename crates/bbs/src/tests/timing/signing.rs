use super::classes::{Class, scalar};
use super::harness::same_time;
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, MESSAGES, SUITES, prepared};
use crate::{PreparedKey, SigningKey};

/// Keys that each class has at hand: as many, so that memory is as near for all.
const POOL: usize = 32;

#[test]
#[ignore = "minutes, and a quiet machine; run by `cargo xtask soak`"]
fn soak_timing_of_signing_by_the_key() {
    let mut rng = rng(2);
    let mut pool = |class: Class| -> Vec<(SigningKey, PreparedKey)> {
        let mut pair = || {
            let issuer = SigningKey::from_octets(&scalar(class, &mut rng).to_octets()).unwrap();
            let key = prepared(SUITES[0], &issuer, HEADER, MESSAGES.len());
            (issuer, key)
        };
        (0..POOL).map(|_| pair()).collect()
    };
    let pools = [Class::Fixed, Class::LowWeight, Class::Random].map(&mut pool);
    let mut next = 0;
    same_time(
        "signing, by the key",
        |class| {
            next = (next + 1) % POOL;
            &pools[class as usize][next]
        },
        |(issuer, key)| issuer.sign(key, &MESSAGES).unwrap(),
    );
}
