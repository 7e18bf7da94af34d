use crate::limits::{MAX_CERTIFICATES, MAX_HEADER, MAX_KID};
use crate::{Algorithm, Error};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value};

/// A protected header (RFC 7515 section 4) that says nothing we would have to obey and do not.
///
/// `jku`, `x5u`, `x5t`, `x5t#S256` and `jwk` are not refused, and never followed or used: the caller's trust decides on the
/// key. Other members that are not named here are ignored, as that section asks.
#[derive(Debug, Clone)]
pub struct Header {
    algorithm: Algorithm,
    typ: Option<String>,
    kid: Option<String>,
    x5c: Option<Vec<Vec<u8>>>,
    document: Document,
}

impl Header {
    pub(super) fn parse(encoded: &str) -> Result<Self, Error> {
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
            return Err(refuse_crit(root, crit));
        }
        if root.get("zip").is_some() {
            return Err(Error::ZipUnsupported);
        }
        let name = text_of(root, "alg")?.ok_or(Error::AlgorithmMissing)?;
        let algorithm = Algorithm::from_name(&name)?;
        let typ = text_of(root, "typ")?;
        let kid = text_of(root, "kid")?;
        if kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID) {
            return Err(Error::KidTooLong);
        }
        let x5c = root.get("x5c").map(certificates).transpose()?;
        Ok(Self { algorithm, typ, kid, x5c, document })
    }

    /// The algorithm of `alg`.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// `typ` as it stands.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// `kid` as it stands. Only ever a name to look up, and to be escaped where it is shown.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `x5c` as DER certificates, leaf first. Not verified: give it to the trust anchors.
    #[must_use]
    pub fn x5c(&self) -> Option<&[Vec<u8>]> {
        self.x5c.as_deref()
    }

    /// All of it.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// No extension is supported, so any `crit` is refused; the code tells which of its rules was broken first.
pub(crate) fn refuse_crit(header: Value<'_>, crit: Value<'_>) -> Error {
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

pub(crate) fn text_of(header: Value<'_>, member: &'static str) -> Result<Option<String>, Error> {
    let Some(value) = header.get(member) else { return Ok(None) };
    value.as_str().map(|text| Some(text.into_owned())).ok_or(Error::HeaderMember { member })
}

/// RFC 7515 section 4.1.6: base64 with padding, not base64url.
fn certificates(x5c: Value<'_>) -> Result<Vec<Vec<u8>>, Error> {
    let malformed = Error::HeaderMember { member: "x5c" };
    let elements = x5c.elements().ok_or(malformed)?;
    match x5c.size() {
        0 => return Err(malformed),
        length if length > MAX_CERTIFICATES => return Err(Error::ChainTooLong),
        _ => {}
    }
    elements
        .map(|element| STANDARD.decode(&*element.as_str().ok_or(malformed)?).map_err(|_| malformed))
        .collect()
}
