use crate::limits::{MAX_CREDENTIALS, MAX_OPTIONS};
use crate::read::Reader;
use crate::{Error, Place, QueryId};
use std::collections::BTreeSet;
use vouchsafe_credential::json::Value;

/// Whether a credential set has to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// It has to.
    Required,
    /// It may be left out.
    Optional,
}

/// Credentials of which one combination serves one purpose (OpenID4VP section 6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialSet {
    requirement: Requirement,
    options: Vec<Vec<QueryId>>,
}

impl CredentialSet {
    /// What a query without `credential_sets` asks for: all of them.
    pub(crate) fn of_all(ids: impl Iterator<Item = QueryId>) -> Self {
        Self { requirement: Requirement::Required, options: vec![ids.collect()] }
    }

    pub(crate) fn read(value: Value<'_>, at: Place, known: &BTreeSet<QueryId>) -> Result<Self, Error> {
        let reader = Reader::new(value, at, "credential_sets")?;
        let requirement = match reader.truth("required")? {
            Some(false) => Requirement::Optional,
            Some(true) | None => Requirement::Required,
        };
        let options = reader.list("options", MAX_OPTIONS)?.enumerate();
        let options = options.map(|(position, value)| option(value, at.element("options", position), known));
        Ok(Self { requirement, options: options.collect::<Result<_, _>>()? })
    }

    /// Whether it has to be answered.
    #[must_use]
    pub fn requirement(&self) -> Requirement {
        self.requirement
    }

    /// The combinations of which one will do; each of at least one credential query, none twice.
    #[must_use]
    pub fn options(&self) -> &[Vec<QueryId>] {
        &self.options
    }
}

fn option(value: Value<'_>, at: Place, known: &BTreeSet<QueryId>) -> Result<Vec<QueryId>, Error> {
    let malformed = || Error::MemberMalformed { at, member: "options" };
    let mut ids = Vec::new();
    let mut seen = BTreeSet::new();
    for id in value.elements().ok_or_else(malformed)? {
        let id = id.as_str().ok_or_else(malformed)?;
        let id = known.get(&*id).ok_or(Error::QueryIdUnknown { at })?;
        if seen.insert(id) {
            ids.push(id.clone());
        }
    }
    match ids.len() {
        0 => Err(Error::ListEmpty { at, member: "options" }),
        1..=MAX_CREDENTIALS => Ok(ids),
        _ => Err(Error::TooMany { at, member: "options" }),
    }
}
