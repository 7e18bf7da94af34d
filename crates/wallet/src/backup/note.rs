use crate::{BackupNote, Change, Error, Reissue, Store, Wallet};
use vouchsafe_credential::{CredentialId, Timestamp};

impl<S: Store> Wallet<S> {
    /// The cards that were lost with a restore and are to be issued again, oldest first. One goes when a card of its issuer and
    /// type is imported.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn reissues(&self) -> Result<Vec<Reissue>, Error> {
        Ok(self.store.reissues()?)
    }

    /// Waits no more for this card to be issued again.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`] if nobody does; [`Error::Store`].
    pub fn give_up_reissue(&mut self, card: &CredentialId) -> Result<(), Error> {
        if !self.store.reissues()?.iter().any(|reissue| reissue.card == *card) {
            return Err(Error::NoSuchCard);
        }
        Ok(self.store.commit(vec![Change::DeleteReissue(card.clone())])?)
    }

    /// When a backup was last made and rehearsed; `None` if none was made.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn backup_note(&self) -> Result<Option<BackupNote>, Error> {
        Ok(self.store.backup_note()?)
    }

    /// Keeps in mind that a backup of so many cards was made `now`.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note_backup(&mut self, now: Timestamp, cards: u32) -> Result<(), Error> {
        let before = self.store.backup_note()?;
        let note = BackupNote {
            made_at: now,
            cards,
            rehearsed_at: before.and_then(|note| note.rehearsed_at),
            rehearsed_made_at: before.and_then(|note| note.rehearsed_made_at),
        };
        Ok(self.store.commit(vec![Change::PutBackupNote(note)])?)
    }

    /// Keeps in mind that the backup of so many cards made at `made_at` was rehearsed `now` and is sound.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note_rehearsal(&mut self, made_at: Timestamp, cards: u32, now: Timestamp) -> Result<(), Error> {
        let fresh = BackupNote { made_at, cards, rehearsed_at: None, rehearsed_made_at: None };
        let before = self.store.backup_note()?.unwrap_or(fresh);
        let note = BackupNote { rehearsed_at: Some(now), rehearsed_made_at: Some(made_at), ..before };
        Ok(self.store.commit(vec![Change::PutBackupNote(note)])?)
    }
}
