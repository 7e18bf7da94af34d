use crate::limits::{
    CLOCK_SKEW, FAILURE_LIFE, MAX_DOCUMENTS, MAX_FAILURES, MAX_FORKED, MAX_ISSUERS, MAX_KEPT, MAX_REGISTRIES,
    MAX_REMEMBERED, MAX_STATUS_LISTS,
};
use crate::registry::{KnownPeriod, Segment, Wanted};
use crate::shelf::{Origin, Shelf};
use crate::status_list::{FloorKey, StatusKey};
use crate::type_document::{FetchedTypeMetadata, TypeDocument, TypeKey};
use crate::{Error, IssuerKeys, RegistryFiles, StatusListEvidence, StatusListSource};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    newest: Shelf<FloorKey, Timestamp>,
    registries: Shelf<RegistryReference, RegistryFiles>,
    /// Those whose issuer contradicted itself, apart, so that no other makes them be forgotten. Of each the two files that do.
    forked: Shelf<RegistryReference, RegistryFiles>,
    /// The newest period of a registry that was ever here, also once its files are not.
    periods: Shelf<RegistryReference, KnownPeriod>,
    issuer_keys: Shelf<IssuerId, IssuerKeys>,
    pub(crate) documents: Shelf<TypeKey, TypeDocument>,
    failures: Shelf<Subject, (Error, Timestamp)>,
}

impl Shelves {
    /// The files of every registry.
    pub(crate) fn registries(&self) -> impl Iterator<Item = (&RegistryReference, &RegistryFiles)> {
        self.forked.iter().chain(self.registries.iter())
    }

    fn change_registry<T>(
        &mut self,
        origin: Origin,
        files: RegistryFiles,
        change: impl FnOnce(&mut RegistryFiles, Option<&KnownPeriod>) -> T,
    ) -> Result<(RegistryFiles, T), Error> {
        let reference = files.reference().clone();
        let held = self.forked.peek(&reference).or_else(|| self.registries.peek(&reference));
        let mut files = held.cloned().unwrap_or(files);
        let changed = change(&mut files, self.periods.peek(&reference));
        let has_room = if files.is_forked() {
            files.keep_contradiction();
            let has_room = self.forked.put_by(origin, reference.clone(), files.clone(), files.size());
            if has_room {
                self.registries.remove(&reference);
            }
            has_room
        } else {
            self.registries.put_by(origin, reference, files.clone(), files.size())
        };
        if has_room { Ok((files, changed)) } else { Err(Error::NoRoom) }
    }

    fn registry(&mut self, reference: &RegistryReference) -> Option<&RegistryFiles> {
        match self.forked.get(reference) {
            None => self.registries.get(reference),
            forked => forked,
        }
    }
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
            forked: Shelf::new(MAX_FORKED, MAX_KEPT),
            periods: Shelf::new(MAX_REMEMBERED, MAX_KEPT),
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
        self.lock().registry(reference).cloned()
    }

    /// The files of every registry that has this id, by whatever keys: for a verifier, whose decision finds the one that counts.
    #[must_use]
    pub fn registries_called(&self, registry: &str) -> Vec<RegistryFiles> {
        let shelves = self.lock();
        let called = shelves.registries().filter(|(reference, _)| reference.registry() == registry);
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
        let (chain, documents) = self.described(credential_type, integrity, now)?;
        let switches = documents.into_iter().flat_map(|document| document.switches).collect();
        Some(FetchedTypeMetadata { metadata: chain.finish().ok()?, switches })
    }

    /// The documents that make it up, if all of them are at hand.
    pub(crate) fn type_documents(
        &self,
        credential_type: &CredentialType,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Option<Vec<Arc<[u8]>>> {
        let (_, documents) = self.described(credential_type, integrity, now)?;
        Some(documents.into_iter().map(|document| document.bytes).collect())
    }

    fn described(
        &self,
        credential_type: &CredentialType,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Option<(TypeMetadataChain, Vec<TypeDocument>)> {
        let mut chain = TypeMetadataChain::new(credential_type.clone(), integrity.cloned());
        let mut documents = Vec::new();
        while let Some(needed) = chain.needs() {
            let document = self.document(&TypeKey::of(needed.credential_type(), needed.integrity()), now)?;
            chain.provide(&document.bytes).ok()?;
            documents.push(document);
        }
        Some((chain, documents))
    }

    pub(crate) fn document(&self, key: &TypeKey, now: Timestamp) -> Option<TypeDocument> {
        self.lock().documents.get(key).filter(|document| document.is_good(now)).cloned()
    }

    /// Keeps a list, unless a newer one for the same issuer was ever here, by whatever keys.
    pub(crate) fn keep_status_list(
        &self,
        origin: Origin,
        key: StatusKey,
        list: StatusListEvidence,
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut shelves = self.lock();
        let (floor, size) = (key.floor(), list.size());
        // One from the future by now was kept by another clock, or dated by one.
        let newest =
            shelves.newest.peek(&floor).copied().filter(|newest| *newest <= now.saturating_add(CLOCK_SKEW));
        if newest.is_some_and(|newest| list.issued_at() < newest) {
            return Err(ListError::RolledBack.into());
        }
        let is_here = |held: &StatusListEvidence| held.issued_at() == list.issued_at();
        if origin == Origin::Loaded && shelves.status_lists.peek(&key).is_some_and(is_here) {
            // That one's receipt is known.
            return Ok(());
        }
        let floor_size = floor.uri.len();
        shelves.newest.put_by(origin, floor, list.issued_at(), floor_size);
        if shelves.status_lists.put_by(origin, key, list, size) { Ok(()) } else { Err(Error::NoRoom) }
    }

    /// Changes what is kept of a registry, or what is given where nothing is, and gives what is kept then.
    pub(crate) fn change_registry<T>(
        &self,
        origin: Origin,
        files: RegistryFiles,
        change: impl FnOnce(&mut RegistryFiles) -> T,
    ) -> Result<(RegistryFiles, T), Error> {
        self.lock().change_registry(origin, files, |files, _| change(files))
    }

    /// Takes a file of statements that was read for a registry, and gives what is kept of it then.
    pub(crate) fn take_segment(
        &self,
        origin: Origin,
        files: RegistryFiles,
        number: u64,
        segment: Segment,
    ) -> Result<(RegistryFiles, Result<(), Error>), Error> {
        let newest = segment.newest();
        let mut shelves = self.lock();
        let (files, taken) = shelves.change_registry(origin, files, |files, known| {
            if files.is_forked() {
                return Err(Error::RegistryForked);
            }
            // Against a file that is at hand both files tell more than the digest of one.
            if let Some(known) = known.filter(|_| !files.contradicts(number, &segment)) {
                known.admit(number, &segment)?;
            }
            files.take(number, segment)
        })?;
        let reference = files.reference();
        if taken.is_ok() && shelves.periods.peek(reference).is_none_or(|known| known.number < newest.number) {
            shelves.periods.put_by(origin, reference.clone(), newest, reference.registry().len());
        }
        Ok((files, taken))
    }

    /// The newest period of a registry that was ever here.
    pub(crate) fn newest_period(&self, reference: &RegistryReference) -> Option<u64> {
        self.lock().periods.peek(reference).map(|known| known.number)
    }

    pub(crate) fn keep_issuer_keys(&self, keys: IssuerKeys) {
        let size = keys.size();
        self.lock().issuer_keys.put(keys.issuer().clone(), keys, size);
    }

    pub(crate) fn keep_document(
        &self,
        origin: Origin,
        key: TypeKey,
        document: TypeDocument,
    ) -> Result<(), Error> {
        let size = document.bytes.len();
        if self.lock().documents.put_by(origin, key, document, size) { Ok(()) } else { Err(Error::NoRoom) }
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
        let (lists, registries) = (shelves.status_lists.iter().count(), shelves.registries().count());
        write!(f, "EvidenceStore({lists} status lists, {registries} registries)")
    }
}
