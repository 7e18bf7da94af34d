use super::exchange::Exchange;
use super::session::Target;
use super::token::TokenPending;
use super::{Saved, Session, Step};
use crate::http::{Request, Response};
use crate::oauth::{
    self, AUTHORIZATION_CODE, AuthorizationRequest, AwaitedAnswer, CodeVerifier, IssRule, LoopbackRedirect,
    Parameters, PushedResponse, random_text,
};
use crate::vci::{Error, Profile};
use rand_core::TryCryptoRng;
use url::Url;
use vouchsafe_credential::Timestamp;
use zeroize::Zeroizing;

/// Waits for the person to choose; then a browser is opened.
pub struct BrowserFlow {
    pub(super) session: Box<Session>,
}

/// How the authorization begins.
#[derive(Debug)]
pub enum AuthorizationStart {
    /// The request is pushed first.
    Push(Pushing),
    /// The browser is opened at once: the server has nowhere to push to.
    Open(Authorizing),
}

/// What is kept for one authorization.
pub(super) struct Attempt {
    pub(super) verifier: CodeVerifier,
    pub(super) state: Zeroizing<String>,
    pub(super) redirect_uri: String,
    pub(super) asks_details: bool,
}

impl BrowserFlow {
    /// The server says that it does PKCE with S256, or nothing is begun (RFC 9700 section 2.1.1).
    pub(super) fn new(session: Box<Session>) -> Result<Self, Error> {
        let does_pkce = session.server.code_challenge_methods.iter().any(|method| method == "S256");
        if does_pkce { Ok(Self { session }) } else { Err(oauth::Error::PkceUnsupported.into()) }
    }

    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Asks for authorization of what was chosen, by scope where all of it has one, and to be answered at `redirect`.
    ///
    /// # Errors
    /// [`Error::NothingChosen`], [`Error::AuthorizationUnsupported`], `oauth.client_unsupported`, `oauth.randomness_failed`, `jose.*`
    pub fn authorize(
        mut self,
        chosen: &[&str],
        redirect: LoopbackRedirect,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<AuthorizationStart, Error> {
        self.session.choose(chosen)?;
        let session = self.session;
        let (scope, details) = asked(&session)?;
        let attempt = Attempt {
            verifier: CodeVerifier::generate(rng)?,
            state: random_text::<32>(rng)?,
            redirect_uri: redirect.uri(),
            asks_details: details.is_some(),
        };
        let several = !session.issuer.authorization_servers.is_empty() && details.is_none();
        let request = AuthorizationRequest {
            client_id: session.client.id().ok_or(oauth::Error::ClientUnsupported)?.to_owned(),
            redirect_uri: attempt.redirect_uri.clone(),
            challenge: attempt.verifier.challenge(),
            state: Some(attempt.state.to_string()),
            scope,
            authorization_details: details,
            resource: several.then(|| session.issuer.issuer.as_str().to_owned()),
            issuer_state: session.offer.authorization_code().and_then(|grant| grant.issuer_state.clone()),
        };
        match session.server.par_endpoint.clone() {
            Some(endpoint) => {
                let request = request.parameters().into_post(endpoint);
                let exchange = Exchange::new(&session, request, Target::Server, now, rng)?;
                Ok(AuthorizationStart::Push(Pushing { session, exchange, attempt }))
            }
            None => {
                let url = opened(&session, &request.parameters())?;
                Ok(AuthorizationStart::Open(Authorizing { session, attempt, url }))
            }
        }
    }

    /// Keeps it. Holds keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("browser", &self.session, |_| {})
    }
}

/// Scopes for what was chosen, or authorization details (OpenID4VCI 1.0 section 5.1).
fn asked(session: &Session) -> Result<(Vec<String>, Option<String>), Error> {
    let scope = |id: &String| session.issuer.configurations.get(id).and_then(|one| one.scope.clone());
    match session.chosen.iter().map(scope).collect::<Option<Vec<_>>>() {
        Some(mut scopes) => {
            scopes.sort_unstable();
            scopes.dedup();
            Ok((scopes, None))
        }
        None if session.server_takes_details() => Ok((Vec::new(), Some(session.details()))),
        None => Err(Error::AuthorizationUnsupported),
    }
}

fn opened(session: &Session, parameters: &Parameters) -> Result<Url, Error> {
    let mut url = session.server.authorization_endpoint.clone().ok_or(Error::GrantUnsupported)?;
    parameters.append_to(&mut url);
    Ok(url)
}

/// Waits for the name of the pushed request (RFC 9126).
pub struct Pushing {
    session: Box<Session>,
    exchange: Box<Exchange>,
    attempt: Attempt,
}

impl Pushing {
    /// What to send.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.exchange.request
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// `oauth.server_refused`, `oauth.*`, `json.*`
    pub fn receive(
        mut self,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Step<Self, Authorizing>, Error> {
        if self.exchange.is_wanted_again(&mut self.session, response, now, rng)? {
            return Ok(Step::Again(self));
        }
        let pushed = PushedResponse::receive(response)?;
        let Self { session, attempt, .. } = self;
        let mut parameters = Parameters::default();
        parameters.add_some("client_id", session.client.id());
        parameters.add("request_uri", pushed.request_uri);
        let url = opened(&session, &parameters)?;
        Ok(Step::Next(Authorizing { session, attempt, url }))
    }
}

/// Waits for the browser to come back.
pub struct Authorizing {
    pub(super) session: Box<Session>,
    pub(super) attempt: Attempt,
    pub(super) url: Url,
}

impl Authorizing {
    /// What to open in the person's browser.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether an address that a browser came with is the answer to this request. Anybody may send something to an open port: where this
    /// fails, go on listening.
    ///
    /// # Errors
    /// `oauth.redirect_elsewhere`, `oauth.state_mismatch`, `oauth.parameter_repeated`
    pub fn is_answered_by(&self, url: &Url) -> Result<(), Error> {
        self.awaited().is_ours(url)?;
        Ok(())
    }

    fn awaited(&self) -> AwaitedAnswer<'_> {
        let server = &self.session.server;
        let announced = server.iss_in_responses || self.session.profile == Profile::Haip;
        // Where a server sends to another's pages, that one's answer must not pass for its own (RFC 9700 section 4.4).
        let required = announced || !server.is_of_one_origin();
        AwaitedAnswer {
            redirect_uri: &self.attempt.redirect_uri,
            state: &self.attempt.state,
            issuer: &server.issuer,
            iss: if required { IssRule::Required } else { IssRule::IfPresent },
        }
    }

    /// Takes the address that the browser came back with, whole. Whose answer it is comes before what it says: our address, our
    /// `state`, our server by `iss`. With an error, the attempt is over.
    ///
    /// # Errors
    /// `oauth.iss_missing`, `oauth.iss_mismatch`, `oauth.server_refused`, and as [`Authorizing::is_answered_by`].
    pub fn redirected(
        self,
        url: &Url,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<TokenPending, Error> {
        let code = self.awaited().code(url)?;
        let Self { session, attempt, .. } = self;
        let mut parameters = Parameters::default();
        parameters.add("grant_type", AUTHORIZATION_CODE);
        parameters.add("code", code.as_str());
        parameters.add("code_verifier", attempt.verifier.as_str());
        parameters.add("redirect_uri", attempt.redirect_uri.as_str());
        parameters.add_some("client_id", session.client.id());
        let request = parameters.into_post(session.server.token_endpoint.clone());
        let exchange = Exchange::new(&session, request, Target::Server, now, rng)?;
        Ok(TokenPending { session, exchange, asks_details: attempt.asks_details, pre_authorized: false })
    }

    /// Keeps it. Holds the verifier and keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("authorizing", &self.session, |record| {
            record.put("verifier", self.attempt.verifier.as_str());
            record.put("state", &self.attempt.state);
            record.put("redirect_uri", &self.attempt.redirect_uri);
            record.put("asks_details", if self.attempt.asks_details { "yes" } else { "no" });
            record.put("url", self.url.as_str());
        })
    }
}

super::opaque!(BrowserFlow, Pushing, Authorizing);
