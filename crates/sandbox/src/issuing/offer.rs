use crate::Error;
use crate::catalogue::{Configuration, Person};
use crate::limits::OFFER_LIFETIME;
use crate::sandbox::{Sandbox, Visit};
use crate::store::KeptOffer;
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::random_text;
use vouchsafe_openid4vc::oauth::server::{Authorization, AuthorizedCredential, CodeGrant, Secret};
use vouchsafe_openid4vc::vci::{
    AuthorizationCodeGrant, CredentialOffer, LinkScheme, OfferLink, Profile, TxCode,
};
use zeroize::Zeroizing;

/// The digits of a transaction code.
const TX_CODE_DIGITS: u32 = 6;

/// How an offer is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the code in it.
    PreAuthorized,
    /// By the code in it, and another one that is told in another way.
    PreAuthorizedWithTxCode,
    /// By signing in.
    AuthorizationCode,
}

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
        let ids: Vec<_> = order.configurations.iter().map(Configuration::id).collect();
        let id = random_text::<32>(&mut visit.rng)?;
        let ends = visit.now.saturating_add(OFFER_LIFETIME);
        let offer = CredentialOffer::new(self.credentials.metadata.issuer.clone(), ids.clone())?;
        let (offer, code, tx_code) = match order.way {
            Way::AuthorizationCode => {
                let grant =
                    AuthorizationCodeGrant { issuer_state: Some(id.to_string()), authorization_server: None };
                (offer.with_authorization_code(grant), None, None)
            }
            Way::PreAuthorized | Way::PreAuthorizedWithTxCode => {
                let wants_tx_code = order.way == Way::PreAuthorizedWithTxCode;
                let tx_code = wants_tx_code.then(|| digits(&mut visit.rng)).transpose()?;
                let shape = tx_code.as_ref().map(|_| TxCode {
                    length: Some(TX_CODE_DIGITS),
                    description: Some("The code that the page shows beside the offer".to_owned()),
                    ..TxCode::default()
                });
                let code = Secret::generate(&mut visit.rng)?;
                let authorization = self.authorization(order.person, &ids, Naming::ByIdentifier);
                let grant = CodeGrant::pre_authorized(
                    authorization,
                    &code,
                    tx_code.as_ref().map(|code| code.as_str()),
                    ends,
                );
                visit.turn.keep_code(&code.digest(), &grant)?;
                (offer.with_pre_authorized_code(&code, shape, None)?, Some(code.digest()), tx_code)
            }
        };
        visit.turn.keep_offer(&KeptOffer {
            id: &id,
            person: order.person.id(),
            offer: &offer.to_json(),
            code: code.as_ref(),
            ends,
        })?;
        let address = self.settings.public.at(&format!("/offers/{}", id.as_str()))?;
        let scheme = if haip { LinkScheme::HaipVci } else { LinkScheme::OpenIdCredentialOffer };
        Ok(MadeOffer { link: OfferLink::Reference(address).to_link(scheme), tx_code, ends })
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
