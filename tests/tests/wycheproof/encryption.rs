//! JSON Web Encryption.

use crate::vectors::{Class, Counts, Test, each, json, vectors};
use serde_json::Value as Json;
use vouchsafe_jose::Error;
use vouchsafe_jose::jwe::{DecryptionKey, UndecryptedJwe};

fn is_unsupported(error: Error) -> bool {
    matches!(error, Error::JweAlgorithm | Error::JweEncryption)
}

pub(crate) fn judge(group: &Json, test: &Test<'_>) -> Class {
    let key = DecryptionKey::from_jwk_json(json(&group["private"]).as_bytes());
    let token = test.token("jwe");
    let token = UndecryptedJwe::parse(&token);
    let Ok(key) = key else {
        // RSA, symmetric, another curve, or a key marked for key wrapping. Nor is a token of it taken; where the token is
        // broken besides, or of a form that only key wrapping has, that may be found first.
        let error = token.unwrap_err();
        assert!(
            is_unsupported(error) || matches!(error, Error::JwePart { .. }) || test.class() == Class::Invalid,
            "{test}: {error}"
        );
        return Class::Unsupported;
    };
    match token.and_then(|token| token.decrypt(&key)) {
        Err(error) if is_unsupported(error) => Class::Unsupported,
        Ok(plaintext) => {
            assert_eq!(test.class(), Class::Valid, "{test}");
            assert_eq!(plaintext, test.hex("pt"), "{test}");
            Class::Valid
        }
        Err(error) => {
            assert_eq!(test.class(), Class::Invalid, "{test}: {error}");
            Class::Invalid
        }
    }
}

/// All that is invalid in this file is of other algorithms than ECDH-ES.
#[test]
fn json_web_encryption() {
    let counts = each(vectors!("json_web_encryption_test"), judge);
    assert_eq!(counts, Counts::from([(Class::Valid, 2), (Class::Unsupported, 102)]));
}
