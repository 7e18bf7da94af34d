//! JSON Web Signatures with one key.

use crate::vectors::{Class, Counts, Test, each, json, vectors};
use crate::{encryption, keys};
use serde_json::Value as Json;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::{Error, VerifyingKey};

/// The key that verifies: the public one, and of a symmetric pair the only one.
fn key(group: &Json) -> &Json {
    group.get("public").unwrap_or(&group["private"])
}

pub(crate) fn is_unsupported(error: Error) -> bool {
    matches!(error, Error::AlgorithmUnsupported | Error::KeyTypeUnsupported | Error::CurveUnsupported)
}

fn judge(group: &Json, test: &Test<'_>) -> Class {
    let key = VerifyingKey::from_jwk_json(json(key(group)).as_bytes());
    let token = test.token("jws");
    let token = UnverifiedJws::parse(&token);
    if key.as_ref().is_err_and(|error| is_unsupported(*error)) {
        // Neither the key nor a token of it is taken; where the token is broken besides, that may be found first.
        match token {
            Ok(_) => panic!("{test}: {:?}", test.class()),
            // Of these two upstream says valid, and tests whether a decoder skips what is not base64url.
            Err(Error::NotBase64url { .. }) if matches!(test.id(), 372 | 373) => {}
            Err(error) => assert!(is_unsupported(error) || test.class() == Class::Invalid, "{test}: {error}"),
        }
        return Class::Unsupported;
    }
    let result = key.and_then(|key| token?.verify(&key)).map(|_| ());
    match test.class() {
        Class::Valid => assert_eq!(result, Ok(()), "{test}"),
        _ => assert!(result.is_err(), "{test}"),
    }
    test.class()
}

#[test]
fn json_web_signature() {
    let counts = each(vectors!("json_web_signature_test"), judge);
    let expected = [(Class::Valid, 2), (Class::Invalid, 29), (Class::Unsupported, 270)];
    assert_eq!(counts, Counts::from(expected));
}

/// The use that a key is marked for is what refuses it, not the signature.
#[test]
fn keys_for_encryption() {
    let mut seen = Vec::new();
    each(vectors!("json_web_signature_test"), |group, test| {
        if group["comment"] == "ec_key_for_encryption" {
            seen.push(VerifyingKey::from_jwk_json(json(key(group)).as_bytes()).unwrap_err());
        }
        test.class()
    });
    assert_eq!(seen, [Error::KeyUse, Error::KeyOperations]);
}

#[test]
fn json_web_crypto() {
    let counts = each(vectors!("json_web_crypto_test"), |group, test| {
        if test.has("jwe") {
            encryption::judge(group, test)
        } else if key(group).get("keys").is_some() {
            keys::judge(group, test)
        } else {
            judge(group, test)
        }
    });
    let expected = [(Class::Valid, 1), (Class::Invalid, 10), (Class::Unsupported, 51)];
    assert_eq!(counts, Counts::from(expected));
}
