use super::authorized::{Authorized, Order};
use super::discovery::refused_as;
use super::exchange::Exchange;
use super::{PreAuthorizedFlow, Session};
use crate::http::{Request, Response};
use crate::members::Members;
use crate::oauth::{self, TokenResponse, TokenType};
use crate::vci::limits::{MAX_IDENTIFIERS, MAX_OFFERED, MAX_TEXT};
use crate::vci::{CredentialName, Error, Profile};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Document;
use zeroize::Zeroize;

/// Waits for an access token.
pub struct TokenPending {
    pub(super) session: Box<Session>,
    pub(super) exchange: Box<Exchange>,
    pub(super) asks_details: bool,
    pub(super) pre_authorized: bool,
}

/// What comes of a token request.
#[derive(Debug)]
pub enum TokenOutcome {
    /// The same request once more.
    Again(TokenPending),
    /// The transaction code was wrong, or the offer's code is used or expired: the person may type it again.
    TxCodeRefused(PreAuthorizedFlow),
    /// There is a token.
    Authorized(Authorized),
}

impl TokenPending {
    /// What to send. Holds codes.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.exchange.request
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// `oauth.server_refused`, `oauth.token_type`, [`Error::BearerElsewhere`], [`Error::DetailsMissing`], `oauth.*`, `json.*`
    pub fn receive(
        mut self,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<TokenOutcome, Error> {
        if self.exchange.is_wanted_again(&mut self.session, response, now, rng)? {
            return Ok(TokenOutcome::Again(self));
        }
        let mut session = self.session;
        let wants_tx_code = session.offer.pre_authorized().is_some_and(|grant| grant.tx_code().is_some());
        let answer = match TokenResponse::receive(response).map_err(Error::OAuth) {
            Err(error) if self.pre_authorized && wants_tx_code && refused_as(&error, "invalid_grant") => {
                return Ok(TokenOutcome::TxCodeRefused(PreAuthorizedFlow::new(session)));
            }
            answer => answer?,
        };
        // A server that offers DPoP and gives a bearer token all the same is taken at its word, but not under the profile; one that
        // binds a token to a key that was not shown is not.
        let allowed = match (answer.token.kind, &session.dpop) {
            (TokenType::Dpop, Some(_)) => true,
            (TokenType::Bearer, _) => session.profile == Profile::OpenId4Vci,
            (TokenType::Dpop, None) => false,
        };
        if !allowed {
            return Err(oauth::Error::TokenType.into());
        }
        if answer.token.kind == TokenType::Bearer && !keeps_bearer(&session) {
            return Err(Error::BearerElsewhere);
        }
        let orders = orders(&session, &answer.document, self.asks_details);
        answer.document.into_text().zeroize();
        let orders = orders?;
        session.token_expires = answer.expires_in.map(|lifetime| now.saturating_add(lifetime));
        session.token = Some(answer.token);
        Ok(TokenOutcome::Authorized(Authorized::new(session, orders)))
    }
}

/// Whether a token that is bound to no key stays with the issuer. Whoever names somebody else's server in metadata of his own would be
/// sent what that server's tokens open; so would whoever has a host with many issuers name one that is not his to receive them.
fn keeps_bearer(session: &Session) -> bool {
    let issuer = &session.issuer;
    let shown_to = [&issuer.deferred_endpoint, &issuer.notification_endpoint].into_iter().flatten();
    issuer.issuer.owns(&session.server.issuer)
        && shown_to.chain([&issuer.credential_endpoint]).all(|endpoint| issuer.issuer.is_at(endpoint))
}

/// How each credential is to be asked for: by the identifiers of the answer if it has any, and then in no other way
/// (OpenID4VCI 1.0 sections 6.2 and 8.2).
fn orders(session: &Session, answer: &Document, asked: bool) -> Result<Vec<Order>, Error> {
    let members = Members::new(answer.root()).ok_or(Error::NotAnObject { part: "the token response" })?;
    let Some(details) = members.optional_list("authorization_details", MAX_OFFERED)? else {
        if asked {
            return Err(Error::DetailsMissing);
        }
        let order = |id: &String| Order {
            configuration_id: id.clone(),
            name: CredentialName::Configuration(id.clone()),
        };
        return Ok(session.chosen.iter().map(order).collect());
    };
    let mut orders = Vec::new();
    for detail in details {
        let malformed = Error::MemberMalformed { member: "authorization_details" };
        let detail = Members::new(detail).ok_or(malformed)?;
        if detail.text("type", MAX_TEXT)? != "openid_credential" {
            continue;
        }
        let configuration_id = detail.text("credential_configuration_id", MAX_TEXT)?;
        let identifiers = detail.names("credential_identifiers", MAX_IDENTIFIERS, MAX_TEXT)?;
        // What nobody chose is not asked for.
        if session.chosen.contains(&configuration_id) {
            orders.extend(identifiers.into_iter().map(|identifier| Order {
                configuration_id: configuration_id.clone(),
                name: CredentialName::Identifier(identifier),
            }));
        }
    }
    if orders.is_empty() { Err(Error::DetailsMissing) } else { Ok(orders) }
}

super::opaque!(TokenPending);
