use super::super::Courier;
use super::super::courier::reach;
use super::OfferView;
use crate::Error;
use vouchsafe_openid4vc::vci::CredentialOffer;
use vouchsafe_openid4vc::vci::wallet::{Offered, UnacknowledgedOffer};

/// An offer, or where one is. Anybody may have made it, and nothing was asked yet.
#[derive(Debug)]
pub struct Offer {
    pub(super) offered: Offered,
    /// What the person may be shown before anybody is asked.
    pub view: OfferView,
}

impl Offer {
    /// Reads a link that begins with `openid-credential-offer:`, `haip-vci:` or `https:`, or the JSON of an offer.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`].
    pub fn parse(text: &str, courier: &dyn Courier) -> Result<Self, Error> {
        let (text, reach) = (text.trim_ascii(), reach(courier));
        let offered = if text.starts_with('{') {
            let offer = CredentialOffer::parse(text.as_bytes(), reach)?;
            Offered::Offer(UnacknowledgedOffer::new(offer, reach))
        } else {
            Offered::parse(text, reach)?
        };
        Ok(Self::new(offered))
    }

    /// Asks the host that has the offer for it, where it is not here yet. Its issuer, then in the view, may be another.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`]; [`Error::Net`].
    pub fn fetch(self, courier: &dyn Courier) -> Result<Self, Error> {
        let Offered::Reference(reference) = self.offered else { return Ok(self) };
        let asked = reference.acknowledge();
        let response = courier.exchange(&asked.request())?;
        Ok(Self::new(Offered::Offer(asked.receive(&response)?)))
    }

    fn new(offered: Offered) -> Self {
        Self { view: OfferView::new(&offered), offered }
    }
}
