//! Issuers' public keys as JWKs.

use super::*;
use crate::IssuerKey;
use crate::limits::MAX_KID;

#[test]
fn a_key_is_read_as_it_was_written() {
    let key = IssuerKey::new("key-1", KEY.verifying_key().clone()).unwrap();
    let jwk = key.to_jwk_json();
    let read = IssuerKey::from_jwk(json(&jwk).root()).unwrap();
    assert_eq!(read, key);
    assert_eq!((read.kid(), read.verifying_key()), ("key-1", KEY.verifying_key()));
    assert!(!format!("{read:?}").contains(json(&jwk).root().get("x").unwrap().as_str().unwrap().as_ref()));
}

#[test]
fn other_keys_are_refused() {
    let jwk = IssuerKey::new("key-1", KEY.verifying_key().clone()).unwrap().to_jwk_json();
    let x = json(&jwk).root().get("x").unwrap().as_str().unwrap().into_owned();
    let with = |members: &str| jwk.replace("{\"kty\"", &format!("{{{members},\"kty\""));
    for accepted in [
        jwk.replace(",\"use\":\"proof\"", ""),
        jwk.replace(",\"proof_alg\":\"BBS\"", ""),
        with("\"key_ops\":[\"verify\"]"),
        with("\"claims\":[\"a\"]"),
    ] {
        assert!(IssuerKey::from_jwk(json(&accepted).root()).is_ok(), "{accepted}");
    }
    let identity = base64url::encode(&[&[0xc0][..], &[0; 95]].concat());
    for (jwk, code) in [
        (jwk.replace("OKP", "EC"), "jpt.jwk_unsupported"),
        (jwk.replace("BLS12381G2", "BLS12381G1"), "jpt.jwk_unsupported"),
        (jwk.replace("BLS12381G2", "Bls12381G2"), "jpt.jwk_unsupported"),
        (jwk.replace("\"kty\":\"OKP\",", ""), "jpt.jwk_member"),
        (jwk.replace(",\"kid\":\"key-1\"", ""), "jpt.jwk_member"),
        (jwk.replace("\"key-1\"", "\"\""), "jpt.jwk_member"),
        (jwk.replace("\"key-1\"", &format!("\"{}\"", "k".repeat(MAX_KID + 1))), "jpt.jwk_member"),
        (jwk.replace(&x, &format!("{x}=")), "jpt.jwk_member"),
        (jwk.replace("\"x\"", "\"y\""), "jpt.jwk_member"),
        (with("\"d\":\"AA\""), "jpt.jwk_private"),
        (with("\"alg\":\"BBS\""), "jpt.jwk_purpose"),
        (with("\"key_ops\":[\"sign\"]"), "jpt.jwk_purpose"),
        (with("\"key_ops\":\"verify\""), "jpt.jwk_member"),
        (jwk.replace("\"proof\"", "\"sig\""), "jpt.jwk_purpose"),
        (jwk.replace("\"BBS\"", "\"BBS-SHAKE\""), "jpt.jwk_purpose"),
        (jwk.replace(&x, &x[..x.len() - 4]), "bbs.length"),
        (jwk.replace(&x, &identity), "bbs.identity"),
        ("[]".to_owned(), "jpt.jwk_member"),
    ] {
        assert_eq!(IssuerKey::from_jwk(json(&jwk).root()).unwrap_err().code(), code, "{jwk}");
    }
    assert!(IssuerKey::new("", KEY.verifying_key().clone()).is_err());
    assert!(IssuerKey::new("k".repeat(MAX_KID), KEY.verifying_key().clone()).is_ok());
    assert!(IssuerKey::new("k".repeat(MAX_KID + 1), KEY.verifying_key().clone()).is_err());
}
