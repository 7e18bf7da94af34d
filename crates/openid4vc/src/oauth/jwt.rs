//! Small JWTs of OAuth (RFC 7519): made with members in the header that plain JWS signing does not have, and read with limits.

use super::Error;
use super::limits::MAX_SMALL_JWT;
use crate::members::Members;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::{SigningKey, VerifyingKey};

/// Signs a JWT whose header is `alg`, `typ` and what `header` writes, and whose claims `claims` writes.
pub(crate) fn sign(
    key: &SigningKey,
    typ: &str,
    header: impl FnOnce(&mut Writer),
    claims: impl FnOnce(&mut Writer),
) -> Result<String, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    member(&mut writer, "alg", key.algorithm().name());
    member(&mut writer, "typ", typ);
    header(&mut writer);
    writer.end_object();
    let mut token = base64url::encode(writer.finish().as_bytes());
    token.push('.');
    base64url::encode_into(object(claims).as_bytes(), &mut token);
    let signature = key.sign(token.as_bytes()).map_err(Error::jose("the token"))?;
    token.push('.');
    base64url::encode_into(&signature, &mut token);
    Ok(token)
}

/// A member that is a text.
pub(crate) fn member(writer: &mut Writer, name: &str, value: &str) {
    writer.name(name);
    writer.string(value);
}

/// An object of what `members` writes.
pub(crate) fn object(members: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    members(&mut writer);
    writer.end_object();
    writer.finish()
}

/// A token in two halves of which nobody has checked the signature.
pub(crate) fn parse<'a>(token: &'a str, typ: &str, part: &'static str) -> Result<UnverifiedJws<'a>, Error> {
    if token.len() > MAX_SMALL_JWT {
        return Err(Error::TooLong { part });
    }
    let jws = UnverifiedJws::parse(token).map_err(Error::jose(part))?;
    if jws.header().typ() == Some(typ) { Ok(jws) } else { Err(Error::TokenTyp) }
}

/// The claims of a token that `key` signed.
pub(crate) fn verify(
    jws: UnverifiedJws<'_>,
    key: &VerifyingKey,
    part: &'static str,
) -> Result<Document, Error> {
    let (_, payload) = jws.verify(key).map_err(Error::jose(part))?.into_parts();
    claims(payload, part)
}

pub(crate) fn claims(payload: Vec<u8>, part: &'static str) -> Result<Document, Error> {
    let document = Document::parse(payload).map_err(Error::json(part))?;
    if Members::new(document.root()).is_none() {
        return Err(Error::NotAnObject { part });
    }
    Ok(document)
}

/// A claim that is a time.
pub(crate) fn time(claims: &Document, claim: &str) -> Option<Timestamp> {
    claims.root().get(claim).and_then(Timestamp::from_numeric_date)
}

/// Whether a claim is exactly this text.
pub(crate) fn says(claims: &Document, claim: &str, text: &str) -> bool {
    claims.root().get(claim).and_then(|value| value.as_str()).is_some_and(|value| value == text)
}
