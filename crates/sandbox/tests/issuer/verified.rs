//! What was issued holds, by what is published beside it and nothing else.

use crate::scene::{PUBLIC, Scene, json};
use crate::wallet::keys;
use vouchsafe_accumulator::{Registry, UnverifiedSegment};
use vouchsafe_bbs::{Ciphersuite, Generators};
use vouchsafe_credential::Duration;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::JwkSet;
use vouchsafe_jose::digest::sha256;
use vouchsafe_jpt::{IssuerKey, PreparedIssuer, UnverifiedJpt};
use vouchsafe_sd_jwt::{UnverifiedSdJwt, VerifyOptions};
use vouchsafe_type_metadata::{HeaderPublication, TypeMetadataChain};

fn published_keys(scene: &Scene) -> Document {
    let metadata = json(&scene.get("/.well-known/jwt-vc-issuer"));
    metadata.root().get("jwks").unwrap().to_document()
}

fn issue(scene: &Scene, configuration: &str, copies: usize) -> Vec<String> {
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer(configuration, "pre_authorized");
    let received = world.receive(world.authorized(&link, None), &keys(copies));
    received.credentials().map(str::to_owned).collect()
}

#[test]
fn an_sd_jwt_verifies_with_the_published_key() {
    let scene = Scene::new();
    let set = JwkSet::from_value(published_keys(&scene).root()).unwrap();
    // The key of BBS credentials is left out of a set of keys for signatures of JOSE.
    assert_eq!(set.keys().len(), 1);
    for configuration in ["identity", "residence", "employee_badge", "event_pass"] {
        let credential = issue(&scene, configuration, 1).remove(0);
        let unverified = UnverifiedSdJwt::parse(&credential).unwrap();
        let verified = unverified.verify(&set.keys()[0], &VerifyOptions::default()).unwrap();
        assert!(verified.holder_key().is_some());
        assert!(
            verified.validity().expires_at.unwrap() > scene.now().saturating_add(Duration::from_days(29))
        );
    }
    let residence = issue(&scene, "residence", 1).remove(0);
    let verified = UnverifiedSdJwt::parse(&residence)
        .unwrap()
        .verify(&set.keys()[0], &VerifyOptions::default())
        .unwrap();
    let town = verified.claims().get("address").unwrap().get("locality").unwrap();
    assert_eq!(town.as_str().unwrap(), "Köln");
}

#[test]
fn a_bbs_credential_verifies_and_its_witness_holds_in_the_published_registry() {
    let scene = Scene::new();
    let keys = published_keys(&scene);
    let jwk = keys
        .root()
        .get("keys")
        .unwrap()
        .elements()
        .unwrap()
        .find(|key| key.get("kty").unwrap().as_str().unwrap() == "OKP");
    let key = IssuerKey::from_jwk(jwk.unwrap()).unwrap();
    let generators = Generators::new(Ciphersuite::Bls12381Sha256);
    let credential = issue(&scene, "identity_bbs", 0).remove(0);
    // After another one was revoked, so that the registry has moved on.
    scene.pass(Duration::from_minutes(5));
    scene.sandbox.tick().unwrap();
    let later = issue(&scene, "event_pass_bbs", 0).remove(0);

    let registry = Registry::parse(std::str::from_utf8(&scene.get("/revocation").body).unwrap()).unwrap();
    let segment = String::from_utf8(scene.get("/revocation/0").body.to_vec()).unwrap();
    let statements = UnverifiedSegment::parse(&segment).unwrap().verify(&registry, 0, true).unwrap();
    assert_eq!(statements.len(), 2);
    for (credential, period) in [(credential, 1), (later, 2)] {
        let unverified = UnverifiedJpt::parse(&credential).unwrap();
        registry.admit(unverified.header().revocation().unwrap()).unwrap();
        let prepared = PreparedIssuer::new(&generators, key.verifying_key(), unverified.header()).unwrap();
        // The header is that of everybody: the type metadata names it.
        let name = unverified.header().credential_type().as_str().rsplit('/').next().unwrap().to_owned();
        let mut chain = TypeMetadataChain::new(unverified.header().credential_type().clone(), None);
        chain.provide(&scene.get(&format!("/types/{name}")).body).unwrap();
        let metadata = chain.finish().unwrap();
        let digest = sha256(unverified.header().octets());
        assert_eq!(metadata.admit_bbs_issuer_header(&digest), Ok(HeaderPublication::Published));
        let held = unverified.verify(&prepared).unwrap();
        assert!(held.claims().get("age_over_18").unwrap().as_bool().unwrap());
        assert!(held.header().claims().iter().all(|claim| claim.to_string() != "vct#integrity"));
        let witness = held.witness().unwrap();
        assert_eq!(witness.period(), period);
        let statement = &statements[usize::try_from(period).unwrap() - 1];
        assert!(held.receive_witness(registry.key(), statement.value(), witness.octets()).is_ok());
    }
    assert_eq!(registry.reference().registry(), format!("{PUBLIC}/revocation"));
}
