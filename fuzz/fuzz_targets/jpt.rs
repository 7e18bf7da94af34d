//! JPTs as text, issued and presented, and what an issuer without scruples signs: no text panics, what has a shape is unverified
//! still, and every slot of what is accepted can be shown alone or is never shown.
//!
//! The input is texts with a line break between them: a JPT, an issuer header as JSON, and the payloads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, SigningKey};
use vouchsafe_credential::base64url;
use vouchsafe_jpt::{PreparedIssuer, UnverifiedJpt, UnverifiedPresentation};

static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_octets(&[1; 32]).expect("below the order"));

fuzz_target!(|input: &str| {
    let mut texts = input.split('\n');
    let text = texts.next().unwrap_or_default();
    let _ = UnverifiedJpt::parse(text).map(|token| token.header().claims().len());
    let _ = UnverifiedPresentation::parse(text).map(|token| token.header().claims().len());

    let Some(header) = texts.next() else { return };
    let payloads: Vec<_> = texts.take(16).collect();
    let Ok(token) = UnverifiedJpt::parse(&forge(header, &payloads)) else { return };
    let issuer = PreparedIssuer::new(&GENERATORS, KEY.verifying_key(), token.header()).expect("few slots");
    let Ok(held) = token.verify(&issuer) else { return };
    for path in held.header().claims() {
        match held.select(std::slice::from_ref(path)) {
            Ok(selection) => assert!(selection.paths().contains(path)),
            Err(error) => assert_eq!(error.code(), "jpt.never_disclosed"),
        }
    }
});

fn forge(header: &str, payloads: &[&str]) -> String {
    let key = PreparedKey::new(&GENERATORS, KEY.verifying_key(), header.as_bytes(), payloads.len());
    let signature = KEY.sign(&key.expect("few slots"), payloads).expect("as many payloads as slots");
    let payloads: Vec<_> = payloads.iter().map(|payload| base64url::encode(payload.as_bytes())).collect();
    let (header, proof) = (base64url::encode(header.as_bytes()), base64url::encode(&signature.to_octets()));
    format!("{header}.{}.{proof}", payloads.join("~"))
}
