//! Cases 1 to 30: SD-JWT, SD-JWT VC, KB-JWT. What a verifier's policy makes of them (19, 20, 24, 29) is in `verifier.rs`.

mod claims;
mod digests;
mod disclosures;
mod key_binding;
mod serializations;

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use std::sync::LazyLock;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    Error, ExpectedType, LegacyTyp, Profile, SD_JWT_VC_TYP, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha8Rng::seed_from_u64(seed)).unwrap()
}

static ISSUER: LazyLock<SigningKey> = LazyLock::new(|| key(1));
static HOLDER: LazyLock<SigningKey> = LazyLock::new(|| key(2));

/// What an issuer signs who follows no rule.
fn signed(typ: &str, payload: &str, disclosures: &[&str]) -> String {
    let mut text = sign(&ISSUER, &HeaderToSign::new(typ), payload.as_bytes()).unwrap() + "~";
    disclosures.iter().for_each(|disclosure| text.extend([disclosure, "~"]));
    text
}

/// An SD-JWT of RFC 9901.
fn plain(payload: &str, disclosures: &[&str]) -> String {
    signed("example+sd-jwt", payload, disclosures)
}

/// An SD-JWT VC.
fn credential(payload: &str, disclosures: &[&str]) -> String {
    signed(SD_JWT_VC_TYP, payload, disclosures)
}

/// A disclosure of these contents, and its digest.
fn disclose(contents: &str) -> (String, String) {
    let text = base64url::encode(contents.as_bytes());
    let digest = digest_of(HashAlgorithm::Sha256, text.as_bytes());
    (text, digest)
}

fn digest_of(hash: HashAlgorithm, bytes: &[u8]) -> String {
    base64url::encode(digest(hash, bytes).as_ref())
}

/// A digest that nothing opens.
fn decoy(number: usize) -> String {
    digest_of(HashAlgorithm::Sha256, &number.to_be_bytes())
}

fn verify_as(profile: Profile, text: &str) -> Result<VerifiedSdJwt, Error> {
    let options = VerifyOptions { profile, ..VerifyOptions::default() };
    let unverified = match text.starts_with('{') {
        true => UnverifiedSdJwt::parse_json(text)?,
        false => UnverifiedSdJwt::parse(text)?,
    };
    unverified.verify(ISSUER.verifying_key(), &options)
}

/// As an SD-JWT VC if it says that it is one, else as an SD-JWT of any type.
fn verify(text: &str) -> Result<VerifiedSdJwt, Error> {
    match verify_as(Profile::SdJwtVc(LegacyTyp::Refuse), text) {
        Err(Error::TypUnexpected) => verify_as(Profile::SdJwt(ExpectedType::Any), text),
        other => other,
    }
}

/// Asserts that a text is refused with this code.
#[track_caller]
fn refused_with(text: &str, code: &str) {
    match verify(text) {
        Err(error) => assert_eq!(error.code(), code, "{error}"),
        Ok(verified) => panic!("accepted: {}", verified.claims().to_json()),
    }
}

/// The claims of a text that is accepted.
#[track_caller]
fn claims(text: &str) -> String {
    verify(text).unwrap().claims().to_json()
}
