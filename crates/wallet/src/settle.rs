use crate::history::{EntryId, Event, Outcome, Progress};
use crate::{Change, Error, Presentation, Store, Wallet};
use zeroize::Zeroizing;

impl<S: Store> Wallet<S> {
    /// The same bytes again, for the same destination, for as long as it is not known what became of them.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`]; [`Error::Store`].
    pub fn resend(&self, entry: EntryId) -> Result<Presentation, Error> {
        match self.store.entry(entry)? {
            None => Err(Error::NoSuchEntry),
            Some((_, None)) => Err(Error::NotPending),
            Some((_, Some(answer))) => Ok(Presentation { entry, answer }),
        }
    }

    /// Writes down the body that is about to be posted, so that the same one can be posted again: what is encrypted is never the same
    /// twice. To be called once, before it is sent.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`] if nothing waits, if a message was kept already, or for a text of several lines;
    /// [`Error::Store`].
    pub fn keep_message(&mut self, entry: EntryId, message: Zeroizing<String>) -> Result<(), Error> {
        let (entry, answer) = self.store.entry(entry)?.ok_or(Error::NoSuchEntry)?;
        let mut answer = answer.filter(|answer| answer.message.is_none()).ok_or(Error::NotPending)?;
        if message.contains('\n') {
            return Err(Error::NotPending);
        }
        answer.message = Some(message);
        Ok(self.store.commit(vec![Change::PutEntry(entry, Some(answer))])?)
    }

    /// Writes down what became of a showing. Its bytes are then forgotten.
    ///
    /// What was [`Progress::Reserved`] when the program ended never left, so it can only be [`Outcome::NotSent`]. After
    /// [`Outcome::Delivered`] the verifier's decision can follow.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`] for what is no showing, or cannot come to this outcome any more;
    /// [`Error::Store`].
    pub fn settle(&mut self, entry: EntryId, outcome: Outcome) -> Result<(), Error> {
        let (mut entry, _) = self.store.entry(entry)?.ok_or(Error::NoSuchEntry)?;
        let Event::Shared(sharing) = &mut entry.event else { return Err(Error::NotPending) };
        match (sharing.progress, outcome) {
            (Progress::Reserved, Outcome::NotSent)
            | (Progress::Pending, _)
            | (Progress::Settled(Outcome::Delivered), Outcome::Accepted | Outcome::Refused) => {}
            _ => return Err(Error::NotPending),
        }
        sharing.progress = Progress::Settled(outcome);
        Ok(self.store.commit(vec![Change::PutEntry(entry, None)])?)
    }
}
