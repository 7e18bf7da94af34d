mod issuer_keys;
mod registry;
mod status_list;
mod type_metadata;

use crate::flights::Flights;
use crate::limits::MAX_FETCHES;
use crate::registry::Wanted;
use crate::status_list::StatusKey;
use crate::store::Subject;
use crate::type_document::{TypeDocument, TypeKey};
use crate::{Error, EvidenceStore, Fetch, Fetched, IssuerKeys, RegistryFiles, StatusListEvidence};
use std::fmt;
use std::sync::Arc;
use tokio::sync::Semaphore;
use vouchsafe_credential::{IssuerId, RegistryReference, Timestamp};
use vouchsafe_net::{Error as NetError, Purpose, Request};

/// Fills an [`EvidenceStore`]: fetches what is not at hand or due, once for all who want it, authenticates it, and keeps it.
///
/// Call it on a schedule, never because somebody presents something: who serves a list sees when it is asked for.
pub struct Refresher<F> {
    fetcher: F,
    store: Arc<EvidenceStore>,
    places: Semaphore,
    status_lists: Flights<StatusKey, Result<StatusListEvidence, Error>>,
    registries: Flights<(RegistryReference, Wanted), Result<RegistryFiles, Error>>,
    descriptions: Flights<String, Result<RegistryReference, Error>>,
    issuer_keys: Flights<IssuerId, Result<IssuerKeys, Error>>,
    documents: Flights<TypeKey, Result<TypeDocument, Error>>,
}

const JSON: &str = "application/json";

impl<F: Fetch> Refresher<F> {
    /// Fills `store` by `fetcher`.
    #[must_use]
    pub fn new(fetcher: F, store: Arc<EvidenceStore>) -> Self {
        Self {
            fetcher,
            store,
            places: Semaphore::new(MAX_FETCHES),
            status_lists: Flights::new(),
            registries: Flights::new(),
            descriptions: Flights::new(),
            issuer_keys: Flights::new(),
            documents: Flights::new(),
        }
    }

    /// What it fills.
    #[must_use]
    pub fn store(&self) -> &Arc<EvidenceStore> {
        &self.store
    }

    async fn fetch_text(&self, purpose: Purpose, address: &str, content_type: &str) -> Result<String, Error> {
        let fetched = self.fetch(Request::get(purpose, address, &[content_type])).await?;
        String::from_utf8(fetched.body).map_err(|_| Error::NotText)
    }

    async fn fetch(&self, request: Request) -> Result<Fetched, Error> {
        let _place = self.places.acquire().await.map_err(|_| NetError::Unreachable)?;
        Ok(self.fetcher.fetch(&request).await?)
    }

    fn noted<T>(&self, subject: &Subject, outcome: Result<T, Error>, now: Timestamp) -> Result<T, Error> {
        outcome.inspect_err(|error| self.store.note(subject.clone(), error.clone(), now))
    }
}

impl<F> fmt::Debug for Refresher<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refresher({:?})", self.store)
    }
}
