use crate::view::DeletionView;
use crate::{Error, OpenWallet};
use vouchsafe_credential::Timestamp;
use vouchsafe_wallet::HistoryOnDelete;

impl OpenWallet {
    /// What deleting a card would mean, to be said before it is done.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn deletion(&self, card: &str) -> Result<DeletionView, Error> {
        let id = self.wallet.find(card)?;
        Ok(DeletionView::new(id.to_string(), &self.wallet.deletion(&id)?))
    }

    /// Deletes a card with its copies and keys.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn delete(&mut self, card: &str, history: HistoryOnDelete, now: Timestamp) -> Result<(), Error> {
        Ok(self.wallet.delete(&self.wallet.find(card)?, history, now)?)
    }
}
