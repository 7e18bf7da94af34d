use super::super::Courier;
use super::super::certificates::certificates;
use super::{Offer, OpenedView, attestation, display, issuer_keys};
use crate::{Error, OpenWallet, jwk};
use getrandom::SysRng;
use std::fmt;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::oauth;
use vouchsafe_openid4vc::vci::wallet::{
    BrowserFlow, Client, Offered, PreAuthorizedFlow, Prepared, Session, Settings, Step, UnacknowledgedOffer,
};
use vouchsafe_openid4vc::vci::{self, CredentialOffer, MetadataSigners, Profile};
use vouchsafe_wallet::{Issuance, IssuanceId, IssuanceInfo, IssuanceStep, IssuerKey};
use zeroize::Zeroizing;

/// How wallets of this program call themselves where they have to: all alike.
const CLIENT_ID: &str = "vouchsafe-wallet";

/// By what is received.
#[derive(Clone)]
pub struct ReceivingRules<'a> {
    /// Which rules hold; under HAIP the wallet has to be attested.
    pub profile: Profile,
    /// Authorities that stand for issuers, each file with one certificate in DER or any number in PEM: who has a certificate under one may
    /// sign metadata.
    pub authorities: &'a [Vec<u8>],
    /// The issuer's public key that the person vouches for, as JWK or JWK Set.
    pub issuer_jwk: Option<&'a str>,
    /// The address of who attests this wallet.
    pub wallet_provider: Option<&'a str>,
}

impl fmt::Debug for ReceivingRules<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivingRules({:?}, {} authorities)", self.profile, self.authorities.len())
    }
}

/// Whether the issuer's signature is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerTrust {
    /// It is trusted already, for all that is offered.
    Trusted,
    /// It is trusted already for credentials of other types: the person has to say that it may vouch for these too.
    OtherTypes,
    /// The person brought its keys.
    Given,
    /// It publishes them: its host vouches for them, and the person has to say that this is enough.
    Published,
    /// Nobody knows its keys.
    Unknown,
}

impl IssuerTrust {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::OtherTypes => "other_types",
            Self::Given => "given",
            Self::Published => "published",
            Self::Unknown => "unknown",
        }
    }
}

/// An offer of which it is known who makes it and what of. It waits for the person, in the vault too.
pub struct Opened {
    pub(super) info: IssuanceInfo,
    pub(super) prepared: Prepared,
    /// What the person is to be shown.
    pub view: OpenedView,
}

impl Opened {
    /// Whether a transaction code is wanted, and what was typed can be it: asks nobody, and costs no try.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`] with `openid4vci.tx_code_needed`, `openid4vci.tx_code_not_wanted`, `openid4vci.tx_code_shape`.
    pub fn admit_tx_code(&self, tx_code: Option<&str>) -> Result<(), Error> {
        match &self.prepared {
            Prepared::PreAuthorized(flow) => Ok(flow.can_be_redeemed(tx_code)?),
            Prepared::AuthorizationCode(_) if tx_code.is_some() => Err(vci::Error::TxCodeNotWanted.into()),
            Prepared::AuthorizationCode(_) => Ok(()),
        }
    }
}

/// Its name alone, because it holds secrets.
impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({})", self.info.id)
    }
}

impl OpenWallet {
    /// Asks the issuer of an offer who it is, what it offers, and how that is authorized; from then on it waits in the vault. The person
    /// agreed that this issuer is asked. Where it is not trusted yet, its keys are looked for.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`]; [`Error::Net`]; [`Error::Jose`] for an authority; [`Error::Wallet`].
    pub fn open_offer(
        &mut self,
        offer: Offer,
        rules: &ReceivingRules<'_>,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Opened, Error> {
        let Offered::Offer(offer) = offer.fetch(courier)?.offered else {
            return Err(vci::Error::LinkMalformed.into());
        };
        let prepared = discover(offer.offer(), rules, courier, now)?;
        let trust = self.trust_in(&prepared, rules.issuer_jwk, courier)?;
        let opened = self.opened(IssuanceId::generate(&mut SysRng)?, prepared, trust, now, courier)?;
        self.keep_opened(&opened, now)?;
        Ok(opened)
    }

    /// Whether the issuer's signature is believed, and the keys that would be trusted from now on.
    pub(super) fn trust_in(
        &self,
        prepared: &Prepared,
        given: Option<&str>,
        courier: &dyn Courier,
    ) -> Result<(IssuerTrust, Vec<IssuerKey>), Error> {
        let id = &session(prepared).issuer().issuer;
        let issuer = issuer_id(id.as_str())?;
        let known = self.wallet.issuers()?.into_iter().find(|known| known.issuer == issuer);
        let mut offered = session(prepared).offered().map(|(_, one)| one.credential_type.as_ref());
        Ok(match (given, known) {
            (Some(given), _) => (IssuerTrust::Given, jwk::issuer_keys(given)?),
            (None, Some(known)) if offered.all(|of| known.types.cover(of)) => {
                (IssuerTrust::Trusted, Vec::new())
            }
            (None, Some(known)) => (IssuerTrust::OtherTypes, known.keys),
            (None, None) => match issuer_keys::published(id, courier) {
                Ok(keys) => (IssuerTrust::Published, keys),
                Err(_) => (IssuerTrust::Unknown, Vec::new()),
            },
        })
    }

    pub(super) fn opened(
        &self,
        id: IssuanceId,
        prepared: Prepared,
        (trust, issuer_keys): (IssuerTrust, Vec<IssuerKey>),
        since: Timestamp,
        courier: &dyn Courier,
    ) -> Result<Opened, Error> {
        let session = session(&prepared);
        let titles = session.offered().map(|(id, one)| {
            let shown = display::choose(&one.display, self.languages()).and_then(|shown| shown.name.clone());
            shown.unwrap_or_else(|| id.to_owned())
        });
        let info = IssuanceInfo {
            id,
            issuer: issuer_id(session.issuer().issuer.as_str())?,
            titles: titles.collect(),
            since,
            step: IssuanceStep::Open,
            not_before: None,
            position: 0,
            keys: Vec::new(),
            issuer_keys,
        };
        let view = OpenedView::new(&info, &prepared, trust, self.languages(), courier);
        Ok(Opened { info, prepared, view })
    }

    pub(super) fn keep_opened(&mut self, opened: &Opened, now: Timestamp) -> Result<(), Error> {
        let state = state(&opened.prepared)?;
        let issuance = Issuance { info: opened.info.clone(), state };
        Ok(self.wallet.keep_issuance(None, vec![issuance], Vec::new(), now)?)
    }
}

/// What is known of either.
pub(super) fn session(prepared: &Prepared) -> &Session {
    match prepared {
        Prepared::PreAuthorized(flow) => PreAuthorizedFlow::session(flow),
        Prepared::AuthorizationCode(flow) => BrowserFlow::session(flow),
    }
}

fn state(prepared: &Prepared) -> Result<Zeroizing<Vec<u8>>, Error> {
    Ok(match prepared {
        Prepared::PreAuthorized(flow) => flow.save()?,
        Prepared::AuthorizationCode(flow) => flow.save()?,
    })
}

pub(super) fn issuer_id(text: &str) -> Result<IssuerId, Error> {
    IssuerId::new(text).map_err(|why| Error::NameInvalid { what: "issuer", why })
}

/// Without a name first, where a code is all that is needed: who sends none is not known again by it. Servers that want one get ours.
fn discover(
    offer: &CredentialOffer,
    rules: &ReceivingRules<'_>,
    courier: &dyn Courier,
    now: Timestamp,
) -> Result<Prepared, Error> {
    let named = || Client::Public { client_id: CLIENT_ID.to_owned() };
    let attempt = |client: Client| discover_as(client, offer, rules, courier, now);
    match (rules.wallet_provider, offer.pre_authorized()) {
        (Some(provider), _) => attempt(Client::Attested(Box::new(attestation::attest(provider, courier)?))),
        (None, None) => attempt(named()),
        (None, Some(_)) => match attempt(Client::Anonymous) {
            Err(Error::OpenId4Vci(vci::Error::OAuth(oauth::Error::ClientUnsupported))) => attempt(named()),
            prepared => prepared,
        },
    }
}

fn discover_as(
    client: Client,
    offer: &CredentialOffer,
    rules: &ReceivingRules<'_>,
    courier: &dyn Courier,
    now: Timestamp,
) -> Result<Prepared, Error> {
    let settings = Settings {
        profile: rules.profile,
        client,
        metadata_signers: metadata_signers(rules.authorities)?,
        // What somebody reads is nobody's to know.
        languages: None,
    };
    let reach = super::super::courier::reach(courier);
    let issuer = UnacknowledgedOffer::new(offer.clone(), reach).acknowledge().discover(settings)?;
    let response = courier.exchange(&issuer.request())?;
    let mut server = issuer.receive(&response, now)?;
    loop {
        let response = courier.exchange(&server.request()?)?;
        match server.receive(&response, &mut SysRng)? {
            Step::Again(other) => server = other,
            Step::Next(prepared) => return Ok(prepared),
        }
    }
}

fn metadata_signers(files: &[Vec<u8>]) -> Result<Option<MetadataSigners>, Error> {
    if files.is_empty() {
        return Ok(None);
    }
    let all = files.iter().map(|file| certificates(file)).collect::<Result<Vec<_>, _>>()?;
    let anchors = TrustAnchors::new(all.into_iter().flatten())?;
    Ok(Some(MetadataSigners::default().with_anchors(anchors)))
}
