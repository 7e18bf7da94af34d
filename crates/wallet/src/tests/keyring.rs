use super::kit::*;
use crate::*;
use vouchsafe_credential::{CredentialType, IssuerId};
use vouchsafe_jose::{Algorithm, SigningKey};

#[test]
fn keys_of_an_issuer_add_up() {
    let mut world = World::new();
    let issuer = IssuerId::new(ISSUER).unwrap();
    let known = [world.issuer.verifying_key().clone().into()];
    let trusted = world.wallet.trust_issuer(issuer.clone(), &known, later(9)).unwrap();
    assert_eq!((trusted.keys.len(), trusted.since), (1, NOW));
    for left in (1..limits::MAX_ISSUER_KEYS).rev() {
        let key = SigningKey::generate(Algorithm::Ed25519, &mut world.rng).unwrap();
        let key = key.verifying_key().clone();
        assert!(world.wallet.trust_issuer(issuer.clone(), &[key.into()], NOW).is_ok(), "{left}");
    }
    let one_more = SigningKey::generate(Algorithm::Ed25519, &mut world.rng).unwrap();
    let one_more = one_more.verifying_key().clone();
    assert_eq!(
        code(world.wallet.trust_issuer(issuer.clone(), &[one_more.into()], NOW)),
        "wallet.too_many_issuer_keys"
    );
    assert_eq!(world.wallet.issuers().unwrap()[0].keys.len(), limits::MAX_ISSUER_KEYS);
}

#[test]
fn a_distrusted_issuers_cards_stay_and_cannot_be_told() {
    let mut world = World::new();
    let card = world.card();
    let issuer = IssuerId::new(ISSUER).unwrap();
    world.wallet.distrust_issuer(&issuer).unwrap();
    let State::CannotTell { doubt, .. } = world.state(&card, NOW) else { panic!() };
    assert_eq!(doubt, Doubt::IssuerNotTrusted);
    assert_eq!(code(world.wallet.card(&card, NOW)), "wallet.issuer_not_trusted");
    let request = request("https://verifier.example");
    assert_eq!(code(world.wallet.draft(&[choice(&card, &[])], request, NOW)), "wallet.issuer_not_trusted");
    assert_eq!(code(world.wallet.distrust_issuer(&issuer)), "wallet.no_such_issuer");
}

#[test]
fn a_card_is_found_by_the_start_of_its_id() {
    let mut world = World::new();
    assert_eq!(code(world.wallet.find("")), "wallet.no_such_card");
    // More cards than there are hexadecimal digits, so two begin alike.
    let ids: Vec<_> = (0..17).map(|_| world.card()).collect();
    for id in &ids {
        assert_eq!(world.wallet.find(id.as_str()).unwrap(), *id);
        assert_eq!(world.wallet.find(&id.as_str()[..12]).unwrap(), *id);
    }
    let alike = |start: &str| ids.iter().filter(|id| id.as_str().starts_with(start)).count();
    let shared = ids.iter().map(|id| &id.as_str()[..1]).find(|start| alike(start) > 1).unwrap();
    assert_eq!(code(world.wallet.find(shared)), "wallet.id_ambiguous");
    assert_eq!(code(world.wallet.find("x")), "wallet.no_such_card");
}

#[test]
fn a_key_in_use_is_kept() {
    let mut world = World::new();
    let (used, unused) = (world.holder_key(), world.holder_key());
    let token = world.issue(&person(&[cnf(&used)]));
    world.import(&token).unwrap();
    let delete = |world: &mut World, key| world.wallet.delete_holder_key(KeyThumbprint::of(key));
    assert_eq!(code(delete(&mut world, &used)), "wallet.holder_key_in_use");
    assert!(delete(&mut world, &unused).is_ok());
    assert_eq!(code(delete(&mut world, &unused)), "wallet.no_such_holder_key");
}

#[test]
fn an_issuer_is_believed_for_the_types_that_it_was_trusted_for() {
    let mut world = World::new();
    let (jwk, issuer) = (world.issuer.verifying_key().clone(), IssuerId::new(ISSUER).unwrap());
    world.wallet.distrust_issuer(&issuer).unwrap();
    let keys = [jwk.into()];
    let of = |text: &str| CredentialType::new(text).unwrap();
    let only = |text: &str| TrustedTypes::Only([of(text)].into());
    let token = world.issue(&person(&[]));
    let import = |text, issuer_keys| Import {
        tokens: Tokens::Reusable(text),
        profile: Profile::SdJwtVc,
        issuer_keys,
        holder_keys: Vec::new(),
        type_metadata: None,
    };
    world.wallet.import_trusting(import(&token, &keys), &only("urn:example:person"), NOW).unwrap();
    let trusted = world.wallet.issuers().unwrap().remove(0);
    assert_eq!((&trusted.types, trusted.to_stored().unwrap().version), (&only("urn:example:person"), 3));
    let other = world.issue(&person(&[]).replace("urn:example:person", "urn:example:other"));
    assert_eq!(code(world.wallet.import(import(&other, &[]), NOW)), "wallet.type_not_trusted");
    assert_eq!(
        code(world.wallet.arriving(&Tokens::Reusable(&other), Profile::SdJwtVc, &[])),
        "wallet.type_not_trusted"
    );
    world.wallet.import_trusting(import(&other, &keys), &only("urn:example:other"), NOW).unwrap();
    let types = world.wallet.issuers().unwrap().remove(0).types;
    assert!(types.cover(Some(&of("urn:example:person"))) && types.cover(Some(&of("urn:example:other"))));
    assert!(!types.cover(Some(&of("urn:example:third"))) && !types.cover(None));
    world.wallet.trust_issuer(issuer, &keys, NOW).unwrap();
    assert_eq!(world.wallet.issuers().unwrap()[0].types, TrustedTypes::Any);
}

#[test]
fn further_keys_widen_no_trust() {
    let mut world = World::new();
    let issuer = IssuerId::new(ISSUER).unwrap();
    world.wallet.distrust_issuer(&issuer).unwrap();
    let keys = [world.issuer.verifying_key().clone().into()];
    assert_eq!(code(world.wallet.trust_further_keys(&issuer, &keys, NOW)), "wallet.no_such_issuer");
    let only = TrustedTypes::Only([CredentialType::new("urn:example:person").unwrap()].into());
    let token = world.issue(&person(&[]));
    let import = Import {
        tokens: Tokens::Reusable(&token),
        profile: Profile::SdJwtVc,
        issuer_keys: &keys,
        holder_keys: Vec::new(),
        type_metadata: None,
    };
    world.wallet.import_trusting(import, &only, NOW).unwrap();
    let further = [world.holder_key().into()];
    world.wallet.trust_further_keys(&issuer, &further, NOW).unwrap();
    let trusted = world.wallet.issuers().unwrap().remove(0);
    assert_eq!((trusted.keys.len(), trusted.types), (2, only));
}
