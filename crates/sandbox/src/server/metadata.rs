use super::convert::last_step;
use crate::Error;
use crate::limits::METADATA_LIFETIME;
use crate::sandbox::{Sandbox, Visit};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_openid4vc::http::{JSON, Request, Response};

/// How long others may keep what seldom changes, in seconds.
const KEPT: &str = "max-age=300";

/// Credential issuer metadata, signed where the wallet accepts that (OpenID4VCI 1.0 section 12.2.2).
pub(super) fn issuer(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let expires = visit.now.saturating_add(METADATA_LIFETIME);
    let x5c = sandbox.certificates.as_ref().map(|certificates| vec![certificates.leaf.clone()]);
    let signed =
        sandbox.credentials.metadata.sign(&sandbox.metadata_key, x5c.as_deref(), visit.now, expires)?;
    let response = sandbox.credentials.metadata_response(request, Some(&signed));
    Ok(response.with_header("Vary", "Accept").with_header("Cache-Control", KEPT))
}

/// Authorization server metadata (RFC 8414).
pub(super) fn server(sandbox: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    Ok(Response::new(200, JSON, sandbox.server.metadata.to_json()).with_header("Cache-Control", KEPT))
}

/// JWT VC issuer metadata (SD-JWT VC section 4): the key of SD-JWT VCs and status lists, and the one of BBS credentials, which those who do
/// not know its kind leave out (RFC 7517 section 5).
pub(super) fn keys(sandbox: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    let bbs = Document::parse(sandbox.bbs.key().public().to_jwk_json()).map_err(|_| Error::StoreForeign)?;
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("issuer");
    writer.string(sandbox.public());
    writer.name("jwks");
    writer.begin_object();
    writer.name("keys");
    writer.begin_array();
    sandbox.issuer.verifying_key().write_jwk(&mut writer);
    writer.value(bbs.root());
    writer.end_array();
    writer.end_object();
    writer.end_object();
    Ok(Response::new(200, JSON, writer.finish()).with_header("Cache-Control", KEPT))
}

/// The metadata of a type: the bytes that its credentials name by `vct#integrity`.
pub(super) fn type_metadata(
    sandbox: &Sandbox,
    _: &mut Visit<'_>,
    request: &Request,
) -> Result<Response, Error> {
    let document = sandbox.documents.get(last_step(request)).ok_or(Error::NothingHere)?;
    Ok(Response::new(200, JSON, document.as_str()).with_header("Cache-Control", KEPT))
}

/// What others have to trust for the issuer's certificate, under HAIP.
pub(super) fn anchor(sandbox: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    let certificates = sandbox.certificates.as_ref().ok_or(Error::NothingHere)?;
    Ok(Response::new(200, "application/x-pem-file", certificates.anchor_pem())
        .with_header("Cache-Control", KEPT))
}
