//! What an issuer without scruples signs: any payload with any disclosures, their digests where the input says so.
//!
//! The input is texts with `~` between them, the last one the payload, the others what the disclosures decode to. `@0` to `@9` in a
//! text stand for the digests of the disclosures before it. Whatever is accepted has no digest left in it, and every claim can
//! be shown alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_sd_jwt::{
    Error, ExpectedType, HeldSdJwt, Profile, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_jwk_json(
        br#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    )
    .expect("the key of RFC 8037 appendix A.1")
});

fuzz_target!(|input: &str| {
    let Ok(verified) = verify(&forge(input)) else { return };
    assert!(is_resolved(verified.claims()));
    let held = HeldSdJwt::from_verified(verified).expect("there is no KB-JWT");
    for claim in held.disclosable().iter().take(8) {
        let selection = held.select(std::slice::from_ref(&claim.path)).expect("it is there");
        let shown = verify(&selection.without_key_binding()).expect("a selection verifies");
        assert_eq!(shown.claims(), selection.claims().root());
    }
});

fn forge(input: &str) -> String {
    let (mut digests, mut disclosures) = (Vec::new(), String::new());
    let (texts, payload) = input.rsplit_once('~').unwrap_or(("", input));
    for text in texts.split('~').filter(|text| !text.is_empty()) {
        let disclosure = base64url::encode(with_digests(text, &digests).as_bytes());
        digests.push(base64url::encode(digest(HashAlgorithm::Sha256, disclosure.as_bytes()).as_ref()));
        disclosures.push_str(&disclosure);
        disclosures.push('~');
    }
    let payload = with_digests(payload, &digests);
    let token = sign(&KEY, &HeaderToSign::new("example+sd-jwt"), payload.as_bytes()).expect("it is short");
    format!("{token}~{disclosures}")
}

fn with_digests(text: &str, digests: &[String]) -> String {
    digests
        .iter()
        .take(10)
        .enumerate()
        .fold(text.to_owned(), |text, (number, digest)| text.replace(&format!("@{number}"), digest))
}

fn verify(token: &str) -> Result<VerifiedSdJwt, Error> {
    let options = VerifyOptions { profile: Profile::SdJwt(ExpectedType::Any), ..VerifyOptions::default() };
    UnverifiedSdJwt::parse(token)?.verify(KEY.verifying_key(), &options)
}

fn is_resolved(value: Value<'_>) -> bool {
    value.entries().is_none_or(|mut members| {
        members.all(|(name, value)| !["_sd", "_sd_alg", "..."].contains(&&*name) && is_resolved(value))
    }) && value.elements().is_none_or(|mut elements| elements.all(is_resolved))
}
