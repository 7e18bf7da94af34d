//! A verification at the legal maximum takes less than 4 MB beside the text itself. A test binary of its own, because it counts
//! every allocation of the process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use peak_alloc::PeakAlloc;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::fmt::Write as _;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::{Algorithm, SigningKey, jws};
use vouchsafe_sd_jwt::limits::{MAX_DIGESTS, MAX_DISCLOSURES, MAX_SD_JWT};
use vouchsafe_sd_jwt::{ExpectedType, Profile, UnverifiedSdJwt, VerifyOptions};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MAX_PEAK: usize = 4_000_000;

fn key() -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(1)).unwrap()
}

/// `JWT~D1~..~Dn~` with the payload that `payload` writes from the digests of the disclosures.
fn token(disclosures: &[String], payload: impl FnOnce(&[String]) -> String) -> String {
    let encoded: Vec<String> = disclosures.iter().map(|text| base64url::encode(text.as_bytes())).collect();
    let digests: Vec<String> = encoded
        .iter()
        .map(|text| base64url::encode(digest(HashAlgorithm::Sha256, text.as_bytes()).as_ref()))
        .collect();
    let jwt =
        jws::sign(&key(), &jws::HeaderToSign::new("example+sd-jwt"), payload(&digests).as_bytes()).unwrap();
    let mut token = jwt;
    for disclosure in encoded {
        write!(token, "~{disclosure}").unwrap();
    }
    token + "~"
}

fn decoy(number: usize) -> String {
    base64url::encode(digest(HashAlgorithm::Sha256, &number.to_le_bytes()).as_ref())
}

fn quoted(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",")
}

fn peak_of_verifying(name: &str, token: &str) {
    assert!(token.len() <= MAX_SD_JWT, "{name}: {} bytes", token.len());
    let key = key();
    let options = VerifyOptions { profile: Profile::SdJwt(ExpectedType::Any), ..VerifyOptions::default() };
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let verified = UnverifiedSdJwt::parse(token).unwrap().verify(key.verifying_key(), &options);
    let peak = HEAP.peak_usage() - before;
    let outcome = verified.as_ref().map_or_else(|error| error.code(), |_| "accepted");
    println!("{name}: {} bytes of token, peak {peak} bytes, {outcome}", token.len());
    assert!(peak < MAX_PEAK, "{name}: {peak}");
    verified.unwrap();
}

/// One test, so that nothing else allocates meanwhile.
#[test]
fn verifying_the_largest_legal_presentations() {
    let most_digests = token(&[], |_| format!(r#"{{"_sd":[{}]}}"#, quoted((0..MAX_DIGESTS).map(decoy))));
    peak_of_verifying("as many digests as allowed", &most_digests);

    let disclosures: Vec<String> = (0..MAX_DISCLOSURES)
        .map(|number| format!(r#"["salt{number:012}","claim{number}","{}"]"#, "x".repeat(270)))
        .collect();
    let most_disclosures =
        token(&disclosures, |digests| format!(r#"{{"_sd":[{}]}}"#, quoted(digests.to_vec())));
    peak_of_verifying("as many disclosures as allowed", &most_disclosures);

    let digests_left = MAX_DIGESTS - MAX_DISCLOSURES;
    let small: Vec<String> =
        (0..MAX_DISCLOSURES).map(|number| format!(r#"["{number}","c{number}",0]"#)).collect();
    let both = token(&small, |digests| {
        let all = digests.iter().cloned().chain((0..digests_left.min(2_900)).map(decoy));
        format!(r#"{{"_sd":[{}]}}"#, quoted(all))
    });
    peak_of_verifying("disclosures and decoys", &both);

    let many_values = token(&[r#"["salt","a",1]"#.to_owned()], |digests| {
        format!(r#"{{"_sd":["{}"],"list":[{}]}}"#, digests[0], vec!["0"; 65_000].join(","))
    });
    peak_of_verifying("as many values as allowed", &many_values);
}
