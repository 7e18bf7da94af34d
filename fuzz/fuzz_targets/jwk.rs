//! Public keys and key sets: what is read is written as a key that is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_jose::{JwkSet, VerifyingKey};

fuzz_target!(|bytes: &[u8]| {
    let _ = JwkSet::parse(bytes);
    if let Ok(key) = VerifyingKey::from_jwk_json(bytes) {
        assert!(VerifyingKey::from_jwk_json(key.to_jwk_json().as_bytes()).is_ok_and(|again| again == key));
    }
});
