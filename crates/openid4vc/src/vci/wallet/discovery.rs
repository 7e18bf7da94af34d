use super::session::{MetadataForm, Session};
use super::{BrowserFlow, PreAuthorizedFlow, Settings, Step};
use crate::http::{JWT, Reach, Request, Response};
use crate::oauth::{self, AUTHORIZATION_CODE, DpopKey, PRE_AUTHORIZED_CODE, ServerMetadata};
use crate::vci::metadata::{IssuerMetadata, SignedForm};
use crate::vci::{CredentialOffer, Error, Profile};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;

/// Waits for the issuer's metadata (OpenID4VCI 1.0 section 12.2.2).
pub struct IssuerDiscovery {
    offer: CredentialOffer,
    reach: Reach,
    settings: Settings,
}

impl IssuerDiscovery {
    pub(super) fn new(offer: CredentialOffer, reach: Reach, settings: Settings) -> Self {
        Self { offer, reach, settings }
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        let signed = match self.settings.metadata_signers {
            Some(_) => SignedForm::Preferred,
            None => SignedForm::NotAsked,
        };
        IssuerMetadata::request(self.offer.issuer(), signed, self.settings.languages.as_deref())
    }

    /// Reads the metadata: it is that of the issuer in the offer, knows what is offered, and keeps to the profile.
    ///
    /// # Errors
    /// [`Error::IssuerMismatch`], [`Error::ConfigurationUnknown`], [`Error::AuthorizationServerUnknown`], [`Error::Profile`], and as
    /// [`IssuerMetadata::receive`].
    pub fn receive(self, response: &Response, now: Timestamp) -> Result<ServerDiscovery, Error> {
        let Self { offer, reach, settings } = self;
        let signers = settings.metadata_signers.as_ref().map(|signers| signers.of(offer.issuer()));
        let signers = signers.unwrap_or_default();
        let issuer = IssuerMetadata::receive(response, offer.issuer(), &signers, reach, now)?;
        let signed = response.headers.media_type().as_deref() == Some(JWT);
        let form = if signed { MetadataForm::Signed } else { MetadataForm::Unsigned };
        if !offer.configuration_ids().iter().all(|id| issuer.configurations.contains_key(id)) {
            return Err(Error::ConfigurationUnknown);
        }
        settings.profile.allows_issuer(&issuer)?;
        let grants = grants(&offer, settings.profile);
        let mut servers = Vec::new();
        for server in issuer.servers() {
            let grants =
                grants.iter().filter(|grant| grant.server.as_ref().is_none_or(|named| *named == server));
            let grants: Vec<_> = grants.map(|grant| grant.grant_type).collect();
            if !grants.is_empty() {
                servers.push((server, grants));
            }
        }
        // The offer's server is one of those in the metadata, or the offer is not followed (section 12.2.4).
        let known = |grant: &OfferedGrant| {
            grant.server.as_ref().is_none_or(|named| servers.iter().any(|(server, _)| server == named))
        };
        if !grants.iter().all(known) {
            return Err(Error::AuthorizationServerUnknown);
        }
        servers.reverse();
        let current = servers.pop().ok_or(Error::AuthorizationServerUnknown)?;
        Ok(ServerDiscovery { offer, reach, settings, issuer, form, current, rest: servers })
    }
}

/// A way to authorize, and by which server if the offer says so.
struct OfferedGrant {
    grant_type: &'static str,
    server: Option<String>,
}

/// The ways that an offer names, those without a browser first; an offer that names none leaves it to the server.
fn grants(offer: &CredentialOffer, profile: Profile) -> Vec<OfferedGrant> {
    let mut found = Vec::new();
    if let (Some(grant), Profile::OpenId4Vci) = (offer.pre_authorized(), profile) {
        found.push(OfferedGrant {
            grant_type: PRE_AUTHORIZED_CODE,
            server: grant.authorization_server.clone(),
        });
    }
    if let Some(grant) = offer.authorization_code() {
        found.push(OfferedGrant {
            grant_type: AUTHORIZATION_CODE,
            server: grant.authorization_server.clone(),
        });
    }
    if found.is_empty() {
        found.push(OfferedGrant { grant_type: AUTHORIZATION_CODE, server: None });
    }
    found
}

/// Waits for the metadata of an authorization server (RFC 8414): of several, the first that takes one of the ways in the offer.
pub struct ServerDiscovery {
    offer: CredentialOffer,
    reach: Reach,
    settings: Settings,
    issuer: IssuerMetadata,
    form: MetadataForm,
    current: (String, Vec<&'static str>),
    rest: Vec<(String, Vec<&'static str>)>,
}

/// Everything is known: what the person may choose, and how it is authorized.
#[derive(Debug)]
pub enum Prepared {
    /// By the code in the offer.
    PreAuthorized(PreAuthorizedFlow),
    /// By the person in a browser.
    AuthorizationCode(BrowserFlow),
}

impl ServerDiscovery {
    /// What to send.
    ///
    /// # Errors
    /// `oauth.address_not_allowed` if the issuer names a server that is no https address.
    pub fn request(&self) -> Result<Request, Error> {
        Ok(ServerMetadata::request(&self.current.0, self.reach)?)
    }

    /// Reads the metadata: it is that of the server that the issuer names.
    ///
    /// # Errors
    /// `oauth.issuer_mismatch`; [`Error::GrantUnsupported`] if no server takes what is offered; `oauth.client_unsupported`,
    /// [`Error::Profile`], and as [`ServerMetadata::receive`].
    pub fn receive(
        self,
        response: &Response,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Step<Self, Prepared>, Error> {
        let server = ServerMetadata::receive(response, &self.current.0, self.reach)?;
        let takes = |grant: &&&'static str| server.offers_grant(grant).is_ok() && is_usable(&server, grant);
        let Some(grant) = self.current.1.iter().find(takes).copied() else {
            let Self { offer, reach, settings, issuer, form, current: _, mut rest } = self;
            let current = rest.pop().ok_or(Error::GrantUnsupported)?;
            return Ok(Step::Again(Self { offer, reach, settings, issuer, form, current, rest }));
        };
        let Settings { profile, client, .. } = self.settings;
        profile.allows_server(&server)?;
        let binds = server.dpop_algorithms.iter().any(|name| name == "ES256");
        let session = Session {
            reach: self.reach,
            profile,
            client,
            chosen: self.offer.configuration_ids().to_vec(),
            offer: self.offer,
            issuer: self.issuer,
            form: self.form,
            server,
            dpop: binds.then(|| DpopKey::generate(rng)).transpose()?,
            server_nonce: None,
            issuer_nonce: None,
            challenge: None,
            token: None,
            token_expires: None,
        };
        session.client_is_taken(grant)?;
        let session = Box::new(session);
        Ok(Step::Next(match grant {
            PRE_AUTHORIZED_CODE => Prepared::PreAuthorized(PreAuthorizedFlow::new(session)),
            _ => Prepared::AuthorizationCode(BrowserFlow::new(session)?),
        }))
    }
}

fn is_usable(server: &ServerMetadata, grant: &str) -> bool {
    grant != AUTHORIZATION_CODE || server.authorization_endpoint.is_some()
}

/// What a server that refused called its reason.
pub(super) fn refused_as(error: &Error, name: &str) -> bool {
    matches!(error, Error::OAuth(oauth::Error::ServerRefused { error }) if *error == name)
}

super::opaque!(IssuerDiscovery, ServerDiscovery);
