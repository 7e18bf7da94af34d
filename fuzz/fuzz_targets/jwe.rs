//! Compact JWE: no text panics, and none is encrypted to a key that nobody has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use vouchsafe_jose::jwe::{DecryptionKey, UndecryptedJwe};

static KEY: LazyLock<DecryptionKey> = LazyLock::new(|| {
    DecryptionKey::from_jwk_json(
        br#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#,
    )
    .expect("Bob's key of RFC 7518 appendix C")
});

fuzz_target!(|text: &str| {
    if let Ok(token) = UndecryptedJwe::parse(text) {
        assert!(token.decrypt(&KEY).is_err());
    }
});
