use super::Refresher;
use crate::shelf::Origin;
use crate::store::Subject;
use crate::{Error, Fetch, Jitter, StatusListEvidence, StatusListSource};
use vouchsafe_credential::Timestamp;
use vouchsafe_net::{Purpose, Request};

impl<F: Fetch> Refresher<F> {
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
        self.store.keep_status_list(Origin::Fetched, source.key(), list.clone(), now)?;
        Ok(list)
    }
}
