use crate::fetch::{Fetch, Fetched};
use crate::flights::Flights;
use crate::issuer_keys::{self, Published};
use crate::limits::{MAX_FETCHES, MAX_SEGMENTS_AT_ONCE};
use crate::registry::{Segment, Wanted};
use crate::status_list::StatusKey;
use crate::store::Subject;
use crate::type_document::{FetchedTypeMetadata, TypeDocument, TypeKey};
use crate::{
    Error, EvidenceStore, IssuerKeys, Jitter, RegistryFiles, StatusListEvidence, StatusListSource, http_life,
};
use std::fmt;
use std::sync::Arc;
use tokio::sync::Semaphore;
use vouchsafe_credential::{CredentialType, IssuerId, RegistryReference, Timestamp};
use vouchsafe_net::{Error as NetError, Purpose, Request, Switch};
use vouchsafe_type_metadata::{Integrity, TypeMetadataChain};

/// Fills an [`EvidenceStore`]: fetches what is not at hand or due, once for all who want it, authenticates it, and keeps it.
///
/// Call it on a schedule, never because somebody presents something: who serves a list sees when it is asked for.
pub struct Refresher<F> {
    fetcher: F,
    store: Arc<EvidenceStore>,
    places: Semaphore,
    status_lists: Flights<StatusKey, Result<StatusListEvidence, Error>>,
    registries: Flights<(RegistryReference, Wanted), Result<RegistryFiles, Error>>,
    issuer_keys: Flights<IssuerId, Result<IssuerKeys, Error>>,
    documents: Flights<TypeKey, Result<TypeDocument, Error>>,
}

const JSON: &str = "application/json";
const JWK_SET: &str = "application/jwk-set+json";
const TEXT: &str = "text/plain";

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
            issuer_keys: Flights::new(),
            documents: Flights::new(),
        }
    }

    /// What it fills.
    #[must_use]
    pub fn store(&self) -> &Arc<EvidenceStore> {
        &self.store
    }

    /// The status list from there by this signer: the one at hand, or, where there is none or it is due, the one that is fetched. It may
    /// still be old.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NotText`], [`Error::StatusList`], [`Error::SignerUnknown`], [`Error::Jose`],
    /// [`Error::FromTheFuture`], [`Error::Expired`]; `status_list.rolled_back`. What is at hand stays there. For a minute the same
    /// error comes without anything being asked.
    pub async fn status_list(
        &self,
        source: &StatusListSource,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<StatusListEvidence, Error> {
        let subject = Subject::StatusList(source.key());
        let known = || {
            let held = self.store.status_list(source, now).filter(|list| list.is_settled(now));
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let lead = || async {
            // Somebody may have landed in between.
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_status_list(source, now, jitter).await;
            self.noted(&subject, fetched, now)
        };
        self.status_lists.join(source.key(), lead).await
    }

    async fn fetch_status_list(
        &self,
        source: &StatusListSource,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<StatusListEvidence, Error> {
        let accept = &[vouchsafe_status_list::CONTENT_TYPE];
        let fetched = self.fetch(Request::get(Purpose::Status, source.uri(), accept)).await?;
        let (signer, uri) = (source.signer().clone(), source.uri().to_owned());
        // A list at its limit takes a while to be inflated.
        let read = tokio::task::spawn_blocking(move || {
            let text = std::str::from_utf8(&fetched.body).map_err(|_| Error::NotText)?.trim_ascii_end();
            let list = signer.authenticate(text, &uri, now)?;
            StatusListEvidence::of(&list, text, now, now, Some(jitter))
        });
        let list = read.await.map_err(|_| Error::Interrupted)??;
        self.store.keep_status_list(source.key(), list.clone(), now)?;
        Ok(list)
    }

    /// The files of a registry that a credential means: its description from the registry's id, which is an address, and the files of
    /// statements from the addresses below it. Files that are there to their last statement are not fetched again.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NotText`], [`Error::Accumulator`], [`Error::StatementsRolledBack`]; [`Error::RegistryForked`], with
    /// which the two files that contradict each other are at hand. What was fetched before the error is kept.
    pub async fn registry(
        &self,
        reference: &RegistryReference,
        wanted: Wanted,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<RegistryFiles, Error> {
        let subject = Subject::Registry(reference.clone(), wanted);
        let known = || {
            let held = self.store.registry(reference);
            if held.as_ref().is_some_and(RegistryFiles::is_forked) {
                return Some(Err(Error::RegistryForked));
            }
            let held = held.filter(|files| files.is_settled(now) && files.reaches(wanted));
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_registry(reference, wanted, now, jitter).await;
            self.noted(&subject, fetched, now)
        };
        self.registries.join((reference.clone(), wanted), lead).await
    }

    async fn fetch_registry(
        &self,
        reference: &RegistryReference,
        wanted: Wanted,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<RegistryFiles, Error> {
        let mut files = match self.store.registry(reference) {
            Some(files) => files,
            None => {
                let text = self.fetch_text(Purpose::Metadata, reference.registry(), JSON).await?;
                let files = RegistryFiles::described(text.trim_ascii(), reference, now)?;
                self.store.change_registry(files, |_| ()).0
            }
        };
        let first = match wanted {
            Wanted::From(first) => first,
            Wanted::Newest => {
                files = self.fetch_segment(files, 0).await?;
                files.segment_at(now).unwrap_or(0).saturating_sub(1)
            }
        };
        for number in (first..=u64::MAX).take(MAX_SEGMENTS_AT_ONCE) {
            match self.fetch_segment(files.clone(), number).await {
                Ok(fetched) => files = fetched,
                // It is not there yet. Of the first that is wanted that is worth telling.
                Err(Error::Net(NetError::Status { status: 404 })) if number > first => break,
                Err(error) => return Err(error),
            }
            if !files.is_complete(number) {
                break;
            }
        }
        Ok(self.store.change_registry(files, |files| files.settle(now, jitter)).0)
    }

    /// Fetches one file of statements, if it is not complete.
    async fn fetch_segment(&self, files: RegistryFiles, number: u64) -> Result<RegistryFiles, Error> {
        if files.is_complete(number) {
            return Ok(files);
        }
        let address = format!("{}/{number}", files.reference().registry());
        let text = self.fetch_text(Purpose::Status, &address, TEXT).await?;
        let registry = files.registry();
        let read = tokio::task::spawn_blocking(move || Segment::read(&registry, number, &text));
        let segment = read.await.map_err(|_| Error::Interrupted)??;
        let (files, taken) = self.store.change_registry(files, |files| files.take(number, segment));
        taken.map(|()| files)
    }

    /// The keys that an issuer publishes about itself (SD-JWT VC section 4): those at hand, or those that are fetched. `listed` are the
    /// issuers that the caller trusts already; nobody is asked for the keys of others.
    ///
    /// # Errors
    /// [`Error::IssuerNotListed`], [`Error::IssuerNotAnAddress`]; [`Error::Net`]; [`Error::MetadataMalformed`],
    /// [`Error::IssuerMismatch`], [`Error::NoUsableKey`], [`Error::Jose`].
    pub async fn issuer_keys(
        &self,
        issuer: &IssuerId,
        listed: &[IssuerId],
        now: Timestamp,
    ) -> Result<IssuerKeys, Error> {
        if !listed.contains(issuer) {
            return Err(Error::IssuerNotListed);
        }
        let subject = Subject::IssuerKeys(issuer.clone());
        let known = || {
            let held = self.store.issuer_keys(issuer, now);
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_issuer_keys(issuer, now).await;
            self.noted(&subject, fetched, now)
        };
        self.issuer_keys.join(issuer.clone(), lead).await
    }

    async fn fetch_issuer_keys(&self, issuer: &IssuerId, now: Timestamp) -> Result<IssuerKeys, Error> {
        let metadata =
            self.fetch(Request::get(Purpose::Metadata, issuer_keys::address(issuer)?, &[JSON])).await?;
        let mut life = http_life::of(metadata.cache_control.as_deref());
        let mut switches = metadata.switches;
        let jwk_set = match issuer_keys::read(issuer, metadata.body)? {
            Published::Here(jwk_set) => jwk_set,
            Published::At(address) => {
                let set = self.fetch(Request::get(Purpose::Metadata, address, &[JWK_SET, JSON])).await?;
                life = life.min(http_life::of(set.cache_control.as_deref()));
                switches.extend(set.switches);
                String::from_utf8(set.body).map_err(|_| Error::NotText)?
            }
        };
        let keys = IssuerKeys::of(issuer.clone(), jwk_set, now, now.saturating_add(life), switches)?;
        if now < keys.good_until {
            self.store.keep_issuer_keys(keys.clone());
        }
        Ok(keys)
    }

    /// The type metadata of a type and of all that it extends: what is at hand, and the rest fetched where the types are addresses. The
    /// credential that names the type was verified before.
    ///
    /// # Errors
    /// [`Error::NowhereToFetch`]; [`Error::Net`]; [`Error::TypeMetadata`].
    pub async fn type_metadata(
        &self,
        credential_type: &CredentialType,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Result<FetchedTypeMetadata, Error> {
        let mut chain = TypeMetadataChain::new(credential_type.clone(), integrity.cloned());
        let mut switches: Vec<Switch> = Vec::new();
        while let Some(needed) = chain.needs() {
            let key = TypeKey::of(needed.credential_type(), needed.integrity());
            let document = self.document(key, needed.url(), now).await?;
            chain.provide(&document.bytes)?;
            switches.extend(document.switches);
        }
        switches.sort_unstable();
        switches.dedup();
        Ok(FetchedTypeMetadata { metadata: chain.finish()?, switches })
    }

    async fn document(
        &self,
        key: TypeKey,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<TypeDocument, Error> {
        let subject = Subject::Document(key.clone());
        let known = || {
            let held = self.store.document(&key, now);
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let address = address.ok_or(Error::NowhereToFetch)?;
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_document(&key, address, now).await;
            self.noted(&subject, fetched, now)
        };
        self.documents.join(key.clone(), lead).await
    }

    async fn fetch_document(
        &self,
        key: &TypeKey,
        address: &str,
        now: Timestamp,
    ) -> Result<TypeDocument, Error> {
        let fetched = self.fetch(Request::get(Purpose::Metadata, address, &[JSON])).await?;
        key.authenticate(&fetched.body)?;
        let life = http_life::of(fetched.cache_control.as_deref());
        let good_until = key.integrity.is_none().then(|| now.saturating_add(life));
        // Bytes that have their digest are what they are, whoever brought them.
        let switches = if key.integrity.is_some() { Vec::new() } else { fetched.switches };
        let document = TypeDocument { bytes: fetched.body.into(), good_until, switches };
        if document.is_good(now) {
            self.store.keep_document(key.clone(), document.clone());
        }
        Ok(document)
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
