use crate::history::{EntryId, Event, Outcome, Progress};
use crate::limits::REPOST_LIFETIME;
use crate::{Change, DevelopmentSwitch, Error, Presentation, Store, Wallet};
use vouchsafe_credential::Timestamp;

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

    /// What was posted, to be posted again to the same address: for as long as it is not known what became of it, and its verifier may
    /// still take it. Under which loosenings for development that happens now is written down first.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`] if nothing waits that was made to be posted; [`Error::AnswerExpired`] from the end on that its request named, or [`REPOST_LIFETIME`] after it was made; [`Error::Store`].
    pub fn repost(
        &mut self,
        entry: EntryId,
        development: &[DevelopmentSwitch],
        now: Timestamp,
    ) -> Result<Presentation, Error> {
        let (mut entry, answer) = self.store.entry(entry)?.ok_or(Error::NoSuchEntry)?;
        let answer = answer.filter(|answer| answer.message.is_some()).ok_or(Error::NotPending)?;
        let over = entry.at.saturating_add(REPOST_LIFETIME);
        if now >= answer.expires_at.map_or(over, |end| end.min(over)) {
            return Err(Error::AnswerExpired);
        }
        let id = entry.id;
        let Event::Shared(sharing) = &mut entry.event else { return Err(Error::NotPending) };
        let known = sharing.development.len();
        for switch in development {
            if !sharing.development.contains(switch) {
                sharing.development.push(*switch);
            }
        }
        if sharing.development.len() > known {
            self.store.commit(vec![Change::PutEntry(entry, Some(answer.clone()))])?;
        }
        Ok(Presentation { entry: id, answer })
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
