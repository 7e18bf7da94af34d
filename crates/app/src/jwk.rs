use crate::Error;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{JwkSet, VerifyingKey};
use vouchsafe_wallet::IssuerKey;

/// The public keys of an issuer, of all kinds, in a JWK or a JWK Set (RFC 7517 sections 4 and 5), at least one.
pub(crate) fn issuer_keys(text: &str) -> Result<Vec<IssuerKey>, Error> {
    let keys = IssuerKey::all_in(Document::parse(text)?.root())?;
    if keys.is_empty() { Err(Error::NoKeys) } else { Ok(keys) }
}

/// The public keys for signatures in a JWK or a JWK Set (RFC 7517 sections 4 and 5), at least one.
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
