//! The keys that an issuer publishes about itself (SD-JWT VC section 4), for the first contact: TLS to its host is all that vouches for them.

use super::super::Courier;
use super::super::courier::reach;
use super::limits::MAX_ISSUER_KEYS;
use crate::{Error, jwk};
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_openid4vc::vci::CredentialIssuerId;
use vouchsafe_wallet::IssuerKey;

/// What stands between host and path.
const WELL_KNOWN: &str = "/.well-known/jwt-vc-issuer";

/// The keys of an issuer that the person agreed to ask.
pub(super) fn published(issuer: &CredentialIssuerId, courier: &dyn Courier) -> Result<Vec<IssuerKey>, Error> {
    // It lies beside the other.
    let mut address = issuer.metadata_location();
    let path = address.path().strip_prefix("/.well-known/openid-credential-issuer").unwrap_or_default();
    let path = format!("{WELL_KNOWN}{}", path.strip_suffix('/').unwrap_or(path));
    address.set_path(&path);
    let request = Request::get(address, JSON, MAX_ISSUER_KEYS);
    let metadata = document(&courier.exchange(&request)?)?;
    let root = metadata.root();
    if root.get("issuer").and_then(|named| named.as_str()).is_none_or(|named| named != issuer.as_str()) {
        return Err(Error::IssuerKeysMalformed);
    }
    match (root.get("jwks"), root.get("jwks_uri")) {
        (Some(jwks), None) => jwk::issuer_keys(&jwks.to_json()),
        (None, Some(uri)) => {
            let uri = uri.as_str().ok_or(Error::IssuerKeysMalformed)?;
            let address = reach(courier).address(&uri).ok_or(Error::IssuerKeysMalformed)?;
            let request =
                Request::get(address, "application/jwk-set+json, application/json", MAX_ISSUER_KEYS);
            jwk::issuer_keys(&document(&courier.read(&request)?)?.root().to_json())
        }
        _ => Err(Error::IssuerKeysMalformed),
    }
}

fn document(response: &Response) -> Result<Document, Error> {
    if response.status != 200 || response.body.len() > MAX_ISSUER_KEYS {
        return Err(Error::IssuerKeysMalformed);
    }
    Document::parse(response.body.as_slice()).map_err(|_| Error::IssuerKeysMalformed)
}
