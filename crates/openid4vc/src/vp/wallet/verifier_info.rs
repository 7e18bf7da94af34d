use crate::vp::Error;
use crate::vp::limits::MAX_VERIFIER_INFO;
use vouchsafe_credential::json::{Document, Kind, Value};
use vouchsafe_dcql::{Query, QueryId};

/// A statement about the verifier that came with its request (`verifier_info`, OpenID4VP sections 5.1 and 5.11), such as a
/// registration. As it came: nobody has verified it, and nothing may be believed of it before its format's own rules are applied.
#[derive(Debug, Clone)]
pub struct VerifierInfo {
    format: String,
    data: Document,
    queries: Option<Vec<QueryId>>,
}

impl VerifierInfo {
    pub(crate) fn read_all(list: Value<'_>, query: &Query) -> Result<Vec<Self>, Error> {
        let mut read = Vec::new();
        for entry in list.elements().ok_or(Error::VerifierInfo)? {
            if read.len() >= MAX_VERIFIER_INFO {
                return Err(Error::TooMany { name: "verifier_info" });
            }
            read.push(Self::read(entry, query).ok_or(Error::VerifierInfo)?);
        }
        if read.is_empty() { Err(Error::VerifierInfo) } else { Ok(read) }
    }

    fn read(entry: Value<'_>, query: &Query) -> Option<Self> {
        let data = entry.get("data").filter(|data| matches!(data.kind(), Kind::Object | Kind::String))?;
        let queries = match entry.get("credential_ids") {
            None => None,
            Some(ids) => {
                let ids = ids.elements()?.map(|id| {
                    let id = QueryId::new(id.as_str()?).ok()?;
                    query.credential(&id).map(|_| id)
                });
                Some(ids.collect::<Option<Vec<_>>>()?)
            }
        };
        if queries.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        Some(Self { format: entry.get("format")?.as_str()?.into_owned(), data: data.to_document(), queries })
    }

    /// What kind of statement it is: decides how it is read.
    #[must_use]
    pub fn format(&self) -> &str {
        &self.format
    }

    /// The statement: an object or a text.
    #[must_use]
    pub fn data(&self) -> &Document {
        &self.data
    }

    /// The queries that it is about; all, if it does not say.
    #[must_use]
    pub fn queries(&self) -> Option<&[QueryId]> {
        self.queries.as_deref()
    }
}
