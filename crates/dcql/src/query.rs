use crate::limits::{MAX_CREDENTIAL_SETS, MAX_CREDENTIALS, MAX_QUERY_LENGTH, MAX_QUERY_NODES};
use crate::read::Reader;
use crate::{CredentialQuery, CredentialSet, Error, Place, QueryId};
use std::borrow::Cow;
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Document, Value};

/// A DCQL query (OpenID4VP section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    credentials: Vec<CredentialQuery>,
    credential_sets: Vec<CredentialSet>,
}

impl Query {
    /// Reads a query. Members that the standard does not name are ignored, as it says.
    ///
    /// # Errors
    /// [`Error`] for a text that is no JSON or no query, or is past a [limit](crate::limits).
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        if json.len() > MAX_QUERY_LENGTH {
            return Err(Error::TooLarge { at: Place::default() });
        }
        Self::from_value(Document::parse(json)?.root())
    }

    /// Reads a query that stands in a larger document, such as the `dcql_query` of a request object.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_value(value: Value<'_>) -> Result<Self, Error> {
        let at = Place::default();
        if value.span().len() > MAX_QUERY_NODES {
            return Err(Error::TooLarge { at });
        }
        let reader = Reader::new(value, at, "dcql_query")?;
        let mut credentials = Vec::new();
        let mut ids = BTreeSet::new();
        for (position, value) in reader.list("credentials", MAX_CREDENTIALS)?.enumerate() {
            let at = at.element("credentials", position);
            let credential = CredentialQuery::read(value, at)?;
            if !ids.insert(credential.id().clone()) {
                return Err(Error::IdRepeated { at });
            }
            credentials.push(credential);
        }
        let sets = reader.optional_list("credential_sets", MAX_CREDENTIAL_SETS)?;
        let sets = sets.into_iter().flatten().enumerate();
        let credential_sets = sets
            .map(|(position, value)| {
                CredentialSet::read(value, at.element("credential_sets", position), &ids)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { credentials, credential_sets })
    }

    /// The credentials that are asked for; at least one.
    #[must_use]
    pub fn credentials(&self) -> &[CredentialQuery] {
        &self.credentials
    }

    /// Which of them are asked for together. None means that all are.
    #[must_use]
    pub fn credential_sets(&self) -> &[CredentialSet] {
        &self.credential_sets
    }

    /// The credential query of this name.
    #[must_use]
    pub fn credential(&self, id: &QueryId) -> Option<&CredentialQuery> {
        self.credentials.iter().find(|credential| credential.id() == id)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &QueryId> {
        self.credentials.iter().map(CredentialQuery::id)
    }

    /// The credential sets; one of all credentials where the query has none (section 6.4.2).
    pub(crate) fn sets_to_answer(&self) -> Cow<'_, [CredentialSet]> {
        if self.credential_sets.is_empty() {
            Cow::Owned(vec![CredentialSet::of_all(self.ids().cloned())])
        } else {
            Cow::Borrowed(&self.credential_sets)
        }
    }
}
