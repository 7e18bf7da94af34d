//! Credentials that can be revoked: a registry, and an issuer of a type of them.

mod attacks;
mod batching;
mod issuing;
mod presenting;
mod unlinkability;

use super::*;
use crate::Revocation;
use vouchsafe_bbs::revocation::{
    AccumulatorValue, Deletion, Handle, MembershipWitness, Period, RegistrySecret,
};
use vouchsafe_credential::RegistryReference;

const REGISTRY: &str = "https://issuer.example/registry/1";
const STATEMENT: [u8; 32] = [9; 32];
const SLOTS: [&str; 5] = ["exp", "iat", "name", "revocation_handle", "card"];

static SECRET: LazyLock<RegistrySecret> =
    LazyLock::new(|| RegistrySecret::generate(REGISTRY, &mut rng(100)).unwrap());
static GENESIS: LazyLock<Deletion> = LazyLock::new(|| SECRET.genesis(&mut rng(101)).unwrap());

fn reference_to(secret: &RegistrySecret) -> RegistryReference {
    let key = secret.key();
    RegistryReference::new(key.registry(), key.digest(), [7; 32], Duration::from_hours(1)).unwrap()
}

fn revocable_header(claims: &[&str]) -> Result<IssuerHeader, Error> {
    let issuer = IssuerId::new("https://issuer.example").unwrap();
    let credential_type = CredentialType::new("urn:example:member").unwrap();
    let registry = reference_to(&SECRET);
    IssuerHeader::revocable(issuer, credential_type, NonZeroU32::MIN, "key-1", paths(claims), registry)
}

static ISSUER: LazyLock<PreparedIssuer> = LazyLock::new(|| prepare(&revocable_header(&SLOTS).unwrap()));

fn handle(seed: u64) -> Handle {
    SECRET.new_handle(1, &mut rng(seed)).unwrap()
}

fn claims_with(payload: &str) -> Document {
    json(&format!(
        r#"{{"exp":{EXP},"iat":1789000123,"name":"Ada","revocation_handle":{payload},"card":{{"no":7}}}}"#
    ))
}

/// The period of this number with this value.
fn period(number: u64, value: &AccumulatorValue) -> Period<'static> {
    Period::new(SECRET.key(), number, *value, STATEMENT).unwrap()
}

fn witness_of(value: &AccumulatorValue, seed: u64) -> MembershipWitness {
    SECRET.issue(value, &handle(seed)).unwrap()
}

/// A credential with the handle of this seed, issued at period 1.
fn issued(seed: u64) -> String {
    let witness = witness_of(GENESIS.value(), seed);
    ISSUER.issue_revocable(&KEY, claims_with(&handle(seed).payload()).root(), 1, &witness).unwrap()
}

fn receive(issued: &str) -> HeldJpt {
    UnverifiedJpt::parse(issued).unwrap().verify(&ISSUER).unwrap()
}

/// Shows these claims of the credential with the handle of this seed, by the witness that it was issued with.
fn present(seed: u64, shown: &[&str], randomness: u64) -> String {
    let held = receive(&issued(seed));
    let witness = witness_of(GENESIS.value(), seed);
    let period = period(1, GENESIS.value());
    let selection = held.select(&paths(shown)).unwrap();
    let draft = selection.prepare_revocable(&ISSUER, &period, &witness, &mut rng(randomness)).unwrap();
    draft.finish(&request("n-1")).unwrap()
}

/// Verifies as an answer to the nonce `n-1`: both proofs at once; and one after the other, which may not accept anything else.
fn verify_with(text: &str, period: &Period<'_>) -> Result<VerifiedPresentation, Error> {
    let request = request("n-1");
    let expected = expectations(&request);
    let parse = || UnverifiedPresentation::parse(text);
    let issuer = prepare(parse()?.header());
    let verified = parse()?.verify_revocable(&issuer, &expected, period, &mut rng(9));
    let separately = parse()?.verify(&issuer, &expected).and_then(|verified| match verified.revocation() {
        Revocation::Claimed(claim) => claim.verify(period),
        other => panic!("{other:?}"),
    });
    assert_eq!(separately.is_ok(), verified.is_ok());
    verified
}
