//! Queries for credentials of which an X.509 authority certifies the issuer (OpenID4VP 1.0 section 6.1.1.1).

use super::kit::*;
use crate::*;
use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData,
    SignatureAlgorithm,
};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_dcql::Query;
use vouchsafe_sd_jwt::SdJwtToSign;

/// The issuer's key as what a certificate certifies.
struct Certified(Vec<u8>);

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

fn certified(world: &World) -> Certified {
    let jwk = Document::parse(world.issuer.verifying_key().to_jwk_json()).unwrap();
    let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
    Certified([&[4][..], &coordinate("x"), &coordinate("y")].concat())
}

/// The issuer's certificate by an authority, and the identifier of that authority's key.
fn certificate(world: &World) -> (Vec<u8>, Vec<u8>) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let key_id = authority.key_identifier(&key);
    let mut leaf = CertificateParams::default();
    leaf.use_authority_key_identifier_extension = true;
    let leaf = leaf.signed_by(&certified(world), &Issuer::from_params(&authority, &key)).unwrap();
    (leaf.der().to_vec(), key_id)
}

fn card(world: &mut World, x5c: Option<&[Vec<u8>]>) -> Imported {
    let key = world.holder_key();
    let claims = Document::parse(person(&[cnf(&key)])).unwrap();
    let plan = plan();
    let to_sign = SdJwtToSign { x5c, ..SdJwtToSign::new(claims.root(), &plan, "dc+sd-jwt") };
    let token = to_sign.sign(&world.issuer, &mut world.rng).unwrap();
    world.import(&token).unwrap()
}

fn asking(authorities: &str) -> Query {
    let query = format!(
        r#"{{"credentials":[{{"id":"id","format":"dc+sd-jwt","meta":{{"vct_values":["urn:example:person"]}},"trusted_authorities":{authorities}}}]}}"#
    );
    Query::parse(query.as_bytes()).unwrap()
}

/// Why the only card does not answer; `None` if it does.
fn refused(world: &World, authorities: &str) -> Option<&'static str> {
    let found = world.wallet.candidates(&asking(authorities), None, NOW).unwrap();
    let [query] = found.queries() else { panic!("{found:?}") };
    match (&query.cards[..], &query.near_misses[..]) {
        ([_], []) => None,
        ([], [miss]) => Some(miss.why.code()),
        _ => panic!("{found:?}"),
    }
}

#[test]
fn the_authority_that_certifies_the_issuer_is_found() {
    let mut world = World::new();
    let (certificate, key_id) = certificate(&world);
    card(&mut world, Some(&[certificate]));
    let aki = base64url::encode(&key_id);
    assert_eq!(refused(&world, &format!(r#"[{{"type":"aki","values":["{aki}"]}}]"#)), None);
    // One of several, of any kind, will do.
    let several = format!(
        r#"[{{"type":"openid_federation","values":["https://trust.example"]}},{{"type":"aki","values":["AAAA","{aki}"]}}]"#
    );
    assert_eq!(refused(&world, &several), None);
}

#[test]
fn another_authority_is_not() {
    let mut world = World::new();
    let (certificate, key_id) = certificate(&world);
    card(&mut world, Some(&[certificate]));
    let other = base64url::encode(&[7; 20]);
    let aki = base64url::encode(&key_id);
    for authorities in [
        format!(r#"[{{"type":"aki","values":["{other}"]}}]"#),
        format!(r#"[{{"type":"openid_federation","values":["{aki}"]}}]"#),
    ] {
        assert_eq!(refused(&world, &authorities), Some("query.authority"));
    }
}

#[test]
fn a_credential_without_certificates_names_none() {
    let mut world = World::new();
    card(&mut world, None);
    let any = format!(r#"[{{"type":"aki","values":["{}"]}}]"#, base64url::encode(&[7; 20]));
    assert_eq!(refused(&world, &any), Some("query.authority"));
}
