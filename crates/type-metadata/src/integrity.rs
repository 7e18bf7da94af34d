use crate::Error;
use crate::limits::MAX_INTEGRITY_LENGTH;
use std::borrow::Cow;
use std::fmt;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, base64url};
use vouchsafe_jose::digest::{HashAlgorithm, digest};

/// Which bytes a referenced document has: `vct#integrity`, `extends#integrity`, `uri#integrity` (SD-JWT VC section 6; the
/// syntax is that of W3C Subresource Integrity, section 3).
///
/// It may hold several digests. Those of the strongest hash function count, and any of them may be met; one of another
/// function is never looked at, nor one that is not known.
#[derive(Clone, PartialEq, Eq)]
pub struct Integrity {
    text: String,
}

impl Integrity {
    /// Takes an integrity string as it stands. One that can never be met, such as an empty one, is refused when it is used.
    ///
    /// # Errors
    /// [`Error::TooLong`] past [`MAX_INTEGRITY_LENGTH`].
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        Self::read(text.into(), || ClaimPath::top("integrity"))
    }

    /// `vct#integrity` of a credential's claims, where they have it.
    ///
    /// # Errors
    /// [`Error::MemberMalformed`] if it is no text; as [`new`](Self::new).
    pub fn of_credential(claims: Value<'_>) -> Result<Option<Self>, Error> {
        let at = || ClaimPath::top("vct#integrity");
        let Some(value) = claims.get("vct#integrity") else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| Error::MemberMalformed { at: at() })?;
        Self::read(text.into_owned(), at).map(Some)
    }

    pub(crate) fn read(text: String, at: impl FnOnce() -> ClaimPath) -> Result<Self, Error> {
        if text.len() > MAX_INTEGRITY_LENGTH { Err(Error::TooLong { at: at() }) } else { Ok(Self { text }) }
    }

    /// The integrity string of these bytes, with SHA-256: for the issuer, who names the type metadata in a credential.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let digest = to_base64(digest(HashAlgorithm::Sha256, bytes).as_ref());
        Self { text: format!("sha256-{digest}") }
    }

    /// The integrity string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Says that `bytes`, as they were received, are those that are meant.
    ///
    /// # Errors
    /// [`Error::IntegrityUnsupported`] if no hash function in it is known, [`Error::IntegrityMismatch`] if the bytes are
    /// others.
    pub fn verify(&self, bytes: &[u8]) -> Result<(), Error> {
        let strongest = self.digests().map(|(algorithm, _)| algorithm).max();
        let strongest = strongest.ok_or(Error::IntegrityUnsupported)?;
        let actual = base64url::encode(digest(strongest, bytes).as_ref());
        let met =
            |(algorithm, text): (HashAlgorithm, &str)| algorithm == strongest && to_base64url(text) == actual;
        if self.digests().any(met) { Ok(()) } else { Err(Error::IntegrityMismatch) }
    }

    /// What it says by hash functions that are known. A digest that is no base64 is never met, and counts as one.
    fn digests(&self) -> impl Iterator<Item = (HashAlgorithm, &str)> {
        self.text.split_ascii_whitespace().filter_map(|expression| {
            let (name, digest) = expression.split_once('-')?;
            let algorithm = match name {
                "sha256" => HashAlgorithm::Sha256,
                "sha384" => HashAlgorithm::Sha384,
                "sha512" => HashAlgorithm::Sha512,
                _ => return None,
            };
            // Options follow a question mark; none is defined.
            Some((algorithm, digest.split('?').next().unwrap_or(digest)))
        })
    }
}

/// Both alphabets are legal in an integrity string, with padding or without.
fn to_base64url(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if text.contains(['+', '/']) { text.replace('+', "-").replace('/', "_").into() } else { text.into() }
}

fn to_base64(bytes: &[u8]) -> String {
    let mut text = base64url::encode(bytes).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

impl fmt::Debug for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Integrity({})", vouchsafe_credential::shown::escape(&self.text))
    }
}
