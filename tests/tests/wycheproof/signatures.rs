//! Bare signatures.

use crate::vectors::{Class, Counts, each, hex, vectors};
use serde_json::Value as Json;
use vouchsafe_credential::base64url;
use vouchsafe_jose::{Error, VerifyingKey};

fn verify(text: &str) -> Counts {
    each(text, |group, test| {
        let result = key(&group["publicKey"]).verify(&test.hex("msg"), &test.hex("sig"));
        match test.class() {
            Class::Valid => assert_eq!(result, Ok(()), "{test}"),
            _ => assert_eq!(result, Err(Error::SignatureInvalid), "{test}"),
        }
        test.class()
    })
}

/// The key of a group, which not every one has as a JWK.
fn key(public: &Json) -> VerifyingKey {
    let jwk = match public.get("pk") {
        Some(point) => {
            let x = base64url::encode(&hex(point.as_str().unwrap()));
            format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#)
        }
        None => {
            let curve = if public["curve"] == "secp384r1" { "P-384" } else { "P-256" };
            let point = hex(public["uncompressed"].as_str().unwrap());
            let (x, y) = point[1..].split_at(point.len() / 2);
            let (x, y) = (base64url::encode(x), base64url::encode(y));
            format!(r#"{{"kty":"EC","crv":"{curve}","x":"{x}","y":"{y}"}}"#)
        }
    };
    VerifyingKey::from_jwk_json(jwk.as_bytes()).unwrap()
}

#[test]
fn ecdsa_secp256r1_sha256_p1363() {
    let counts = verify(vectors!("ecdsa_secp256r1_sha256_p1363_test"));
    assert_eq!(counts, Counts::from([(Class::Valid, 133), (Class::Invalid, 64)]));
}

#[test]
fn ecdsa_secp384r1_sha384_p1363() {
    let counts = verify(vectors!("ecdsa_secp384r1_sha384_p1363_test"));
    assert_eq!(counts, Counts::from([(Class::Valid, 145), (Class::Invalid, 65)]));
}

#[test]
fn ed25519() {
    let counts = verify(vectors!("ed25519_test"));
    assert_eq!(counts, Counts::from([(Class::Valid, 66), (Class::Invalid, 47)]));
}

/// DER is the form of signatures in certificates; as those, these vectors run in `crates/jose`. A JWS never has that form
/// (RFC 7518 section 3.4), so that even the valid ones are refused.
#[test]
fn ecdsa_secp256r1_sha256() {
    let counts = each(vectors!("ecdsa_secp256r1_sha256_test"), |group, test| {
        let result = key(&group["publicKey"]).verify(&test.hex("msg"), &test.hex("sig"));
        assert_eq!(result, Err(Error::SignatureInvalid), "{test}");
        Class::Unsupported
    });
    assert_eq!(counts, Counts::from([(Class::Unsupported, 363)]));
}
