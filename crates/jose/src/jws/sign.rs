use crate::limits::{MAX_CERTIFICATES, MAX_HEADER, MAX_JWS, MAX_KID};
use crate::{Error, SigningKey};
use base64_simd::STANDARD;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json;

/// What stands in the protected header besides `alg`, which the key decides.
#[derive(Debug, Clone, Copy)]
pub struct HeaderToSign<'a> {
    /// `typ`: explicit typing (RFC 8725 section 3.11), so not optional.
    pub typ: &'a str,
    /// `kid`.
    pub kid: Option<&'a str>,
    /// `x5c`: DER certificates, leaf first; the leaf's key must be the signing one.
    pub x5c: Option<&'a [Vec<u8>]>,
    /// `jwt`: a signed statement about the signing key (OpenID4VP 1.0 section 12).
    pub jwt: Option<&'a str>,
}

impl<'a> HeaderToSign<'a> {
    /// A header with `typ` alone.
    #[must_use]
    pub fn new(typ: &'a str) -> Self {
        Self { typ, kid: None, x5c: None, jwt: None }
    }
}

/// Signs `payload` as a compact JWS (RFC 7515 section 7.1) under the header `alg`, `typ`, `kid`, `x5c`, `jwt`, as far as given.
///
/// # Errors
/// [`Error::KidTooLong`], [`Error::ChainTooLong`], [`Error::HeaderTooLong`], [`Error::TokenTooLong`] if nobody would accept the
/// result; [`Error::SigningFailed`] if the library fails.
pub fn sign(key: &SigningKey, header: &HeaderToSign<'_>, payload: &[u8]) -> Result<String, Error> {
    if header.kid.is_some_and(|kid| kid.len() > MAX_KID) {
        return Err(Error::KidTooLong);
    }
    let mut writer = json::Writer::new();
    writer.begin_object();
    writer.name("alg");
    writer.string(key.algorithm().name());
    writer.name("typ");
    writer.string(header.typ);
    if let Some(kid) = header.kid {
        writer.name("kid");
        writer.string(kid);
    }
    if let Some(chain) = header.x5c {
        if chain.len() > MAX_CERTIFICATES {
            return Err(Error::ChainTooLong);
        }
        writer.name("x5c");
        writer.begin_array();
        chain.iter().for_each(|certificate| writer.string(&STANDARD.encode_to_string(certificate)));
        writer.end_array();
    }
    if let Some(jwt) = header.jwt {
        writer.name("jwt");
        writer.string(jwt);
    }
    writer.end_object();

    let mut token = base64url::encode(writer.finish().as_bytes());
    if token.len() > MAX_HEADER {
        return Err(Error::HeaderTooLong);
    }
    token.push('.');
    base64url::encode_into(payload, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    base64url::encode_into(&signature, &mut token);
    if token.len() > MAX_JWS { Err(Error::TokenTooLong) } else { Ok(token) }
}
