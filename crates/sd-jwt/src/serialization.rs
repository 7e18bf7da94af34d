//! The JSON serialisations (RFC 9901 section 8, RFC 7515 section 7.2).

use crate::Error;
use crate::compact::Compact;
use crate::limits::MAX_SD_JWT;
use std::borrow::Cow;
use vouchsafe_credential::json::{Document, Kind, Value};
use vouchsafe_jose::jws::UnverifiedJws;

/// Header parameters of ours; only the first unprotected header has them.
const DISCLOSURES: &str = "disclosures";
const KB_JWT: &str = "kb_jwt";

/// The issuer-signed JWT, and the compact serialisation that the JSON one stands for (RFC 9901 section 8.1).
pub(crate) fn read(text: &str) -> Result<(UnverifiedJws<'static>, Compact<'static>), Error> {
    if text.len() > MAX_SD_JWT {
        return Err(Error::TooLong);
    }
    let document = Document::parse(text.as_bytes()).map_err(Error::json("the JSON serialisation"))?;
    let root = document.root();
    if root.kind() != Kind::Object {
        return Err(Error::JsonMember { member: "payload" });
    }
    absent(root, &[DISCLOSURES, KB_JWT])?;
    let first = match root.get("signatures") {
        None => root,
        Some(signatures) => {
            absent(root, &["signature", "protected", "header"])?;
            first_of(signatures)?
        }
    };
    let payload = text_of(root, "payload")?;
    let (protected, signature) = (text_of(first, "protected")?, text_of(first, "signature")?);
    let jws = UnverifiedJws::from_parts(&protected, &payload, &signature)?;
    absent(jws.header().document().root(), &[DISCLOSURES, KB_JWT])?;

    let mut compact = format!("{protected}.{payload}.{signature}~");
    if let Some(header) = first.get("header") {
        refuse_repeated(header, jws.header().document().root())?;
        for disclosure in list_of_texts(header, DISCLOSURES)? {
            compact.push_str(&disclosure);
            compact.push('~');
        }
        if header.get(KB_JWT).is_some() {
            let key_binding = text_of(header, KB_JWT)?;
            if key_binding.is_empty() || key_binding.contains('~') {
                return Err(Error::JsonMember { member: KB_JWT });
            }
            compact.push_str(&key_binding);
        }
    }
    Ok((jws, Compact::read(compact)?))
}

/// The first of `signatures`, the others having the right shape.
fn first_of(signatures: Value<'_>) -> Result<Value<'_>, Error> {
    let malformed = Error::JsonMember { member: "signatures" };
    let mut signatures = signatures.elements().ok_or(malformed.clone())?;
    let first = signatures.next().filter(|first| first.kind() == Kind::Object).ok_or(malformed)?;
    for other in signatures {
        text_of(other, "protected")?;
        text_of(other, "signature")?;
        if let Some(header) = other.get("header") {
            absent(header, &[DISCLOSURES, KB_JWT])?;
        }
    }
    Ok(first)
}

/// RFC 7515 section 7.2.1: the names in the two headers are disjoint; section 4.1.11: `crit` is protected.
fn refuse_repeated(unprotected: Value<'_>, protected: Value<'_>) -> Result<(), Error> {
    let unprotected = unprotected.entries().ok_or(Error::JsonMember { member: "header" })?;
    let protected = protected.entries().into_iter().flatten().map(|(name, _)| name);
    let mut names: Vec<_> = unprotected.map(|(name, _)| name).collect();
    if names.iter().any(|name| name == "crit") {
        return Err(Error::CritUnprotected);
    }
    names.extend(protected);
    // Each header has a name once, so two of a kind are one of each.
    names.sort_unstable();
    let repeated = names.iter().zip(names.iter().skip(1)).any(|(one, other)| one == other);
    if repeated { Err(Error::HeaderRepeated) } else { Ok(()) }
}

fn absent(object: Value<'_>, members: &[&'static str]) -> Result<(), Error> {
    match members.iter().find(|member| object.get(member).is_some()) {
        Some(member) => Err(Error::JsonMember { member }),
        None => Ok(()),
    }
}

fn text_of<'a>(object: Value<'a>, member: &'static str) -> Result<Cow<'a, str>, Error> {
    object.get(member).and_then(|value| value.as_str()).ok_or(Error::JsonMember { member })
}

/// The disclosures; a `~` in one would make two of it.
fn list_of_texts<'a>(object: Value<'a>, member: &'static str) -> Result<Vec<Cow<'a, str>>, Error> {
    let Some(list) = object.get(member) else { return Ok(Vec::new()) };
    let malformed = Error::JsonMember { member };
    let elements = list.elements().ok_or(malformed.clone())?;
    elements
        .map(|element| element.as_str().filter(|text| !text.contains('~')).ok_or(malformed.clone()))
        .collect()
}
