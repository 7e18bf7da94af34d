use crate::store::{found_in, record_of};
use crate::view::{BackupNoteView, BackupView, RehearsalView, ReissuesView};
use crate::{Error, OpenWallet};
use std::path::Path;
use vouchsafe_credential::{CredentialId, Timestamp};
use vouchsafe_vault::{BackupHead, BackupPolicy, BackupReader, Passphrase, seal_backup};
use vouchsafe_wallet::backup::Restoration;
use zeroize::Zeroizing;

/// How far something has come: so many of so many.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

impl OpenWallet {
    /// Writes what is in the wallet, one-time copies excepted, to the new file `path`, which `passphrase` then opens; and keeps in
    /// mind that it did.
    ///
    /// # Errors
    /// [`Error::Vault`] if the file cannot be made: then there is none. [`Error::Wallet`] if the wallet cannot be read, or cannot
    /// keep it in mind; the file may then be there.
    pub fn back_up(
        &mut self,
        path: &Path,
        passphrase: Zeroizing<String>,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> Result<BackupView, Error> {
        self.back_up_with(path, passphrase, &BackupPolicy::standard(), now, progress)
    }

    /// [`OpenWallet::back_up`] with a chosen protection of the passphrase, for tests.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn back_up_with(
        &mut self,
        path: &Path,
        passphrase: Zeroizing<String>,
        policy: &BackupPolicy,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> Result<BackupView, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        let selection = self.wallet.selection()?;
        let total = selection.things.len();
        let records = selection.things.iter().enumerate().map(|(done, thing)| {
            progress(done, total);
            record_of(thing).map_err(vouchsafe_wallet::Error::from).map_err(Error::from)
        });
        let vault = self.wallet.store().vault_id();
        let head = seal_backup(path, &passphrase, policy, vault, now, records)?;
        progress(total, total);
        self.wallet.note_backup(now, selection.cards)?;
        Ok(BackupView::new(&head, &selection))
    }

    /// [`rehearse`], of a backup of this wallet, which then keeps in mind that it was done, if all was as it has to be.
    ///
    /// # Errors
    /// As there; [`Error::Wallet`].
    pub fn rehearse(
        &mut self,
        path: &Path,
        passphrase: Zeroizing<String>,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> Result<RehearsalView, Error> {
        self.rehearse_with(path, passphrase, &BackupPolicy::standard(), now, progress)
    }

    /// [`OpenWallet::rehearse`] with a chosen protection of the passphrase, for tests.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn rehearse_with(
        &mut self,
        path: &Path,
        passphrase: Zeroizing<String>,
        policy: &BackupPolicy,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> Result<RehearsalView, Error> {
        let opened = Opened::read(path, passphrase, policy, now, progress)?;
        let ours = opened.head.vault == self.wallet.store().vault_id();
        if ours && opened.restoration.is_sound() {
            let cards = opened.restoration.returning();
            self.wallet.note_rehearsal(opened.head.made_at, cards, now)?;
        }
        Ok(opened.view(now).of_this_wallet(ours))
    }

    /// The cards that were lost with a restore and are to be issued again.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn reissues(&self) -> Result<ReissuesView, Error> {
        Ok(ReissuesView::new(&self.wallet.reissues()?))
    }

    /// Waits no more for a card to be issued again; `card` is its whole id.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn give_up_reissue(&mut self, card: &str) -> Result<(), Error> {
        let card = CredentialId::new(card).map_err(|_| vouchsafe_wallet::Error::NoSuchCard)?;
        Ok(self.wallet.give_up_reissue(&card)?)
    }

    /// When a backup was last made, and when one was last rehearsed.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn backup_note(&self) -> Result<BackupNoteView, Error> {
        Ok(BackupNoteView::new(self.wallet.backup_note()?.as_ref()))
    }
}

/// Opens a backup, reads all of it, verifies every credential in it, and tells what would come back and what would not. Writes
/// nothing anywhere.
///
/// # Errors
/// [`Error::Vault`] if the file does not open or is not whole.
pub fn rehearse(
    path: &Path,
    passphrase: Zeroizing<String>,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RehearsalView, Error> {
    rehearse_with(path, passphrase, &BackupPolicy::standard(), now, progress)
}

/// [`rehearse`] with a chosen protection of the passphrase, for tests.
///
/// # Errors
/// As there.
#[doc(hidden)]
pub fn rehearse_with(
    path: &Path,
    passphrase: Zeroizing<String>,
    policy: &BackupPolicy,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RehearsalView, Error> {
    Ok(Opened::read(path, passphrase, policy, now, progress)?.view(now))
}

/// A backup that was read to its end.
pub(crate) struct Opened {
    pub(crate) head: BackupHead,
    pub(crate) weak: bool,
    pub(crate) restoration: Restoration,
}

impl Opened {
    pub(crate) fn read(
        path: &Path,
        passphrase: Zeroizing<String>,
        policy: &BackupPolicy,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let mut reader = BackupReader::open(path, &Passphrase::new(passphrase)?, policy)?;
        let mut found = Vec::new();
        while let Some(record) = reader.next()? {
            found.push(found_in(&record));
        }
        let restoration = Restoration::of(found, now, progress);
        Ok(Self { head: reader.head(), weak: reader.is_weak(), restoration })
    }

    pub(crate) fn view(&self, now: Timestamp) -> RehearsalView {
        RehearsalView::new(&self.head, self.weak, &self.restoration, now)
    }
}
