//! The cases of the reference implementation, and the keys of all.

use crate::kit::{self, Case};

cases! {
    array_data_types "sd-jwt/reference-impl/array_data_types" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_full_sd "sd-jwt/reference-impl/array_full_sd" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_in_sd "sd-jwt/reference-impl/array_in_sd" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_none_disclosed "sd-jwt/reference-impl/array_none_disclosed" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_of_objects "sd-jwt/reference-impl/array_of_objects" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_of_scalars "sd-jwt/reference-impl/array_of_scalars" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    array_recursive_sd "sd-jwt/reference-impl/array_recursive_sd" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    header_mod "sd-jwt/reference-impl/header_mod" { kb_jwt_header_json kb_jwt_payload_json kb_jwt_serialized_txt sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    json_serialization_flattened "sd-jwt/reference-impl/json_serialization_flattened" { kb_jwt_header_json kb_jwt_payload_json kb_jwt_serialized_txt sd_jwt_issuance_json sd_jwt_jws_part_json sd_jwt_payload_json sd_jwt_presentation_json specification_yml user_claims_json verified_contents_json }
    key_binding "sd-jwt/reference-impl/key_binding" { kb_jwt_header_json kb_jwt_payload_json kb_jwt_serialized_txt sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    no_sd "sd-jwt/reference-impl/no_sd" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    recursions "sd-jwt/reference-impl/recursions" { sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
    simple_array "sd-jwt/reference-impl/simple_array" { kb_jwt_header_json kb_jwt_payload_json kb_jwt_serialized_txt sd_jwt_issuance_txt sd_jwt_jws_part_txt sd_jwt_payload_json sd_jwt_presentation_txt specification_yml user_claims_json verified_contents_json }
}

#[test]
fn keys_json() {
    let keys = kit::keys();
    let public = |name| vouchsafe_jose::VerifyingKey::from_jwk(keys.root().get(name).unwrap()).unwrap();
    assert_eq!(*kit::ISSUER.verifying_key(), public("issuer_public_jwk"));
    assert_eq!(*kit::HOLDER.verifying_key(), public("holder_public_jwk"));
}

#[test]
fn none_is_left_out() {
    kit::assert_complete("sd-jwt/reference-impl", FILES, &[]);
}
