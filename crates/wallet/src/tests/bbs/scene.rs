//! An issuer of BBS credentials and a verifier of them.

use super::super::kit::*;
use crate::*;
use std::num::NonZeroU32;
use std::sync::LazyLock;
use vouchsafe_bbs::{Ciphersuite, Generators, SigningKey};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialType, Duration, IssuerId};
use vouchsafe_jpt::{
    IssuerHeader, PreparedIssuer, PresentationExpectations, UnverifiedPresentation, VerifiedPresentation,
};

pub(super) static GENERATORS: LazyLock<Generators> =
    LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
pub(super) static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(&mut rng(11)).unwrap());

pub(super) const KID: &str = "bbs-1";
pub(super) const TYPE: &str = "urn:example:resident";
/// 2023-11-21T00:00:00Z
pub(super) const EXP: i64 = 1_700_524_800;
pub(super) const SLOTS: [&str; 7] =
    ["exp", "iat", "given_name", "family_name", "address.city", "address.country", "age_over_18"];

/// The claims of a resident; of `n` depends what nobody asks for.
pub(super) fn resident(n: usize) -> String {
    format!(
        r#"{{"exp":{EXP},"iat":{},"given_name":"{}","family_name":"{}","address":{{"city":"{}","country":"GB"}},"age_over_18":true}}"#,
        1_699_900_000 + n,
        CANARIES[0],
        CANARIES[1],
        CANARIES[2]
    )
}

pub(super) fn issuer_key() -> IssuerKey {
    IssuerKey::from(vouchsafe_jpt::IssuerKey::new(KID, KEY.verifying_key().clone()).unwrap())
}

pub(super) fn prepare(kid: &str, slots: &[ClaimPath]) -> PreparedIssuer {
    let (issuer, vct) = (IssuerId::new(ISSUER).unwrap(), CredentialType::new(TYPE).unwrap());
    let header = IssuerHeader::new(issuer, vct, NonZeroU32::MIN, kid, slots.to_vec()).unwrap();
    PreparedIssuer::new(&GENERATORS, KEY.verifying_key(), &header).unwrap()
}

pub(super) fn issue(slots: &[ClaimPath], claims: &str) -> String {
    prepare(KID, slots).issue(&KEY, Document::parse(claims).unwrap().root()).unwrap()
}

/// A wallet that trusts the issuer's keys of both kinds.
pub(super) fn world() -> World {
    let mut world = World::new();
    world.wallet.trust_issuer(IssuerId::new(ISSUER).unwrap(), &[issuer_key()], NOW).unwrap();
    world
}

pub(super) fn take(world: &mut World, text: &str) -> Result<Imported, Error> {
    world.import_as(text, Profile::Bbs)
}

/// A resident's card.
pub(super) fn card(world: &mut World) -> CredentialId {
    card_of(world, 0)
}

pub(super) fn card_of(world: &mut World, n: usize) -> CredentialId {
    take(world, &issue(&paths(&SLOTS), &resident(n))).unwrap().card.id
}

/// What a verifier makes of a presentation that was made for `request`.
pub(super) fn verify(
    text: &str,
    request: &PresentationRequest,
) -> Result<VerifiedPresentation, vouchsafe_jpt::Error> {
    let unverified = UnverifiedPresentation::parse(text)?;
    let issuer = PreparedIssuer::new(&GENERATORS, KEY.verifying_key(), unverified.header())?;
    unverified.verify(&issuer, &expectations(request))
}

pub(super) fn expectations(request: &PresentationRequest) -> PresentationExpectations<'_> {
    PresentationExpectations {
        audience: Some(&request.audience),
        nonce: Some(&request.nonce),
        now: NOW,
        max_age: Duration::from_minutes(5),
        skew: Duration::from_minutes(1),
    }
}

pub(super) use vouchsafe_credential::{ClaimPath, CredentialId};
