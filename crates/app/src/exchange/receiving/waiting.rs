use super::super::Courier;
use super::opened::Opened;
use super::take_in::tell;
use super::{ForgottenView, IssuerTrust, WaitingListView, WaitingView};
use crate::{Error, OpenWallet};
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::vci;
use vouchsafe_openid4vc::vci::NotificationEvent;
use vouchsafe_openid4vc::vci::wallet::{Prepared, Saved};
use vouchsafe_wallet::{Issuance, IssuanceStep};

impl OpenWallet {
    /// What waits to be received, oldest first.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn receiving(&self) -> Result<WaitingListView, Error> {
        Ok(WaitingListView::new(&self.wallet.issuances()?))
    }

    /// One of them. `id` is its id, or the start of it where that is unique.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn receiving_one(&self, id: &str) -> Result<WaitingView, Error> {
        Ok(WaitingView::new(&self.wallet.issuance(self.wallet.find_issuance(id)?)?.info))
    }

    /// Opens again what waits for the person. Where nobody knew the issuer's keys, they are looked for again.
    ///
    /// # Errors
    /// [`Error::Wallet`]; [`Error::OpenId4Vci`] with `openid4vci.stored_malformed` for what waits for the issuer.
    pub fn open_again(&mut self, id: &str, courier: &dyn Courier, now: Timestamp) -> Result<Opened, Error> {
        let Issuance { info, state } = self.wallet.issuance(self.wallet.find_issuance(id)?)?;
        let prepared = match Saved::load(&state)? {
            Saved::PreAuthorized(flow) => Prepared::PreAuthorized(flow),
            Saved::Browser(flow) => Prepared::AuthorizationCode(flow),
            _ => return Err(vci::Error::StoredMalformed.into()),
        };
        let trust = match info.issuer_keys.is_empty() {
            true => self.trust_in(&prepared, None, courier)?,
            false => (IssuerTrust::Published, info.issuer_keys),
        };
        let opened = self.opened(info.id, prepared, trust, info.since, courier)?;
        self.keep_opened(&opened, now)?;
        Ok(opened)
    }

    /// Forgets what waits, with its keys and tokens. The issuer of a credential that has come and was not taken in is told that it was
    /// deleted, if it asked to be told and can be reached.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn forget_receiving(
        &mut self,
        id: &str,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<ForgottenView, Error> {
        let id = self.wallet.find_issuance(id)?;
        let Issuance { info, state } = self.wallet.issuance(id)?;
        if info.step == IssuanceStep::Received
            && let Ok(Saved::Received(received)) = Saved::load(&state)
        {
            let _ = tell(received, NotificationEvent::Deleted, courier, now);
        }
        self.wallet.forget_issuance(id)?;
        Ok(ForgottenView::new(&info))
    }
}
