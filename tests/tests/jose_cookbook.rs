//! The JOSE cookbook (RFC 7520, RFC 8037 appendix A, RFC 7797 section 4), one test a file.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken vector shall stop the test")]

use serde_json::Value as Json;
use vouchsafe_credential::base64url;
use vouchsafe_jose::jwe::UndecryptedJwe;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::{SigningKey, VerifyingKey};

macro_rules! vector {
    ($file:literal) => {
        serde_json::from_str::<Json>(include_str!(concat!("../vectors/jose-cookbook/", $file))).unwrap()
    };
}

fn compact(vector: &Json) -> &str {
    vector["output"]["compact"].as_str().unwrap()
}

macro_rules! refused {
    ($($read:ident { $($test:ident $file:literal => $code:literal)* })*) => {
        $($(
            #[test]
            fn $test() {
                assert_eq!($read(&vector!($file)), $code);
            }
        )*)*
    };
}

fn signature(vector: &Json) -> &'static str {
    UnverifiedJws::parse(compact(vector)).unwrap_err().code()
}

fn encryption(vector: &Json) -> &'static str {
    UndecryptedJwe::parse(compact(vector)).unwrap_err().code()
}

fn public_key(vector: &Json) -> &'static str {
    VerifyingKey::from_jwk_json(vector.to_string().as_bytes()).unwrap_err().code()
}

fn private_key(vector: &Json) -> &'static str {
    SigningKey::from_jwk_json(vector.to_string().as_bytes()).err().unwrap().code()
}

refused! {
    public_key {
        section_3_1 "jwk/3_1.ec_public_key.json" => "jose.curve_unsupported"
        section_3_3 "jwk/3_3.rsa_public_key.json" => "jose.key_type_unsupported"
    }
    private_key {
        section_3_2 "jwk/3_2.ec_private_key.json" => "jose.curve_unsupported"
        section_3_4 "jwk/3_4.rsa_private_key.json" => "jose.key_type_unsupported"
        section_3_5 "jwk/3_5.symmetric_key_mac_computation.json" => "jose.key_type_unsupported"
        section_3_6 "jwk/3_6.symmetric_key_encryption.json" => "jose.key_type_unsupported"
    }
    signature {
        section_4_1 "jws/4_1.rsa_v15_signature.json" => "jose.algorithm_unsupported"
        section_4_2 "jws/4_2.rsa-pss_signature.json" => "jose.algorithm_unsupported"
        section_4_3 "jws/4_3.ecdsa_signature.json" => "jose.algorithm_unsupported"
        section_4_4 "jws/4_4.hmac-sha2_integrity_protection.json" => "jose.algorithm_unsupported"
        section_4_5 "jws/4_5.signature_with_detached_content.json" => "jose.algorithm_unsupported"
        rfc_7797 "rfc7797/hmac-sha2_b64_false.json" => "jose.b64_unsupported"
    }
    encryption {
        section_5_1 "jwe/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2.json" => "jose.jwe_algorithm_unsupported"
        section_5_2 "jwe/5_2.key_encryption_using_rsa-oaep_with_aes-gcm.json" => "jose.jwe_algorithm_unsupported"
        section_5_5 "jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2.json" => "jose.jwe_encryption_unsupported"
        section_5_6 "jwe/5_6.direct_encryption_using_aes-gcm.json" => "jose.jwe_algorithm_unsupported"
        section_5_7 "jwe/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2.json" => "jose.jwe_algorithm_unsupported"
        section_5_8 "jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm.json" => "jose.jwe_algorithm_unsupported"
        curve25519_agreement "curve25519/ecdh-es.json" => "jose.jwe_epk_invalid"
    }
}

#[test]
fn section_6() {
    let vector = vector!("6.nesting_signatures_and_encryption.json");
    assert_eq!(signature(&vector["sign"]), "jose.algorithm_unsupported");
    assert_eq!(encryption(&vector["encrypt"]), "jose.jwe_algorithm_unsupported");
}

/// Ed25519 signatures are deterministic, so that ours has to be the published one.
#[test]
fn curve25519_signature() {
    let vector = vector!("curve25519/jws.json");
    let key = SigningKey::from_jwk_json(vector["input"]["key"].to_string().as_bytes()).unwrap();
    let verified = UnverifiedJws::parse(compact(&vector)).unwrap().verify(key.verifying_key()).unwrap();
    assert_eq!(verified.payload(), vector["input"]["payload"].as_str().unwrap().as_bytes());
    let signed = key.sign(vector["signing"]["sig-input"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(base64url::encode(&signed), vector["signing"]["sig"].as_str().unwrap());
    let flattened = &vector["output"]["json_flat"];
    let [protected, payload, signature] =
        ["protected", "payload", "signature"].map(|member| flattened[member].as_str().unwrap());
    let parts = UnverifiedJws::from_parts(protected, payload, signature).unwrap();
    assert!(parts.verify(key.verifying_key()).is_ok());
}
