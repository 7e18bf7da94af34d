use crate::view::OfferedTypeView;
use crate::{Error, OpenWallet};
use vouchsafe_credential::Timestamp;

/// What becomes of type metadata that is offered for a card which pins another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnOtherVersion {
    /// Only tell how it differs.
    Compare,
    /// Show the card by it from now on: the person says so.
    Replace,
}

impl OpenWallet {
    /// Compares type metadata with what a card pins: all its documents, in any order. A card that pins none is shown by it from now
    /// on; one that pins another version only if the person says so.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn offer_type_metadata(
        &mut self,
        card: &str,
        documents: &[&[u8]],
        on_other: OnOtherVersion,
        now: Timestamp,
    ) -> Result<OfferedTypeView, Error> {
        let id = self.wallet.find(card)?;
        let chain = self.wallet.type_metadata_of_card(&id)?.ok_or(vouchsafe_wallet::Error::TypeNotNamed)?;
        let offered = chain.complete(documents).map_err(vouchsafe_wallet::Error::from)?;
        let found = self.wallet.offer_type_metadata(&id, &offered)?;
        let taken =
            found.pinned.is_none() || (found.difference.is_some() && on_other == OnOtherVersion::Replace);
        if taken {
            self.wallet.pin_type_metadata(&id, &offered)?;
        }
        let card = self.summary(&id, now)?;
        let view =
            OfferedTypeView::new(card, found.pinned.as_ref(), &offered, found.difference, self.languages());
        Ok(OfferedTypeView { taken, ..view })
    }
}
