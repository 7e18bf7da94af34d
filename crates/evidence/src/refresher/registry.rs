use super::{JSON, Refresher};
use crate::limits::MAX_SEGMENTS_AT_ONCE;
use crate::registry::{Segment, Wanted};
use crate::shelf::Origin;
use crate::store::Subject;
use crate::{Error, Fetch, Jitter, RegistryFiles};
use vouchsafe_accumulator::segment_of;
use vouchsafe_credential::{RegistryReference, Timestamp};
use vouchsafe_net::{Error as NetError, Purpose};

/// The content type of a file of statements.
const TEXT: &str = "text/plain";

impl<F: Fetch> Refresher<F> {
    /// The registry that is described at its id, an address: for a verifier, whom a decision tells no more than that. Ask for its files by
    /// what this gives. Whether a credential means this registry is for the decision, which compares keys.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NotText`], [`Error::Accumulator`].
    pub async fn registry_at(&self, id: &str, now: Timestamp) -> Result<RegistryReference, Error> {
        let subject = Subject::RegistryId(id.to_owned());
        let known = || {
            let called = self.store.registries_called(id).into_iter();
            let lately = called.filter_map(|files| Some((files.described_lately(now)?, files)));
            let newest = lately.max_by_key(|(at, _)| *at).map(|(_, files)| files.reference().clone());
            newest.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_description(id, now).await;
            self.noted(&subject, fetched, now)
        };
        self.descriptions.join(id.to_owned(), lead).await
    }

    async fn fetch_description(&self, id: &str, now: Timestamp) -> Result<RegistryReference, Error> {
        let text = self.fetch_text(Purpose::Metadata, id, JSON).await?;
        let files = RegistryFiles::found(text.trim_ascii(), id, now)?;
        let (files, ()) = self.store.change_registry(Origin::Fetched, files, |files| files.describe(now))?;
        Ok(files.reference().clone())
    }

    /// The files of a registry that a credential means: its description from the registry's id, which is an address, and the files of
    /// statements from the addresses below it. Files that are there to their last statement are not fetched again.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NotText`], [`Error::Accumulator`], [`Error::StatementsRolledBack`]; [`Error::RegistryForked`], with
    /// which the two files that contradict each other are at hand, unless the first made room for others meanwhile and only its digest
    /// is known. What was fetched before the error is kept.
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
                self.store.change_registry(Origin::Fetched, files, |_| ())?.0
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
                // It is not there yet, unless it was before. Of the first that is wanted that is worth telling.
                Err(Error::Net(NetError::Status { status: 404 })) if number > first => {
                    let newest = self.store.newest_period(reference);
                    if newest.is_some_and(|newest| segment_of(newest) >= number) {
                        return Err(Error::StatementsRolledBack);
                    }
                    break;
                }
                Err(error) => return Err(error),
            }
            if !files.is_complete(number) {
                break;
            }
        }
        Ok(self.store.change_registry(Origin::Fetched, files, |files| files.settle(now, jitter))?.0)
    }

    /// Fetches one file of statements, if it is not complete.
    async fn fetch_segment(&self, files: RegistryFiles, number: u64) -> Result<RegistryFiles, Error> {
        if files.is_complete(number) {
            return Ok(files);
        }
        let address = format!("{}/{number}", files.reference().registry());
        let text = self.fetch_text(Purpose::Status, &address, TEXT).await?;
        let registry = files.registry();
        let origin = Origin::Fetched;
        let read = tokio::task::spawn_blocking(move || Segment::read(&registry, number, &text, origin));
        let segment = read.await.map_err(|_| Error::Interrupted)??;
        let (files, taken) = self.store.take_segment(origin, files, number, segment)?;
        taken.map(|()| files)
    }
}
