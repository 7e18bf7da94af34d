//! What the two headers have in common (JWP section 5).

use crate::Error;
use crate::format::ALGORITHM;
use vouchsafe_credential::IdError;
use vouchsafe_credential::json::{Document, Kind, Value};

/// A header's octets as an object.
pub(crate) fn read(octets: &[u8], part: &'static str) -> Result<Document, Error> {
    let document = Document::parse(octets).map_err(Error::json(part))?;
    if document.root().kind() == Kind::Object { Ok(document) } else { Err(Error::HeaderNotObject) }
}

/// Refuses a member that is not among `known`: what nobody understands could tell one holder from another.
pub(crate) fn admit_members(header: Value<'_>, known: &[&str]) -> Result<(), Error> {
    let mut members = header.entries().ok_or(Error::HeaderNotObject)?;
    if members.all(|(name, _)| known.contains(&&*name)) { Ok(()) } else { Err(Error::HeaderMemberUnknown) }
}

/// `alg`, by its exact name.
pub(crate) fn admit_algorithm(alg: Value<'_>) -> Result<(), Error> {
    match alg.as_str().ok_or(Error::HeaderMember { member: "alg" })? {
        name if name == ALGORITHM => Ok(()),
        _ => Err(Error::AlgorithmUnsupported),
    }
}

/// A member that has to be there and be a text.
pub(crate) fn text<T>(
    header: Value<'_>,
    member: &'static str,
    new: impl Fn(String) -> Result<T, IdError>,
) -> Result<T, Error> {
    let text = header.get(member).and_then(|value| value.as_str());
    text.and_then(|text| new(text.into_owned()).ok()).ok_or(Error::HeaderMember { member })
}

/// Why the `crit` of a header is refused that may name nothing: which of its rules is broken first (JWP section 5.2.4).
pub(crate) fn crit_refusal(header: Value<'_>) -> Error {
    critical(header).err().unwrap_or(Error::CritUnsupported)
}

/// The members that `crit` names: texts, at least one, none twice, each a member of `header`.
pub(crate) fn critical(header: Value<'_>) -> Result<Vec<String>, Error> {
    let names = header.get("crit").and_then(|crit| crit.elements()).ok_or(Error::CritMalformed)?;
    let mut critical = Vec::new();
    for name in names {
        let name = name.as_str().ok_or(Error::CritMalformed)?;
        if header.get(&name).is_none() {
            return Err(Error::CritAbsent);
        }
        critical.push(name.into_owned());
    }
    let count = critical.len();
    let mut sorted = critical.clone();
    sorted.sort_unstable();
    sorted.dedup();
    match count {
        0 => Err(Error::CritEmpty),
        count if count > sorted.len() => Err(Error::CritMalformed),
        _ => Ok(critical),
    }
}
