//! Counts too large for every day: `cargo xtask soak` runs them as a release and keeps what they print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, Duration, Nonce, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, Error, HeldSdJwt, KeyBindingExpectations, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign,
    UnverifiedSdJwt, VerifyOptions,
};

const MUTATIONS: u32 = 500_000;
const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

fn below(rng: &mut ChaCha20Rng, bound: usize) -> usize {
    usize::try_from(rng.next_u64() % u64::try_from(bound).unwrap()).unwrap()
}

/// One to four changes: a character replaced, removed, doubled, or two parts swapped.
fn mutated(token: &str, rng: &mut ChaCha20Rng) -> String {
    const CHARACTERS: &[u8] = b"ABCabc019-_~.=";
    let mut bytes = token.as_bytes().to_vec();
    for _ in 0..=below(rng, 4) {
        let (at, other) = (below(rng, bytes.len()), below(rng, bytes.len()));
        match below(rng, 4) {
            0 => bytes[at] = CHARACTERS[below(rng, CHARACTERS.len())],
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, bytes[other]),
            _ => bytes.swap(at, other),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// No change to a presentation gives another one that verifies.
#[test]
#[ignore = "minutes; run by `cargo xtask soak`"]
fn soak_mutated_presentations_never_verify() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let issuer = SigningKey::generate(Algorithm::Es256, &mut rng).unwrap();
    let holder = SigningKey::generate(Algorithm::Ed25519, &mut rng).unwrap();
    let claims = format!(
        r#"{{"vct":"urn:example:person","given_name":"Ada","age":36,"langs":["en","fr"],"cnf":{{"jwk":{}}}}}"#,
        holder.verifying_key().to_jwk_json()
    );
    let claims = Document::parse(claims).unwrap();
    let paths = ["given_name", "age", "langs[]"].map(|path| path.parse::<ClaimPath>().unwrap());
    let issued = SdJwtToSign::new(claims.root(), &DisclosurePlan::new(paths.clone()), SD_JWT_VC_TYP)
        .sign(&issuer, &mut rng)
        .unwrap();
    let (audience, nonce) = (Audience::new("https://verifier.example").unwrap(), Nonce::new("n-0").unwrap());
    let verify = |token: &str| -> Result<(), Error> {
        let verified =
            UnverifiedSdJwt::parse(token)?.verify(issuer.verifying_key(), &VerifyOptions::default())?;
        let expected = KeyBindingExpectations {
            audience: Some(&audience),
            nonce: Some(&nonce),
            now: NOW,
            max_age: Duration::from_minutes(5),
            skew: Duration::ZERO,
        };
        verified.verify_key_binding(&expected).map(|_| ())
    };
    let verified = UnverifiedSdJwt::parse(&issued)
        .unwrap()
        .verify(issuer.verifying_key(), &VerifyOptions::default())
        .unwrap();
    let request = KeyBindingRequest { audience: audience.clone(), nonce: nonce.clone(), issued_at: NOW };
    let presentation =
        HeldSdJwt::from_verified(verified).unwrap().select(&paths).unwrap().bind(&holder, &request).unwrap();
    verify(&presentation).unwrap();

    let mut refusals: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..MUTATIONS {
        let changed = mutated(&presentation, &mut rng);
        if changed != presentation {
            let error = verify(&changed).expect_err(&changed);
            *refusals.entry(error.code()).or_default() += 1;
        }
    }
    println!("soak: {MUTATIONS} mutations of a presentation, none verified");
    for (code, count) in refusals {
        println!("soak: refused with {code}: {count}");
    }
}
