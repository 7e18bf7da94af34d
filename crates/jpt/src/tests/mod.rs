//! Tests of the crate as a whole, and the kit that they share.

mod attacks;
mod holding;
mod issuing;
mod keys;
mod properties;
mod refusals;
mod revocation;
mod round_trip;
mod vectors;

use crate::compact::{Issued, Presented};
use crate::{
    Error, FORMAT, HeldJpt, IssuerHeader, PreparedIssuer, PresentationExpectations, PresentationRequest,
    UnverifiedJpt, UnverifiedPresentation, VerifiedPresentation,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::num::NonZeroU32;
use std::sync::LazyLock;
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, Proof, SigningKey};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, Timestamp};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(&mut rng(1)).unwrap());

/// 2026-12-01T00:00:00Z
const EXP: &str = "1796083200";
const NOW: Timestamp = Timestamp::from_unix(1_790_000_000);

fn json(text: &str) -> Document {
    Document::parse(text).unwrap()
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

fn paths(texts: &[&str]) -> Vec<ClaimPath> {
    texts.iter().map(|text| path(text)).collect()
}

fn header(claims: &[&str]) -> IssuerHeader {
    let issuer = IssuerId::new("https://issuer.example").unwrap();
    let credential_type = CredentialType::new("urn:example:member").unwrap();
    IssuerHeader::new(issuer, credential_type, NonZeroU32::MIN, "key-1", paths(claims)).unwrap()
}

fn prepare(header: &IssuerHeader) -> PreparedIssuer {
    PreparedIssuer::new(&GENERATORS, KEY.verifying_key(), header).unwrap()
}

/// The type of most tests: `exp`, a date that is never shown, one claim, an object of two slots, and one slot that is an object.
fn member() -> PreparedIssuer {
    prepare(&header(&["exp", "iat", "name", "address.street", "address.town", "card"]))
}

fn member_claims() -> Document {
    json(&format!(
        r#"{{"exp":{EXP},"iat":1789000123,"name":"Ada","address":{{"street":"1 Elm St","town":"Ely"}},"card":{{"no":7,"tags":[1,2]}}}}"#
    ))
}

fn held(issuer: &PreparedIssuer, claims: &Document) -> HeldJpt {
    let issued = issuer.issue(&KEY, claims.root()).unwrap();
    UnverifiedJpt::parse(&issued).unwrap().verify(issuer).unwrap()
}

fn request(nonce: &str) -> PresentationRequest {
    PresentationRequest {
        audience: Audience::new("https://verifier.example").unwrap(),
        nonce: Nonce::new(nonce).unwrap(),
    }
}

fn expectations(request: &PresentationRequest) -> PresentationExpectations<'_> {
    PresentationExpectations {
        audience: Some(&request.audience),
        nonce: Some(&request.nonce),
        now: NOW,
        max_age: Duration::from_minutes(5),
        skew: Duration::from_minutes(1),
    }
}

/// Verifies with the key of the tests, whatever the header says, as an answer to the nonce `n-1`.
fn verify(text: &str) -> Result<VerifiedPresentation, Error> {
    let unverified = UnverifiedPresentation::parse(text)?;
    let issuer = prepare(unverified.header());
    unverified.verify(&issuer, &expectations(&request("n-1")))
}

fn verify_issued(text: &str) -> Result<HeldJpt, Error> {
    let unverified = UnverifiedJpt::parse(text)?;
    let issuer = prepare(unverified.header());
    unverified.verify(&issuer)
}

/// The issuer header of a type with these entries in `claims`, and what else `members` has: `,"a":1`.
fn header_text(claims: &str, members: &str) -> String {
    format!(
        r#"{{"alg":"BBS","kid":"key-1","typ":"{FORMAT}","iss":"https://issuer.example","vct":"urn:example:member","vct_version":1,"claims":{claims}{members}}}"#
    )
}

/// A presentation header for the nonce `n-1`, and what else `members` has.
fn presentation_header_text(members: &str) -> String {
    format!(r#"{{"alg":"BBS","aud":"https://verifier.example","nonce":"n-1"{members}}}"#)
}

/// What an issuer without scruples signs: any header, any payloads.
fn forge_issued(header: &str, payloads: &[&str]) -> String {
    let key = PreparedKey::new(&GENERATORS, KEY.verifying_key(), header.as_bytes(), payloads.len()).unwrap();
    let proof = KEY.sign(&key, payloads).unwrap().to_octets().to_vec().into();
    let payloads: Vec<_> = payloads.iter().map(|payload| payload.as_bytes().to_vec()).collect();
    Issued { header: header.as_bytes().to_vec(), payloads: payloads.into(), proof, witness: None }
        .write()
        .unwrap()
}

/// What a holder without scruples presents of that: any slots, under any presentation header, with any second part of the
/// proof.
fn forge_presented(
    header: &str,
    payloads: &[&str],
    disclosed: &[usize],
    presentation_header: &str,
    extension_proof: Option<Vec<u8>>,
) -> String {
    let key = PreparedKey::new(&GENERATORS, KEY.verifying_key(), header.as_bytes(), payloads.len()).unwrap();
    let signature = KEY.sign(&key, payloads).unwrap();
    let ph = presentation_header.as_bytes();
    let proof = Proof::generate(&key, &signature, payloads, disclosed, ph, &mut rng(9)).unwrap();
    let shown =
        |(slot, payload): (usize, &&str)| disclosed.contains(&slot).then(|| payload.as_bytes().to_vec());
    Presented {
        presentation_header: ph.to_vec(),
        issuer_header: header.as_bytes().to_vec(),
        payloads: payloads.iter().enumerate().map(shown).collect(),
        proof: proof.to_octets(),
        extension_proof,
    }
    .write()
    .unwrap()
}
