use super::limits::MAX_OFFER_LINK;
use super::{CredentialOffer, Error};
use crate::http::Reach;
use crate::oauth::shown_host;
use std::fmt;
use url::Url;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// How a link invokes a wallet (OpenID4VCI 1.0 section 12.1.1, HAIP 1.0 section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkScheme {
    /// `openid-credential-offer://`
    OpenIdCredentialOffer,
    /// `haip-vci://`
    HaipVci,
}

impl LinkScheme {
    fn start(self) -> &'static str {
        match self {
            Self::OpenIdCredentialOffer => "openid-credential-offer://",
            Self::HaipVci => "haip-vci://",
        }
    }
}

/// What a link holds.
#[derive(Clone, PartialEq, Eq)]
pub enum OfferLink {
    /// `credential_offer`: the offer itself.
    Value(CredentialOffer),
    /// `credential_offer_uri`: where it is.
    Reference(Url),
}

impl OfferLink {
    /// Reads a link: of one of the [`LinkScheme`]s, or an `https` address of a wallet's own.
    ///
    /// # Errors
    /// [`Error::LinkMalformed`] if there is not exactly one of the two parameters (section 4.1), `openid4vci.*`, `json.*`
    pub fn parse(link: &str, reach: Reach) -> Result<Self, Error> {
        if link.len() > MAX_OFFER_LINK {
            return Err(Error::TooLong { part: "the link" });
        }
        let (scheme, rest) = link.split_once(':').ok_or(Error::LinkMalformed)?;
        let known = ["openid-credential-offer", "haip-vci", "https"];
        if !known.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(Error::LinkMalformed);
        }
        let query = rest.split_once('?').ok_or(Error::LinkMalformed)?.1;
        let query = query.split('#').next().unwrap_or_default();
        let mut found = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let by_value = match &*name {
                "credential_offer" => true,
                "credential_offer_uri" => false,
                _ => continue,
            };
            if found.replace((by_value, Zeroizing::new(value.into_owned()))).is_some() {
                return Err(Error::LinkMalformed);
            }
        }
        match found.ok_or(Error::LinkMalformed)? {
            (true, offer) => CredentialOffer::parse(offer.as_bytes(), reach).map(Self::Value),
            (false, uri) => {
                let wrong = Error::AddressNotAllowed { member: "credential_offer_uri" };
                reach.address(&uri).map(Self::Reference).ok_or(wrong)
            }
        }
    }

    /// Writes it as a link.
    #[must_use]
    pub fn to_link(&self, scheme: LinkScheme) -> Zeroizing<String> {
        let (name, value) = match self {
            Self::Value(offer) => ("credential_offer", offer.to_json()),
            Self::Reference(url) => ("credential_offer_uri", Zeroizing::new(url.as_str().to_owned())),
        };
        let start = scheme.start();
        let room = start.len() + 1 + name.len() + 1 + 3 * value.len();
        let mut text = String::with_capacity(room);
        text.push_str(start);
        text.push('?');
        let at = text.len();
        let mut encoder = form_urlencoded::Serializer::for_suffix(text, at);
        encoder.append_pair(name, &value);
        Zeroizing::new(encoder.finish())
    }

    /// The host that made the offer, or that has it: as it may be shown to a person.
    #[must_use]
    pub fn host(&self) -> String {
        match self {
            Self::Value(offer) => offer.issuer().host(),
            Self::Reference(url) => shown_host(url),
        }
    }
}

impl fmt::Debug for OfferLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfferLink({})", self.host())
    }
}
