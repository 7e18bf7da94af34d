use super::{IssuerDiscovery, Settings};
use crate::http::{JSON, Reach, Request, Response};
use crate::oauth::shown_host;
use crate::vci::limits::MAX_OFFER;
use crate::vci::{CredentialOffer, Error, OfferLink};
use url::Url;

/// What came with a link. Nobody knows who made it.
#[derive(Debug)]
pub enum Offered {
    /// An offer.
    Offer(UnacknowledgedOffer),
    /// An address where an offer is.
    Reference(UnacknowledgedReference),
}

impl Offered {
    /// Reads a link.
    ///
    /// # Errors
    /// As [`OfferLink::parse`].
    pub fn parse(link: &str, reach: Reach) -> Result<Self, Error> {
        Ok(match OfferLink::parse(link, reach)? {
            OfferLink::Value(offer) => Self::Offer(UnacknowledgedOffer::new(offer, reach)),
            OfferLink::Reference(url) => Self::Reference(UnacknowledgedReference { url, reach }),
        })
    }
}

/// An address where an offer is. It is not asked before a person agrees that its host is:
/// ```compile_fail,E0599
/// fn fetch(reference: vouchsafe_openid4vc::vci::wallet::UnacknowledgedReference) {
///     reference.request();
/// }
/// ```
#[derive(Debug)]
pub struct UnacknowledgedReference {
    url: Url,
    reach: Reach,
}

impl UnacknowledgedReference {
    /// The host that would be asked, as it may be shown.
    #[must_use]
    pub fn host(&self) -> String {
        shown_host(&self.url)
    }

    /// The person agreed that this host is asked, or the caller's trust list says that it may be.
    #[must_use]
    pub fn acknowledge(self) -> OfferRequest {
        OfferRequest(self)
    }
}

/// Asks for an offer (OpenID4VCI 1.0 section 4.1.3).
#[derive(Debug)]
pub struct OfferRequest(UnacknowledgedReference);

impl OfferRequest {
    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        Request::get(self.0.url.clone(), JSON, MAX_OFFER)
    }

    /// Reads the offer. Its issuer may be another host than the one that had it: it is acknowledged by itself.
    ///
    /// # Errors
    /// [`Error::ResponseStatus`], [`Error::ResponseType`], and as [`CredentialOffer::parse`].
    pub fn receive(self, response: &Response) -> Result<UnacknowledgedOffer, Error> {
        if response.status != 200 {
            return Err(Error::ResponseStatus);
        }
        if response.headers.media_type().as_deref() != Some(JSON) {
            return Err(Error::ResponseType);
        }
        let offer = CredentialOffer::parse(&response.body, self.0.reach)?;
        Ok(UnacknowledgedOffer::new(offer, self.0.reach))
    }
}

/// An offer whose issuer nobody has agreed to ask. Nothing can be fetched with it:
/// ```compile_fail,E0599
/// fn discover(
///     offer: vouchsafe_openid4vc::vci::wallet::UnacknowledgedOffer,
///     settings: vouchsafe_openid4vc::vci::wallet::Settings,
/// ) {
///     let _ = offer.discover(settings);
/// }
/// ```
#[derive(Debug)]
pub struct UnacknowledgedOffer {
    offer: CredentialOffer,
    reach: Reach,
}

impl UnacknowledgedOffer {
    /// Takes an offer that came another way than by a link, or that the wallet makes for itself to start an issuance.
    #[must_use]
    pub fn new(offer: CredentialOffer, reach: Reach) -> Self {
        Self { offer, reach }
    }

    /// What stands in it.
    #[must_use]
    pub fn offer(&self) -> &CredentialOffer {
        &self.offer
    }

    /// The person agreed that this issuer is asked, or the caller's trust list says that it may be.
    #[must_use]
    pub fn acknowledge(self) -> AcknowledgedOffer {
        AcknowledgedOffer(self)
    }
}

/// An offer whose issuer may be asked.
#[derive(Debug)]
pub struct AcknowledgedOffer(UnacknowledgedOffer);

impl AcknowledgedOffer {
    /// Begins the issuance.
    ///
    /// # Errors
    /// [`Error::Profile`] if the offer cannot be followed under the profile.
    pub fn discover(self, settings: Settings) -> Result<IssuerDiscovery, Error> {
        settings.profile.allows_offer(&self.0.offer)?;
        Ok(IssuerDiscovery::new(self.0.offer, self.0.reach, settings))
    }
}
