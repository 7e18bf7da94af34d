use crate::Error;
use crate::limits::ATTESTATION_LIFETIME;
use crate::sandbox::{Sandbox, Visit};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::{self, HeaderToSign};
use vouchsafe_openid4vc::http::{JSON, Request, Response};

/// `sub` of the attestations: the same for all wallets that come here.
const CLIENT_ID: &str = "vouchsafe-sandbox-wallet";
const TYP: &str = "oauth-client-attestation+jwt";
/// Said with every attestation.
const WARNING: &str =
    "This provider attests any key that it is sent. Its attestations say nothing about a wallet.";

/// A wallet attestation (OpenID4VCI 1.0 appendix E) of the key in `jwk`, whoever sends it.
pub(super) fn attest(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    if request.headers.media_type().as_deref() != Some(JSON) {
        return Err(Error::RequestMalformed);
    }
    let document = Document::parse(request.body.as_slice()).map_err(|_| Error::RequestMalformed)?;
    let jwk = document.root().get("jwk").ok_or(Error::RequestMalformed)?;
    let key = VerifyingKey::from_jwk(jwk).map_err(|_| Error::RequestMalformed)?;
    let mut claims = Writer::new();
    claims.begin_object();
    text(&mut claims, "iss", sandbox.public());
    text(&mut claims, "sub", CLIENT_ID);
    claims.name("iat");
    claims.integer(visit.now.as_unix());
    claims.name("exp");
    claims.integer(visit.now.saturating_add(ATTESTATION_LIFETIME).as_unix());
    claims.name("cnf");
    claims.begin_object();
    claims.name("jwk");
    key.write_jwk(&mut claims);
    claims.end_object();
    claims.end_object();
    let header = HeaderToSign { typ: TYP, kid: sandbox.wallet_provider.kid(), x5c: None, jwt: None };
    let attestation = jws::sign(&sandbox.wallet_provider, &header, claims.finish().as_bytes())?;
    let mut writer = Writer::new();
    writer.begin_object();
    text(&mut writer, "wallet_attestation", &attestation);
    text(&mut writer, "client_id", CLIENT_ID);
    text(&mut writer, "warning", WARNING);
    writer.end_object();
    Ok(Response::new(200, JSON, writer.finish()).no_store())
}

fn text(writer: &mut Writer, name: &str, value: &str) {
    writer.name(name);
    writer.string(value);
}
