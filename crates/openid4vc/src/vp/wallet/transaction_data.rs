use crate::vp::Error;
use crate::vp::limits::{MAX_TRANSACTION_DATA, MAX_TRANSACTION_DATA_LENGTH};
use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Kind, Value};
use vouchsafe_dcql::{Format, HolderBinding, Query, QueryId};
use vouchsafe_jose::digest::sha256;

const NAME: &str = "transaction_data";
const HASHES: &str = "transaction_data_hashes_alg";
/// The members that every type has.
const COMMON: [&str; 3] = ["type", "credential_ids", HASHES];

/// A type of `transaction_data` that the caller can show to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionType {
    /// The `type`.
    pub name: String,
    /// The members that it defines, beside those that all types have. Another one refuses the request.
    pub members: Vec<String>,
}

/// Something that the answer authorises (OpenID4VP sections 5.1 and 8.4). That the members of its type are there and of their kinds
/// is for the caller to see to, who knows the type.
#[derive(Clone)]
pub struct TransactionData {
    text: String,
    kind: String,
    queries: Vec<QueryId>,
    content: Document,
}

impl TransactionData {
    pub(super) fn read_all(
        list: Value<'_>,
        types: &[TransactionType],
        query: &Query,
    ) -> Result<Vec<Self>, Error> {
        let malformed = || Error::ParameterMalformed { name: NAME };
        let mut read = Vec::new();
        for text in list.elements().ok_or_else(malformed)? {
            if read.len() >= MAX_TRANSACTION_DATA {
                return Err(Error::TooMany { name: NAME });
            }
            let text = text.as_str().ok_or_else(malformed)?;
            read.push(Self::read(&text, Some(types), query)?);
        }
        if read.is_empty() { Err(malformed()) } else { Ok(read) }
    }

    /// Reads one. Without `types` it may be of any: the verifier's own.
    pub(crate) fn read(text: &str, types: Option<&[TransactionType]>, query: &Query) -> Result<Self, Error> {
        if text.len() > MAX_TRANSACTION_DATA_LENGTH {
            return Err(Error::ParameterTooLong { name: NAME });
        }
        let bytes = base64url::decode(text).map_err(|_| Error::ParameterMalformed { name: NAME })?;
        let content = Document::parse(bytes).map_err(|error| Error::Json { part: NAME, error })?;
        let root = content.root();
        if root.kind() != Kind::Object {
            return Err(Error::ParameterMalformed { name: NAME });
        }
        let kind =
            root.get("type").and_then(Value::as_str).ok_or(Error::TransactionMember { member: "type" })?;
        let kind = kind.into_owned();
        if let Some(types) = types {
            let known = types.iter().find(|known| known.name == kind).ok_or(Error::TransactionType)?;
            let is_known =
                |name: &str| COMMON.contains(&name) || known.members.iter().any(|member| member == name);
            if root.entries().into_iter().flatten().any(|(name, _)| !is_known(&name)) {
                return Err(Error::TransactionMemberUnknown);
            }
        }
        if let Some(algorithms) = root.get(HASHES) {
            let mut algorithms = algorithms.elements().ok_or(Error::TransactionMember { member: HASHES })?;
            if !algorithms.any(|name| name.as_str().as_deref() == Some("sha-256")) {
                return Err(Error::TransactionHash);
            }
        }
        let queries = queries(root, query)?;
        Ok(Self { text: text.to_owned(), kind, queries, content })
    }

    /// The base64url text as it was received: what is hashed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 over that text (section B.3.3.1).
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        sha256(self.text.as_bytes())
    }

    /// The `type`; one of those that the caller knows.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The queries of which the answer to one authorises this.
    #[must_use]
    pub fn queries(&self) -> &[QueryId] {
        &self.queries
    }

    /// All of it, to be shown.
    #[must_use]
    pub fn content(&self) -> &Document {
        &self.content
    }
}

/// `credential_ids`: queries that are there, all with holder binding, and one at least whose answer can carry a hash.
fn queries(root: Value<'_>, query: &Query) -> Result<Vec<QueryId>, Error> {
    let malformed = || Error::TransactionMember { member: "credential_ids" };
    let mut queries = Vec::new();
    let mut carries = false;
    for id in root.get("credential_ids").and_then(Value::elements).ok_or_else(malformed)? {
        let id = QueryId::new(id.as_str().ok_or_else(malformed)?).map_err(|_| malformed())?;
        let asked = query.credential(&id).ok_or(Error::TransactionQuery)?;
        if asked.holder_binding() == HolderBinding::NotRequired {
            return Err(Error::TransactionUnbound);
        }
        carries |= *asked.format() == Format::SdJwtVc;
        queries.push(id);
    }
    match (queries.is_empty(), carries) {
        (true, _) => Err(malformed()),
        (false, false) => Err(Error::TransactionUnbound),
        (false, true) => Ok(queries),
    }
}

/// Type and length: what is authorised may be private.
impl fmt::Debug for TransactionData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionData({:?}, {} bytes for {:?})", self.kind, self.text.len(), self.queries)
    }
}
