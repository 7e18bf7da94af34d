use crate::Error;
use crate::ErrorView;
use crate::view::{RegistryUpdateView, StatusUpdateView};
use serde::Serialize;
use vouchsafe_credential::shown;

/// What a refresh fetched, and what it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefreshView {
    /// Version of this form.
    pub version: u32,
    /// When it was made.
    pub as_of: String,
    /// Everything that was to be fetched, in the order in which it was taken over.
    pub items: Vec<RefreshItemView>,
    /// What status lists changed.
    pub updates: Vec<StatusUpdateView>,
    /// What statements about registries changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<RegistryUpdateView>,
    /// Keys that trusted issuers publish and that were not trusted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_keys: Vec<NewKeysView>,
    /// Cards that are called as their types say from now on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<DescribedCardView>,
    /// When the next list is to be fetched, or registry followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<String>,
    /// What for development alone was on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub development: Vec<&'static str>,
}

/// One thing that was to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefreshItemView {
    /// `status_list`, `registry`, `issuer_keys` or `type_metadata`.
    pub what: &'static str,
    /// Its address, or the name of what it is about.
    pub from: String,
    /// Why it was not fetched, or not taken over; what was known before stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorView>,
}

/// Keys that a trusted issuer publishes about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewKeysView {
    /// The issuer.
    pub issuer: String,
    /// Their thumbprints (RFC 7638).
    pub thumbprints: Vec<String>,
    /// Whether they are trusted now, because the person said so.
    pub trusted: bool,
}

/// A card that is called as its type says from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DescribedCardView {
    /// The card.
    pub card: String,
    /// What its type is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl RefreshItemView {
    pub(super) fn new(what: &'static str, from: &str, outcome: &Result<(), Error>) -> Self {
        let error = outcome.as_ref().err().map(Error::view);
        Self { what, from: shown::escape(from).into_owned(), error }
    }
}

impl RefreshView {
    /// Whether everything was fetched and taken over.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.items.iter().all(|item| item.error.is_none())
    }

    /// Whether an issuer was found to contradict itself.
    #[must_use]
    pub fn is_forked(&self) -> bool {
        self.statements.iter().any(|update| update.forked.is_some())
    }
}
