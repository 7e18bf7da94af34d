use crate::history::{EntryId, Event, Outcome, Progress};
use crate::{Change, Error, Presentation, Store, Wallet};

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
