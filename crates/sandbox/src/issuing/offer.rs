use crate::Error;
use crate::catalogue::{Configuration, Person};
use crate::limits::OFFER_LIFETIME;
use crate::sandbox::{Sandbox, Visit};
use crate::store::{KeptOffer, Way};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::server::{Authorization, AuthorizedCredential, CodeGrant, Secret};
use vouchsafe_openid4vc::vci::{
    AuthorizationCodeGrant, CredentialOffer, LinkScheme, OfferLink, Profile, TxCode,
};
use zeroize::Zeroizing;

/// The digits of a transaction code.
const TX_CODE_DIGITS: u32 = 6;
/// What the code of an offer is derived for from its name.
const CODE: &str = "pre-authorized_code";

/// What is to be offered.
pub(crate) struct OfferOrder<'a> {
    pub(crate) person: &'a Person,
    pub(crate) configurations: Vec<Configuration>,
    pub(crate) way: Way,
}

/// An offer that was made.
pub(crate) struct MadeOffer {
    /// The link for a wallet.
    pub(crate) link: Zeroizing<String>,
    /// What its holder has to type.
    pub(crate) tx_code: Option<Zeroizing<String>>,
    /// Until when it can be taken up.
    pub(crate) ends: Timestamp,
}

impl Sandbox {
    /// Makes an offer, which a wallet fetches by the link.
    pub(crate) fn offer(&self, visit: &mut Visit<'_>, order: &OfferOrder<'_>) -> Result<MadeOffer, Error> {
        let haip = self.settings.profile == Profile::Haip;
        if haip && order.way != Way::AuthorizationCode {
            return Err(Error::Profile);
        }
        let name = Secret::generate(&mut visit.rng)?;
        let kept = KeptOffer {
            person: order.person.id().to_owned(),
            configurations: order.configurations.iter().map(Configuration::id).collect(),
            way: order.way,
            ends: visit.now.saturating_add(OFFER_LIFETIME),
        };
        let tx_code = match order.way {
            Way::PreAuthorizedWithTxCode => Some(digits(&mut visit.rng)?),
            Way::PreAuthorized | Way::AuthorizationCode => None,
        };
        let code = (order.way != Way::AuthorizationCode).then(|| name.derive(CODE));
        if let Some(code) = &code {
            let authorization = self.authorization(order.person, &kept.configurations, Naming::ByIdentifier);
            let typed = tx_code.as_ref().map(|code| code.as_str());
            let grant = CodeGrant::pre_authorized(authorization, code, typed, kept.ends);
            visit.turn.keep_code(&code.digest(), &grant)?;
        }
        let code = code.map(|code| code.digest());
        visit.turn.keep_offer(&name.digest(), &kept, code.as_ref())?;
        let address = self.settings.public.at(&format!("/offers/{}", name.as_str()))?;
        let scheme = if haip { LinkScheme::HaipVci } else { LinkScheme::OpenIdCredentialOffer };
        Ok(MadeOffer { link: OfferLink::Reference(address).to_link(scheme), tx_code, ends: kept.ends })
    }

    /// An offer as its wallet gets it. What is secret in it comes of the name that the wallet shows: none of it is stored.
    pub(crate) fn offer_json(&self, name: &Secret, kept: &KeptOffer) -> Result<Zeroizing<String>, Error> {
        let issuer = self.credentials.metadata.issuer.clone();
        let offer = CredentialOffer::new(issuer, kept.configurations.clone())?;
        let shape = TxCode {
            length: Some(TX_CODE_DIGITS),
            description: Some("The code that the page shows beside the offer".to_owned()),
            ..TxCode::default()
        };
        let offer = match kept.way {
            Way::AuthorizationCode => offer.with_authorization_code(AuthorizationCodeGrant {
                issuer_state: Some(name.as_str().to_owned()),
                authorization_server: None,
            }),
            Way::PreAuthorized => offer.with_pre_authorized_code(&name.derive(CODE), None, None)?,
            Way::PreAuthorizedWithTxCode => {
                offer.with_pre_authorized_code(&name.derive(CODE), Some(shape), None)?
            }
        };
        Ok(offer.to_json())
    }

    /// What somebody agrees to: these credentials about this person, at this issuer.
    pub(crate) fn authorization(&self, person: &Person, ids: &[String], naming: Naming) -> Authorization {
        let credential = |id: &String| AuthorizedCredential {
            configuration_id: id.clone(),
            identifiers: match naming {
                Naming::ByIdentifier => vec![format!("{id}-1")],
                Naming::ByConfiguration => Vec::new(),
            },
        };
        Authorization {
            subject: person.id().to_owned(),
            audience: self.public().to_owned(),
            credentials: ids.iter().map(credential).collect(),
        }
    }
}

/// How a wallet names what it asks for after it has a token (OpenID4VCI 1.0 section 8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// By identifiers in the token response.
    ByIdentifier,
    /// By configurations, as where it asked by scopes.
    ByConfiguration,
}

/// A transaction code. Numbers past the last whole million are drawn again, so that each code is as likely as any other.
fn digits(rng: &mut impl TryCryptoRng) -> Result<Zeroizing<String>, Error> {
    const CODES: u32 = 10_u32.pow(TX_CODE_DIGITS);
    const LAST: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let drawn = rng.try_next_u32().map_err(|_| Error::Randomness)?;
        if drawn < LAST {
            return Ok(Zeroizing::new(format!("{:06}", drawn % CODES)));
        }
    }
}
