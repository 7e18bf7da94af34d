//! The crate `sd-jwt-rs` behind plain functions.

use anyhow::{Result, anyhow};
use jsonwebtoken::DecodingKey;
use sd_jwt_rs::{
    ClaimsForSelectiveDisclosureStrategy, SDJWTHolder, SDJWTIssuer, SDJWTSerializationFormat, SDJWTVerifier,
};
use serde_json::{Map, Value};

use crate::keys::{HOLDER, ISSUER};

/// The version that the results speak of.
pub const VERSION: &str = "0.7.1";

/// Issues with `paths` (JSONPath, `$.name`) selectively disclosable, bound to the test holder.
///
/// # Errors
/// What the peer says.
pub fn issue(claims: &Value, paths: &[String]) -> Result<String> {
    let mut issuer = SDJWTIssuer::new(ISSUER.peer_signing()?, None);
    let strategy = ClaimsForSelectiveDisclosureStrategy::Custom(paths.iter().map(String::as_str).collect());
    issuer
        .issue_sd_jwt(
            claims.clone(),
            strategy,
            Some(HOLDER.peer_jwk()?),
            false,
            SDJWTSerializationFormat::Compact,
        )
        .map_err(|error| anyhow!("{error:?}"))
}

/// A holder of an issued SD-JWT.
///
/// # Errors
/// What the peer says.
pub fn hold(issuance: &str) -> Result<SDJWTHolder> {
    SDJWTHolder::new(issuance.to_owned(), SDJWTSerializationFormat::Compact)
        .map_err(|error| anyhow!("{error:?}"))
}

/// Presents what `shown` marks, with a KB-JWT of the test holder.
///
/// # Errors
/// What the peer says.
pub fn present(
    holder: &mut SDJWTHolder,
    shown: &Map<String, Value>,
    nonce: &str,
    audience: &str,
) -> Result<String> {
    holder
        .create_presentation(
            shown.clone(),
            Some(nonce.to_owned()),
            Some(audience.to_owned()),
            Some(HOLDER.peer_signing()?),
            None,
        )
        .map_err(|error| anyhow!("{error:?}"))
}

/// Verifies a presentation and gives its claims; `binding` is nonce and audience.
///
/// # Errors
/// What the peer says.
pub fn verify(presentation: &str, issuer: &DecodingKey, binding: Option<(&str, &str)>) -> Result<Value> {
    let issuer = issuer.clone();
    SDJWTVerifier::new(
        presentation.to_owned(),
        Box::new(move |_, _| issuer.clone()),
        binding.map(|(_, audience)| audience.to_owned()),
        binding.map(|(nonce, _)| nonce.to_owned()),
        SDJWTSerializationFormat::Compact,
    )
    .map(|verifier| verifier.verified_claims)
    .map_err(|error| anyhow!("{error:?}"))
}
