use crate::deletion_request::{self, Language};
use crate::view::{DeletionRequestView, HistoryView, KnowledgeView, VerifiersView};
use crate::{Error, OpenWallet, export};
use vouchsafe_credential::{CredentialId, Timestamp};

impl OpenWallet {
    /// What each verifier knows, the one that saw something last first.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn verifiers(&self) -> Result<VerifiersView, Error> {
        Ok(VerifiersView::new(&self.wallet.knowledge()?))
    }

    /// What one verifier knows. `name` is its name, or a part of it where that is unique.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn verifier(&self, name: &str) -> Result<KnowledgeView, Error> {
        Ok(KnowledgeView::new(&self.wallet.knowledge_of(name)?))
    }

    /// What was shown to one verifier, and what became of it. `name` as above.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn history_of_verifier(&self, name: &str) -> Result<HistoryView, Error> {
        let known = self.wallet.knowledge_of(name)?;
        let mut history = self.wallet.history()?;
        history.retain(|entry| known.showings.contains(&entry.id));
        Ok(HistoryView::new(&history))
    }

    /// What happened to one card: its id, the start of it, or the whole id of one that is gone.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn history_of_card(&self, card: &str) -> Result<HistoryView, Error> {
        let not_here = |error| CredentialId::new(card).map_err(|_| error);
        let id = self.wallet.find(card).or_else(not_here)?;
        let history = self.wallet.history_of_card(&id)?;
        if history.is_empty() {
            return Err(vouchsafe_wallet::Error::NoSuchCard.into());
        }
        Ok(HistoryView::new(&history))
    }

    /// A letter to a verifier that asks it to delete what was shown to it. `name` as above.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn deletion_request(
        &self,
        name: &str,
        language: Language,
        now: Timestamp,
    ) -> Result<DeletionRequestView, Error> {
        let known = self.wallet.knowledge_of(name)?;
        let history = self.wallet.history()?;
        Ok(deletion_request::write(&known, &history, language, now))
    }
}

impl HistoryView {
    /// The history as comma-separated values (RFC 4180): one line for each card of each entry. No cell can be taken for a formula.
    #[must_use]
    pub fn to_csv(&self) -> String {
        export::csv(self)
    }
}
