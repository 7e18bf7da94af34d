//! Tests of the crate as a whole, and the kit that they share.

mod holding;
mod issuing;
mod limits;
mod properties;
mod round_trip;
mod undisclosed;

use crate::{
    DisclosurePlan, Error, ExpectedType, HeldSdJwt, Profile, SdJwtToSign, UnverifiedSdJwt, VerifiedSdJwt,
    VerifyOptions,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::LazyLock;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, base64url};
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_jose::{Algorithm, SigningKey};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

static ISSUER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::generate(Algorithm::Es256, &mut rng(1)).unwrap());
static HOLDER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::generate(Algorithm::Es256, &mut rng(2)).unwrap());

fn json(text: &str) -> Document {
    Document::parse(text.as_bytes()).unwrap()
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

fn paths(texts: &[&str]) -> Vec<ClaimPath> {
    texts.iter().map(|text| path(text)).collect()
}

/// A disclosure as it travels, and its digest.
fn disclosure(contents: &str) -> (String, String) {
    let text = base64url::encode(contents.as_bytes());
    let digest = base64url::encode(digest(HashAlgorithm::Sha256, text.as_bytes()).as_ref());
    (text, digest)
}

/// What an issuer without scruples signs: any payload, any disclosures.
fn forge(typ: &str, payload: &str, disclosures: &[&str]) -> String {
    let mut text = sign(&ISSUER, &HeaderToSign::new(typ), payload.as_bytes()).unwrap();
    text.push('~');
    for disclosure in disclosures {
        text.push_str(disclosure);
        text.push('~');
    }
    text
}

fn plain() -> VerifyOptions<'static> {
    VerifyOptions { profile: Profile::SdJwt(ExpectedType::Any), ..VerifyOptions::default() }
}

fn verify_as(text: &str, options: &VerifyOptions<'_>) -> Result<VerifiedSdJwt, Error> {
    UnverifiedSdJwt::parse(text)?.verify(ISSUER.verifying_key(), options)
}

/// Verifies a forged payload as an SD-JWT of RFC 9901.
fn resolve(payload: &str, disclosures: &[&str]) -> Result<VerifiedSdJwt, Error> {
    verify_as(&forge("example+sd-jwt", payload, disclosures), &plain())
}

fn issue(claims: &str, plan: &DisclosurePlan) -> String {
    SdJwtToSign::new(json(claims).root(), plan, "example+sd-jwt").sign(&ISSUER, &mut rng(3)).unwrap()
}

fn hold(text: &str) -> HeldSdJwt {
    HeldSdJwt::from_verified(verify_as(text, &plain()).unwrap()).unwrap()
}
