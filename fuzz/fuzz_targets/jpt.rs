//! JPTs as text, issued and presented, and what an issuer without scruples signs: no text panics, what has a shape is unverified
//! still, every slot of what is accepted can be shown alone or is never shown, and what can be revoked is shown with the proof that it
//! was not.
//!
//! The input is texts with a line break between them: a JPT, an issuer header as JSON, and the payloads. `@K` in the header stands for the
//! digest of a registry's key, `@H` in a payload for that of a handle.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::LazyLock;
use vouchsafe_bbs::revocation::{AccumulatorValue, Handle, MembershipWitness, Period, RegistrySecret};
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, SigningKey};
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp, base64url};
use vouchsafe_jpt::{
    HeldJpt, PreparedIssuer, PresentationExpectations, PresentationRequest, UnverifiedJpt,
    UnverifiedPresentation,
};

static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_octets(&[1; 32]).expect("below the order"));
static SECRET: LazyLock<RegistrySecret> =
    LazyLock::new(|| RegistrySecret::from_octets("r", &[2; 32]).expect("below the order"));
static VALUE: LazyLock<AccumulatorValue> = LazyLock::new(|| {
    let genesis = Handle::from_octets(&[3; 32]).expect("32 octets");
    *SECRET.revoke(SECRET.key().origin(), &genesis).expect("a handle").value()
});
static HANDLE: LazyLock<Handle> = LazyLock::new(|| Handle::from_octets(&[4; 32]).expect("32 octets"));
static WITNESS: LazyLock<[u8; MembershipWitness::OCTETS]> =
    LazyLock::new(|| SECRET.issue(&VALUE, &HANDLE).expect("a handle").to_octets());

fuzz_target!(|input: &str| {
    let mut texts = input.split('\n');
    let text = texts.next().unwrap_or_default();
    let _ = UnverifiedJpt::parse(text).map(|token| token.header().claims().len());
    let _ = UnverifiedPresentation::parse(text).map(|token| token.period());

    let Some(header) = texts.next() else { return };
    let header = header.replace("@K", &base64url::encode(&SECRET.key().digest()));
    let payloads: Vec<_> = texts.take(16).map(|payload| payload.replace("@H", &HANDLE.payload())).collect();
    let witness = [&1_u64.to_be_bytes()[..], WITNESS.as_slice()].concat();
    let plain = forge(&header, &payloads);
    let with_witness = format!("{plain}~{}", base64url::encode(&witness));
    let tokens = [plain, with_witness].map(|text| UnverifiedJpt::parse(&text));
    assert!(tokens.iter().any(Result::is_err), "with a witness or without");
    for token in tokens.into_iter().flatten() {
        let issuer =
            PreparedIssuer::new(&GENERATORS, KEY.verifying_key(), token.header()).expect("few slots");
        let Ok(held) = token.verify(&issuer) else { continue };
        for path in held.header().claims() {
            match held.select(std::slice::from_ref(path)) {
                Ok(selection) => assert!(selection.paths().contains(path)),
                Err(error) => assert_eq!(error.code(), "jpt.never_disclosed"),
            }
        }
        show(&held, &issuer);
    }
});

fn forge(header: &str, payloads: &[String]) -> String {
    let key = PreparedKey::new(&GENERATORS, KEY.verifying_key(), header.as_bytes(), payloads.len());
    let signature = KEY.sign(&key.expect("few slots"), payloads).expect("as many payloads as slots");
    let payloads: Vec<_> = payloads.iter().map(|payload| base64url::encode(payload.as_bytes())).collect();
    let (header, proof) = (base64url::encode(header.as_bytes()), base64url::encode(&signature.to_octets()));
    format!("{header}.{}.{proof}", payloads.join("~"))
}

/// Shows what always shows, with a witness where one can be received.
fn show(held: &HeldJpt, issuer: &PreparedIssuer) {
    let request = PresentationRequest {
        audience: Audience::new("https://verifier.example").expect("an audience"),
        nonce: Nonce::new("n-1").expect("a nonce"),
    };
    let expected = PresentationExpectations {
        audience: Some(&request.audience),
        nonce: Some(&request.nonce),
        now: Timestamp::from_unix(1_790_000_000),
        max_age: Duration::from_minutes(5),
        skew: Duration::from_minutes(1),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let selection = held.select(&[]).expect("`exp`");
    if held.header().revocation().is_none() {
        let text = selection.present(issuer, &request, &mut rng).expect("a presentation");
        let presented = UnverifiedPresentation::parse(&text).expect("a presentation");
        presented.verify(issuer, &expected).expect("it holds");
        return;
    }
    assert!(selection.prepare(issuer, &mut rng).is_err());
    let Ok(witness) = held.receive_witness(SECRET.key(), &VALUE, WITNESS.as_slice()) else { return };
    let period = Period::new(SECRET.key(), 1, *VALUE, [6; 32]).expect("after the first deletion");
    let draft = selection.prepare_revocable(issuer, &period, &witness, &mut rng).expect("a draft");
    let text = draft.finish(&request).expect("a presentation");
    let presented = UnverifiedPresentation::parse(&text).expect("a presentation");
    presented.verify_revocable(issuer, &expected, &period, &mut rng).expect("it holds");
}
