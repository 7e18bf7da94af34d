//! The examples of SD-JWT VC.

use crate::kit::{self, Case};
use vouchsafe_credential::json::Document;
use vouchsafe_sd_jwt::{DisclosurePlan, Error, SD_JWT_VC_TYP, SdJwtToSign, VerifiedSdJwt, VerifyOptions};

cases! {
    a1_pid "sd-jwt-vc/credentials/A1-pid" { disclosures_json kb_jwt_payload_json sd_jwt_issuance_txt sd_jwt_payload_json sd_jwt_presentation_txt user_claims_json verified_contents_json }
    sec2_3_identity "sd-jwt-vc/credentials/sec2.3-identity" { disclosures_json sd_jwt_issuance_txt sd_jwt_payload_json sd_jwt_presentation_txt user_claims_json verified_contents_json }
}

fn example(name: &str) -> Document {
    kit::json(&format!("sd-jwt-vc/payload-examples/{name}"))
}

fn issue(claims: &str) -> Result<VerifiedSdJwt, Error> {
    let claims = Document::parse(claims.as_bytes()).unwrap();
    let plan = DisclosurePlan::default();
    let text = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&kit::ISSUER, &mut kit::rng())?;
    kit::verify(&text, &VerifyOptions::default())
}

#[test]
fn sec2_2_1_header_json() {
    let verified = issue(r#"{"vct":"urn:example:any"}"#).unwrap();
    assert_eq!(verified.header().document().root(), example("sec2_2_1_header.json").root());
}

#[test]
fn sec2_2_2_1_vct_example_json() {
    let claims = example("sec2_2_2_1_vct_example.json");
    let verified = issue(&claims.root().to_json()).unwrap();
    assert_eq!(verified.claims(), claims.root());
    assert_eq!(verified.credential_type().unwrap().as_str(), kit::text(claims.root(), "vct"));
    assert_eq!(verified.holder_key(), Some(kit::HOLDER.verifying_key()));
}

#[test]
fn sec2_2_2_2_aka_vcts_json() {
    let claims = example("sec2_2_2_2_aka_vcts.json").root().to_json();
    assert_eq!(issue(&claims).unwrap().claims().to_json(), claims);
    let general = "\"urn:example:eudi:pid\"";
    assert_eq!(issue(&claims.replace(general, "")).unwrap_err(), Error::ClaimMalformed { claim: "aka_vcts" });
    let own = "\"urn:example:eudi:pid:aendgard:1\"";
    assert_eq!(issue(&claims.replace(general, own)).unwrap_err(), Error::TypeRepeated);
}

#[test]
fn none_is_left_out() {
    kit::assert_complete("sd-jwt-vc/credentials", FILES, &[]);
    let examples = ["sec2_2_1_header.json", "sec2_2_2_1_vct_example.json", "sec2_2_2_2_aka_vcts.json"];
    kit::assert_complete("sd-jwt-vc/payload-examples", &[], &examples);
}
