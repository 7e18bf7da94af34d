//! From claims to a verified presentation.

use super::{HOLDER, ISSUER, hold, issue, json, path, paths, plain, rng, verify_as};
use crate::{
    Disclosure, DisclosurePlan, Error, HeldSdJwt, KeyBinding, KeyBindingExpectations, KeyBindingRequest,
    SdJwtToSign, UnverifiedSdJwt,
};
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp};
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{Algorithm, SigningKey};

fn request() -> KeyBindingRequest {
    KeyBindingRequest {
        audience: Audience::new("https://verifier.example").unwrap(),
        nonce: Nonce::new("n-1").unwrap(),
        issued_at: Timestamp::from_unix(1_700_000_000),
    }
}

fn expectations(request: &KeyBindingRequest) -> KeyBindingExpectations<'_> {
    KeyBindingExpectations {
        audience: Some(&request.audience),
        nonce: Some(&request.nonce),
        now: request.issued_at,
        max_age: Duration::ZERO,
        skew: Duration::ZERO,
    }
}

/// Claims with the holder's key in them.
fn bound(claims: &str) -> String {
    let jwk = HOLDER.verifying_key().to_jwk_json();
    format!(r#"{{"cnf":{{"jwk":{jwk}}},{}"#, claims.strip_prefix('{').unwrap())
}

#[test]
fn issue_hold_select_bind_verify() {
    let claims = bound(
        r#"{"name":"Ada","address":{"street":"1","town":"2"},"languages":["en","fr","de"],"open":true}"#,
    );
    let plan = DisclosurePlan::new(paths(&["name", "address", "address.street", "languages[]"]));
    let held = hold(&issue(&claims, &plan));
    assert_eq!(held.claims(), json(&claims).root());
    assert_eq!(held.disclosable().len(), 6);
    assert_eq!(held.disclosable()[2].path, path("address.street"));
    assert_eq!(held.disclosable()[2].parent, Some(1));

    let selection = held.select(&paths(&["languages[2]", "address.street"])).unwrap();
    assert_eq!(selection.paths(), paths(&["address", "address.street", "languages[2]"]));
    let request = request();
    let text = selection.bind(&HOLDER, &request).unwrap();
    assert_eq!(selection.bind(&ISSUER, &request).unwrap_err(), Error::OtherHolderKey);

    let verified = verify_as(&text, &plain()).unwrap();
    assert_eq!(verified.claims(), selection.claims().root());
    assert_eq!(
        verified.claims(),
        json(&bound(r#"{"address":{"street":"1","town":"2"},"languages":["de"],"open":true}"#)).root()
    );
    let binding = verified.verify_key_binding(&expectations(&request)).unwrap();
    let KeyBindingRequest { audience, nonce, issued_at } = request;
    assert_eq!(binding, KeyBinding { audience, nonce, issued_at });
    assert!(
        matches!(verified.disclosure(&path("languages[2]")), Disclosure::Disclosed(values) if values[0].as_str().unwrap() == "de")
    );
    assert_eq!(verified.disclosure(&path("languages[0]")), Disclosure::Undisclosed);
    assert_eq!(verified.disclosure(&path("languages[3]")), Disclosure::NotIssued);
    assert_eq!(verified.disclosure(&path("name")), Disclosure::Undisclosed);
    assert_eq!(verified.disclosure(&path("address.country")), Disclosure::NotIssued);
    assert!(HeldSdJwt::from_verified(verified).is_err());
}

/// The digest in a KB-JWT is begun by the signature before it, if both have one hash function.
#[test]
fn each_algorithm_with_each_hash_function() {
    let algorithms = [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519];
    let keys = || algorithms.map(|algorithm| SigningKey::generate(algorithm, &mut rng(7)).unwrap());
    for (issuer, holder) in keys().iter().flat_map(|issuer| keys().map(|holder| (issuer, holder))) {
        for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
            let jwk = holder.verifying_key().to_jwk_json();
            let claims = json(&format!(r#"{{"cnf":{{"jwk":{jwk}}},"a":1}}"#));
            let plan = DisclosurePlan { hash, ..DisclosurePlan::new([path("a")]) };
            let text = SdJwtToSign::new(claims.root(), &plan, "t").sign(issuer, &mut rng(8)).unwrap();
            let verify = |text: &str| {
                UnverifiedSdJwt::parse(text).unwrap().verify(issuer.verifying_key(), &plain()).unwrap()
            };
            let held = HeldSdJwt::from_verified(verify(&text)).unwrap();
            let request = request();
            let verified = verify(&held.select(&[path("a")]).unwrap().bind(&holder, &request).unwrap());
            assert_eq!(verified.claims(), claims.root());
            verified.verify_key_binding(&expectations(&request)).unwrap();
        }
    }
}
