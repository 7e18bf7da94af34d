//! Statements about a registry, their files, and the description of a registry: no text panics, none is signed by a key that nobody
//! has, and a description that was read is written as one that says the same.
//!
//! The input is a text; and the payload of a statement, as an issuer without scruples signs it, in which `@D` stands for the first
//! deletion and `@V` for the value after it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::LazyLock;
use vouchsafe_accumulator::{History, Registry, TYP, UnverifiedSegment, UnverifiedStatement};
use vouchsafe_bbs::revocation::{Deletion, Handle, RegistryKey, RegistrySecret};
use vouchsafe_credential::{Duration, base64url};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{HeaderToSign, sign};

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_jwk_json(
        br#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    )
    .expect("the key of RFC 8037 appendix A.1")
});
static SECRET: LazyLock<RegistrySecret> =
    LazyLock::new(|| RegistrySecret::from_octets("r", &[2; 32]).expect("below the order"));
static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let key = SECRET.key();
    let key = RegistryKey::new(key.registry(), &key.to_octets(), &key.possession()).expect("its key");
    Registry::new(key, KEY.verifying_key().clone(), Duration::from_days(1)).expect("a day")
});
static GENESIS: LazyLock<Deletion> = LazyLock::new(|| {
    let handle = Handle::from_octets(&[3; 32]).expect("32 octets");
    SECRET.revoke(SECRET.key().origin(), &handle).expect("a handle")
});

fuzz_target!(|input: &str| {
    if let Ok(statement) = UnverifiedStatement::parse(input) {
        assert!(statement.verify(&REGISTRY).is_err());
    }
    if let Ok(segment) = UnverifiedSegment::parse(input) {
        assert!(segment.verify(&REGISTRY, 0, true).is_err());
    }
    if let Ok(registry) = Registry::parse(input) {
        let again = Registry::parse(&registry.to_json()).expect("what was written");
        assert_eq!(again.reference(), registry.reference());
    }

    let payload = input.replace("@D", &base64url::encode(&GENESIS.to_octets()));
    let payload = payload.replace("@V", &base64url::encode(&GENESIS.value().to_octets()));
    let text = sign(&KEY, &HeaderToSign::new(TYP), payload.as_bytes()).expect("the key signs");
    let Ok(unverified) = UnverifiedStatement::parse(&text) else { return };
    let Ok(statement) = unverified.verify(&REGISTRY) else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    if let Ok(mut history) = History::begin(&REGISTRY, &statement, &mut rng) {
        assert_eq!(statement.number(), 1);
        assert!(history.period(1, 0).is_ok());
        assert!(history.follow(&statement, &mut rng).is_err());
    }
});
