use crate::limits::{MAX_DATA_URI_LENGTH, MAX_URL_LENGTH};
use crate::read::Reader;
use crate::{Error, Integrity};
use std::fmt;

/// An image or a template that type metadata refers to: where it is, and which bytes it has where that is said. Fetching it
/// tells its server who holds the credential, unless it is fetched ahead and for everyone alike (SD-JWT VC section 8.4).
#[derive(Clone, PartialEq, Eq)]
pub struct Resource {
    uri: String,
    integrity: Option<Integrity>,
}

impl Resource {
    /// The address: `https:` or `data:`, without white space. What stands behind either is untrusted.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// True for `data:`, where nothing has to be fetched.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        has_scheme(&self.uri, "data:")
    }

    /// Which bytes it has; those of a `data:` address are what it stands for.
    #[must_use]
    pub fn integrity(&self) -> Option<&Integrity> {
        self.integrity.as_ref()
    }

    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        let uri = reader.text("uri", MAX_DATA_URI_LENGTH)?.ok_or_else(|| reader.missing("uri"))?;
        let limit = if has_scheme(&uri, "data:") {
            MAX_DATA_URI_LENGTH
        } else if has_scheme(&uri, "https://") {
            MAX_URL_LENGTH
        } else {
            return Err(Error::UriNotAllowed { at: reader.at("uri") });
        };
        if uri.len() > limit {
            return Err(Error::TooLong { at: reader.at("uri") });
        }
        if !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(reader.malformed("uri"));
        }
        Ok(Self { uri, integrity: integrity(reader, "uri#integrity")? })
    }
}

/// An integrity string, where there is one.
pub(crate) fn integrity(reader: &Reader<'_>, member: &str) -> Result<Option<Integrity>, Error> {
    let Some(value) = reader.optional(member) else { return Ok(None) };
    let text = value.as_str().ok_or_else(|| reader.malformed(member))?;
    Integrity::read(text.into_owned(), || reader.at(member)).map(Some)
}

fn has_scheme(uri: &str, scheme: &str) -> bool {
    uri.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// A long address is cut short.
impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.uri.get(..64).unwrap_or(&self.uri);
        write!(f, "Resource({start}, {:?})", self.integrity)
    }
}
