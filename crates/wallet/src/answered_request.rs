use crate::limits::ANSWERED_REQUEST_MARGIN;
use crate::{Change, Error, Store, Wallet};
use vouchsafe_credential::Timestamp;

/// A request that was answered or declined, remembered so that it is not answered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsweredRequest {
    /// By what it is known: the same for all requests of one verifier with one nonce.
    pub key: [u8; 32],
    /// From when on it could not be answered anyway, and need not be remembered. `None`: for good.
    pub expires_at: Option<Timestamp>,
}

impl<S: Store> Wallet<S> {
    /// Refuses a request that was answered before.
    ///
    /// # Errors
    /// [`Error::RequestReplayed`]; [`Error::Store`].
    pub fn admit_request(&self, key: &[u8; 32]) -> Result<(), Error> {
        match self.store.answered_request(key)? {
            None => Ok(()),
            Some(_) => Err(Error::RequestReplayed),
        }
    }

    /// Remembers a request, before anything is said to it, and forgets those that have expired.
    ///
    /// # Errors
    /// [`Error::RequestReplayed`] if it is remembered already; [`Error::Store`].
    pub fn remember_request(&mut self, request: AnsweredRequest, now: Timestamp) -> Result<(), Error> {
        self.admit_request(&request.key)?;
        let over = |known: &AnsweredRequest| {
            known.expires_at.is_some_and(|at| at.saturating_add(ANSWERED_REQUEST_MARGIN) < now)
        };
        let known = self.store.answered_requests()?;
        let over = known.iter().filter(|known| over(known));
        let mut changes: Vec<Change> = over.map(|known| Change::DeleteAnsweredRequest(known.key)).collect();
        changes.push(Change::PutAnsweredRequest(request));
        Ok(self.store.commit(changes)?)
    }
}
