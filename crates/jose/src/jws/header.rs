use crate::limits::MAX_CERTIFICATES;
use crate::{Algorithm, Error, header};
use base64_simd::STANDARD;
use std::fmt;
use vouchsafe_credential::json::{Document, Kind, Value};

/// A protected header (RFC 7515 section 4) that says nothing we would have to obey and do not.
///
/// `jku`, `x5u`, `x5t`, `x5t#S256` and `jwk` are not refused, and never followed or used: the caller's trust decides on the
/// key. Other members that are not named here are ignored, as that section asks.
#[derive(Clone)]
pub struct Header {
    algorithm: Algorithm,
    typ: Option<String>,
    kid: Option<String>,
    x5c: Option<Vec<Vec<u8>>>,
    document: Document,
}

impl Header {
    pub(super) fn parse(encoded: &str) -> Result<Self, Error> {
        let document = header::read(encoded)?;
        let root = document.root();
        let algorithm = Algorithm::from_name(&header::algorithm_name(root)?)?;
        let typ = header::text(root, "typ")?;
        let kid = if has_numeric_kid(root) { None } else { header::kid(root)? };
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

    /// `kid` as it stands; none if it is a number. Only ever a name to look up, and to be escaped where it is shown.
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

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Header({}, {:?})", self.algorithm, self.document.root())
    }
}

/// A `kid` is a text (RFC 7515 section 4.1.4), but the reference implementation of SD-JWT has issued tokens with a number: one
/// that names no key anywhere, so it reads as none.
fn has_numeric_kid(header: Value<'_>) -> bool {
    header.get("kid").is_some_and(|kid| kid.kind() == Kind::Number)
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
        .map(|element| STANDARD.decode_to_vec(&*element.as_str().ok_or(malformed)?).map_err(|_| malformed))
        .collect()
}
