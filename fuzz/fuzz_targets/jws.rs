//! Compact JWS: no text panics, and none is signed by a key that nobody has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::UnverifiedJws;

static KEY: LazyLock<VerifyingKey> = LazyLock::new(|| {
    VerifyingKey::from_jwk_json(
        br#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    )
    .expect("the key of RFC 8037 appendix A.2")
});

fuzz_target!(|text: &str| {
    if let Ok(token) = UnverifiedJws::parse(text) {
        assert!(token.verify(&KEY).is_err());
    }
});
