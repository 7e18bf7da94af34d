//! JSON Web Signatures with a key set.

use crate::tokens::is_unsupported;
use crate::vectors::{Class, Counts, Test, each, json, vectors};
use serde_json::Value as Json;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::{Error, JwkSet, VerifyingKey};

/// Finds the key by the token's `kid`. No set of these files has a key that may verify its token.
pub(crate) fn judge(group: &Json, test: &Test<'_>) -> Class {
    let set = group.get("public").unwrap_or(&group["private"]);
    let key = match JwkSet::parse(json(set).as_bytes()) {
        // A set with a symmetric key is no set of public keys.
        Err(error) => {
            assert_eq!(error, Error::PrivateKeyExposed, "{test}");
            assert!(json(set).contains(r#""kty":"oct""#), "{test}");
            None
        }
        Ok(set) => {
            let kid = UnverifiedJws::parse(test.text("jws"))
                .ok()
                .and_then(|jws| jws.header().kid().map(str::to_owned));
            kid.and_then(|kid| set.by_kid(&kid).cloned())
        }
    };
    assert_eq!(key, None, "{test}");
    match UnverifiedJws::parse(test.text("jws")) {
        Ok(_) => {
            assert_eq!(test.class(), Class::Invalid, "{test}");
            Class::Invalid
        }
        Err(error) => {
            assert!(is_unsupported(error), "{test}: {error}");
            Class::Unsupported
        }
    }
}

#[test]
fn json_web_key() {
    let counts = each(vectors!("json_web_key_test"), judge);
    assert_eq!(counts, Counts::from([(Class::Invalid, 4), (Class::Unsupported, 16)]));
}

/// What is wrong with each key of a supported type.
#[test]
fn keys_of_supported_types() {
    let mut seen = Vec::new();
    each(vectors!("json_web_key_test"), |group, test| {
        for key in group.get("public").map_or(&Vec::new(), |set| set["keys"].as_array().unwrap()) {
            let error = VerifyingKey::from_jwk_json(json(key).as_bytes()).unwrap_err();
            seen.push((test.id(), error));
        }
        test.class()
    });
    let of_tests_on_es256 = seen.into_iter().filter(|(id, _)| *id >= 20).collect::<Vec<_>>();
    assert_eq!(
        of_tests_on_es256,
        [
            (20, Error::KeyAlgorithm),
            (21, Error::KeyUse),
            (22, Error::KeyInvalid),
            (24, Error::KeyTypeUnsupported)
        ]
    );
}
