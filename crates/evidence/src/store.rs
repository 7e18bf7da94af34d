use crate::limits::{
    CLOCK_SKEW, FAILURE_LIFE, MAX_DOCUMENTS, MAX_FAILURES, MAX_ISSUERS, MAX_KEPT, MAX_REGISTRIES,
    MAX_REMEMBERED, MAX_STATUS_LISTS,
};
use crate::registry::Wanted;
use crate::shelf::Shelf;
use crate::status_list::StatusKey;
use crate::type_document::{FetchedTypeMetadata, TypeDocument, TypeKey};
use crate::{Error, IssuerKeys, RegistryFiles, StatusListEvidence, StatusListSource};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use vouchsafe_credential::{CredentialType, IssuerId, RegistryReference, Timestamp};
use vouchsafe_status_list::Error as ListError;
use vouchsafe_type_metadata::{Integrity, TypeMetadataChain};

/// What is at hand: authentic status lists, statements, keys and type metadata. It never fetches, so that whoever presents or verifies
/// with it asks nobody anything while somebody waits; a [`Refresher`](crate::Refresher) fills it, on a schedule.
///
/// Texts are kept, never verdicts: whoever decides authenticates them again.
pub struct EvidenceStore {
    shelves: Mutex<Shelves>,
}

pub(crate) struct Shelves {
    pub(crate) status_lists: Shelf<StatusKey, StatusListEvidence>,
    /// When the newest list was issued that was ever here, also once the list itself is not.
    pub(crate) newest: Shelf<StatusKey, Timestamp>,
    pub(crate) registries: Shelf<RegistryReference, RegistryFiles>,
    issuer_keys: Shelf<IssuerId, IssuerKeys>,
    pub(crate) documents: Shelf<TypeKey, TypeDocument>,
    failures: Shelf<Subject, (Error, Timestamp)>,
}

/// What could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    StatusList(StatusKey),
    Registry(RegistryReference, Wanted),
    RegistryId(String),
    IssuerKeys(IssuerId),
    Document(TypeKey),
}

impl EvidenceStore {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let shelves = Shelves {
            status_lists: Shelf::new(MAX_STATUS_LISTS, MAX_KEPT),
            newest: Shelf::new(MAX_REMEMBERED, MAX_KEPT),
            registries: Shelf::new(MAX_REGISTRIES, MAX_KEPT),
            issuer_keys: Shelf::new(MAX_ISSUERS, MAX_KEPT),
            documents: Shelf::new(MAX_DOCUMENTS, MAX_KEPT),
            failures: Shelf::new(MAX_FAILURES, MAX_KEPT),
        };
        Self { shelves: Mutex::new(shelves) }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The status list from there by this signer. It may be old: how old is for whoever decides.
    #[must_use]
    pub fn status_list(&self, source: &StatusListSource, now: Timestamp) -> Option<StatusListEvidence> {
        let mut shelves = self.lock();
        shelves.status_lists.get(&source.key()).filter(|list| !list.has_expired(now)).cloned()
    }

    /// Every status list that is from there, whoever signed it: for a verifier, who finds the one that counts by their trust list.
    #[must_use]
    pub fn status_lists_at(&self, uri: &str, now: Timestamp) -> Vec<StatusListEvidence> {
        let shelves = self.lock();
        let here = shelves.status_lists.iter().filter(|(key, list)| key.uri == uri && !list.has_expired(now));
        here.map(|(_, list)| list.clone()).collect()
    }

    /// The files of a registry that a credential means.
    #[must_use]
    pub fn registry(&self, reference: &RegistryReference) -> Option<RegistryFiles> {
        self.lock().registries.get(reference).cloned()
    }

    /// The files of every registry that has this id, by whatever keys: for a verifier, whose decision finds the one that counts.
    #[must_use]
    pub fn registries_called(&self, registry: &str) -> Vec<RegistryFiles> {
        let shelves = self.lock();
        let called = shelves.registries.iter().filter(|(reference, _)| reference.registry() == registry);
        called.map(|(_, files)| files.clone()).collect()
    }

    /// The keys that an issuer published, while they may be used.
    #[must_use]
    pub fn issuer_keys(&self, issuer: &IssuerId, now: Timestamp) -> Option<IssuerKeys> {
        self.lock().issuer_keys.get(issuer).filter(|keys| now < keys.good_until).cloned()
    }

    /// The type metadata of a type, if all of it is at hand.
    #[must_use]
    pub fn type_metadata(
        &self,
        credential_type: &CredentialType,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Option<FetchedTypeMetadata> {
        let mut chain = TypeMetadataChain::new(credential_type.clone(), integrity.cloned());
        let mut switches = Vec::new();
        while let Some(needed) = chain.needs() {
            let document = self.document(&TypeKey::of(needed.credential_type(), needed.integrity()), now)?;
            chain.provide(&document.bytes).ok()?;
            switches.extend(document.switches);
        }
        Some(FetchedTypeMetadata { metadata: chain.finish().ok()?, switches })
    }

    pub(crate) fn document(&self, key: &TypeKey, now: Timestamp) -> Option<TypeDocument> {
        self.lock().documents.get(key).filter(|document| document.is_good(now)).cloned()
    }

    /// Keeps a list, unless a newer one was ever here.
    pub(crate) fn keep_status_list(
        &self,
        key: StatusKey,
        list: StatusListEvidence,
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut shelves = self.lock();
        // One from the future by now was kept by another clock, or dated by one.
        let newest =
            shelves.newest.get(&key).copied().filter(|newest| *newest <= now.saturating_add(CLOCK_SKEW));
        if newest.is_some_and(|newest| list.issued_at() < newest) {
            return Err(ListError::RolledBack.into());
        }
        shelves.newest.put(key.clone(), list.issued_at(), key.uri.len());
        let size = list.size();
        shelves.status_lists.put(key, list, size);
        Ok(())
    }

    /// The same for a list from a snapshot, whose receipt is not known: one of the same moment that is here stays.
    pub(crate) fn keep_loaded_list(
        &self,
        key: StatusKey,
        list: StatusListEvidence,
        now: Timestamp,
    ) -> Result<(), Error> {
        let is_here = |held: &StatusListEvidence| held.issued_at() == list.issued_at();
        let is_here = self.lock().status_lists.get(&key).is_some_and(is_here);
        if is_here { Ok(()) } else { self.keep_status_list(key, list, now) }
    }

    /// Changes what is kept of a registry, or what is given where nothing is, and gives what is kept then.
    pub(crate) fn change_registry<T>(
        &self,
        files: RegistryFiles,
        change: impl FnOnce(&mut RegistryFiles) -> T,
    ) -> (RegistryFiles, T) {
        let mut shelves = self.lock();
        let reference = files.reference().clone();
        let mut files = shelves.registries.get(&reference).cloned().unwrap_or(files);
        let changed = change(&mut files);
        let size = files.size();
        shelves.registries.put(reference, files.clone(), size);
        (files, changed)
    }

    pub(crate) fn keep_issuer_keys(&self, keys: IssuerKeys) {
        let size = keys.size();
        self.lock().issuer_keys.put(keys.issuer().clone(), keys, size);
    }

    pub(crate) fn keep_document(&self, key: TypeKey, document: TypeDocument) {
        let size = document.bytes.len();
        self.lock().documents.put(key, document, size);
    }

    /// Remembers that something could not be had.
    pub(crate) fn note(&self, subject: Subject, error: Error, now: Timestamp) {
        self.lock().failures.put(subject, (error, now), 1);
    }

    /// What went wrong a short time ago, so that nobody is asked for it again so soon.
    pub(crate) fn failure(&self, subject: &Subject, now: Timestamp) -> Option<Error> {
        let mut shelves = self.lock();
        let (error, at) = shelves.failures.get(subject)?;
        now.since(*at).filter(|since| *since < FAILURE_LIFE).map(|_| error.clone())
    }
}

impl Default for EvidenceStore {
    fn default() -> Self {
        Self::new()
    }
}

/// How much there is.
impl fmt::Debug for EvidenceStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shelves = self.lock();
        let (lists, registries) = (shelves.status_lists.iter().count(), shelves.registries.iter().count());
        write!(f, "EvidenceStore({lists} status lists, {registries} registries)")
    }
}
