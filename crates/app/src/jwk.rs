use crate::Error;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{JwkSet, VerifyingKey};

/// The public keys in a JWK or a JWK Set (RFC 7517 sections 4 and 5), at least one.
pub(crate) fn public_keys(text: &str) -> Result<Vec<VerifyingKey>, Error> {
    let document = Document::parse(text)?;
    if document.root().get("keys").is_none() {
        return Ok(vec![VerifyingKey::from_jwk(document.root())?]);
    }
    match JwkSet::from_value(document.root())?.keys() {
        [] => Err(Error::NoKeys),
        keys => Ok(keys.to_vec()),
    }
}
