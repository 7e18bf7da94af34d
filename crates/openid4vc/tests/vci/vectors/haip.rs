//! All of these have the names of an early draft: what OpenID4VCI 1.0 demands is not in them.

use super::issuance::{credential, scene};
use super::message::vector;
use super::metadata::example;
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::vci::metadata::{CredentialFormat, IssuerMetadata};
use vouchsafe_openid4vc::vci::{CredentialOffer, Error};

#[test]
fn credential_offer_sd_jwt_vc() {
    let text = vector!("haip-1.0/credential_offer_sd_jwt_vc.json");
    let missing = Error::MemberMissing { member: "credential_configuration_ids" };
    assert_eq!(CredentialOffer::parse(text.as_bytes(), Reach::HttpsOnly), Err(missing));
}

#[test]
fn credential_metadata_sd_jwt_vc() {
    let configuration = vector!("haip-1.0/credential_metadata_sd_jwt_vc.json");
    let id = example();
    let text = format!(
        r#"{{"credential_issuer":"{0}","credential_endpoint":"{0}/c","credential_configurations_supported":{{"a":{configuration}}}}}"#,
        id.as_str()
    );
    let metadata = IssuerMetadata::parse(text.as_bytes(), &id, Reach::HttpsOnly).unwrap();
    assert_eq!(metadata.configurations["a"].format, CredentialFormat::Other("vc+sd-jwt".to_owned()));
}

#[test]
fn credential_request_sd_jwt_vc() {
    let body = super::message::unwrapped(vector!("haip-1.0/credential_request_sd_jwt_vc.json"));
    let refused = credential(&mut scene(), &body).unwrap_err();
    assert_eq!(refused, Error::MemberMissing { member: "credential_configuration_id" });
}

#[test]
fn authorization_details_sd_jwt_vc() {
    let details = vector!("haip-1.0/authorization_details_sd_jwt_vc.json");
    let refused = super::authorization::requested(details).unwrap_err();
    assert_eq!(refused.code(), "oauth.member_missing");
}
