//! Credentials that can be revoked: a registry, and an issuer of a type of them.

mod issuing;

use super::*;
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion, Handle, MembershipWitness, RegistrySecret};
use vouchsafe_credential::RegistryReference;

const REGISTRY: &str = "https://issuer.example/registry/1";
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
