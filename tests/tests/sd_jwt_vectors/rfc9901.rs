//! The examples of RFC 9901.

use crate::kit::{self, Case};
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::sha256;
use vouchsafe_sd_jwt::Error;

cases! {
    a1_structured "sd-jwt/rfc9901/A1-structured" { disclosures_json sd_jwt_payload_json sd_jwt_presentation_txt user_claims_json verified_contents_json }
    a3_pid "sd-jwt/rfc9901/A3-pid" { disclosures_json kb_jwt_payload_json sd_jwt_issuance_txt sd_jwt_payload_json sd_jwt_presentation_txt user_claims_json verified_contents_json }
    sec5_simple "sd-jwt/rfc9901/sec5-simple" { disclosures_json issuer_signed_jwt_txt kb_jwt_payload_json sd_jwt_issuance_txt sd_jwt_payload_json sd_jwt_presentation_txt user_claims_json verified_contents_json }
    sec6_1_flat "sd-jwt/rfc9901/sec6.1-flat" { disclosures_json sd_jwt_payload_json user_claims_json }
    sec6_2_structured "sd-jwt/rfc9901/sec6.2-structured" { disclosures_json sd_jwt_payload_json user_claims_json }
    sec6_2_structured_one_open "sd-jwt/rfc9901/sec6.2-structured-one-open" { sd_jwt_payload_json user_claims_json }
    sec6_3_recursive "sd-jwt/rfc9901/sec6.3-recursive" { disclosures_json sd_jwt_payload_json user_claims_json }
    sec8_2_json_flattened "sd-jwt/rfc9901/sec8.2-json-flattened" { sd_jwt_issuance_json sd_jwt_presentation_json }
    sec8_3_json_general "sd-jwt/rfc9901/sec8.3-json-general" { sd_jwt_presentation_json }
}

/// Section 4.2: what is hashed is what was received, however the same claim could have been written.
#[test]
fn sec4_2_disclosure_encoding_json() {
    let file = kit::json("sd-jwt/rfc9901/sec4.2-disclosure-encoding.json");
    let property = file.root().get("object_property").unwrap();
    let payload = property.get("payload_with_digest").unwrap().to_json();
    let encodings: Vec<_> = property.get("same_claim_encodings").unwrap().elements().unwrap().collect();
    let named = kit::text(encodings[0], "digest_sha256");
    for encoding in &encodings {
        let (disclosure, digest) =
            (kit::text(*encoding, "disclosure"), kit::text(*encoding, "digest_sha256"));
        assert_eq!(base64url::encode(&sha256(disclosure.as_bytes())), digest);
        assert_eq!(kit::decode(&disclosure).root(), property.get("array").unwrap());
        let opened = kit::resolve(&payload.replace(&named, &digest), [&*disclosure]).unwrap();
        assert_eq!(opened.claims().get("family_name").unwrap().as_str().unwrap(), "Möbius");
        let stays = kit::resolve(&payload, [&*disclosure]);
        match digest == named {
            true => assert!(stays.is_ok()),
            false => assert_eq!(stays.unwrap_err(), Error::DisclosureUnreferenced),
        }
    }

    let element = file.root().get("array_element").unwrap();
    let disclosure = kit::text(element, "disclosure");
    assert_eq!(base64url::encode(&sha256(disclosure.as_bytes())), kit::text(element, "digest_sha256"));
    assert_eq!(kit::decode(&disclosure).root(), element.get("array").unwrap());
    let payload = element.get("payload_with_digest").unwrap().to_json();
    let claims = |disclosures: &[&str]| {
        kit::resolve(&payload, disclosures.iter().copied()).unwrap().claims().to_json()
    };
    assert_eq!(claims(&[&disclosure]), r#"{"nationalities":["DE","FR","US"]}"#);
    assert_eq!(claims(&[]), r#"{"nationalities":["DE","US"]}"#);
}

#[test]
fn none_is_left_out() {
    kit::assert_complete("sd-jwt/rfc9901", FILES, &["sec4.2-disclosure-encoding.json"]);
}
