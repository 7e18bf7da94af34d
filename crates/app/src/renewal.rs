use crate::view::CardSummary;
use crate::{Error, OpenWallet};
use vouchsafe_credential::Timestamp;

impl OpenWallet {
    /// Takes down that the card `newer` replaces `older`, because the person says so. Gives back the older one.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn replace(&mut self, older: &str, newer: &str, now: Timestamp) -> Result<CardSummary, Error> {
        let (older, newer) = (self.wallet.find(older)?, self.wallet.find(newer)?);
        self.wallet.replace(&older, &newer)?;
        self.summary(&older, now)
    }

    /// Takes back that a card is replaced.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn keep(&mut self, older: &str, now: Timestamp) -> Result<CardSummary, Error> {
        let older = self.wallet.find(older)?;
        self.wallet.keep(&older)?;
        self.summary(&older, now)
    }
}
