//! What the protected headers of JWS and JWE have in common (RFC 7515 section 4, RFC 7516 section 4).

use crate::Error;
use crate::limits::{MAX_HEADER, MAX_KID};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value};

/// Reads a header that demands no extension and no compression.
pub(crate) fn read(encoded: &str) -> Result<Document, Error> {
    if encoded.len() > MAX_HEADER {
        return Err(Error::HeaderTooLong);
    }
    let text = base64url::decode(encoded).map_err(|_| Error::NotBase64url { part: "the header" })?;
    let document = Document::parse(text).map_err(|error| Error::Json { part: "the header", error })?;
    let root = document.root();
    if root.entries().is_none() {
        return Err(Error::HeaderNotObject);
    }
    if root.get("b64").is_some() {
        return Err(Error::B64Unsupported);
    }
    if let Some(crit) = root.get("crit") {
        return Err(refusal(root, crit));
    }
    if root.get("zip").is_some() {
        return Err(Error::ZipUnsupported);
    }
    Ok(document)
}

/// No extension is supported, so any `crit` is refused; the code tells which of its rules was broken first.
fn refusal(header: Value<'_>, crit: Value<'_>) -> Error {
    let Some(mut names) = crit.elements() else { return Error::CritMalformed };
    if crit.size() == 0 {
        return Error::CritEmpty;
    }
    names
        .find_map(|name| match name.as_str() {
            None => Some(Error::CritMalformed),
            Some(name) if header.get(&name).is_none() => Some(Error::CritAbsent),
            Some(_) => None,
        })
        .unwrap_or(Error::CritUnsupported)
}

/// A member that is a text.
pub(crate) fn text(header: Value<'_>, member: &'static str) -> Result<Option<String>, Error> {
    let Some(value) = header.get(member) else { return Ok(None) };
    value.as_str().map(|text| Some(text.into_owned())).ok_or(Error::HeaderMember { member })
}

/// The `alg`, whatever it is.
pub(crate) fn algorithm_name(header: Value<'_>) -> Result<String, Error> {
    text(header, "alg")?.ok_or(Error::AlgorithmMissing)
}

/// The `kid`.
pub(crate) fn kid(header: Value<'_>) -> Result<Option<String>, Error> {
    match text(header, "kid")? {
        Some(kid) if kid.len() > MAX_KID => Err(Error::KidTooLong),
        kid => Ok(kid),
    }
}
