use super::grant::{Asking, redeem_code, redeem_pre_authorized};
use super::{AccessGrant, Authorization, AuthorizedCredential, CodeGrant, GrantStore, RequestUri, Secret};
use crate::http::{JSON, Reach, Request, Response};
use crate::oauth::authorization::PushedResponse;
use crate::oauth::form::{Form, Parameters};
use crate::oauth::limits::{MAX_BEARER_LIFETIME, MAX_TEXT};
use crate::oauth::token::{TokenType, respond};
use crate::oauth::{
    AUTHORIZATION_CODE, AttestationRules, AuthorizationRequest, CodeVerifier, DPOP, DpopNonces, Error,
    NonceKey, NoncePurpose, PRE_AUTHORIZED_CODE, ReplayStore, ServerMetadata, TrustedSigners,
    detailed_configurations, member, object, verify_attestation, verify_dpop,
};
use rand_core::TryCryptoRng;
use url::Url;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{Duration, Timestamp};
use zeroize::Zeroizing;

/// How long a pushed request waits for the browser.
pub const PUSHED_LIFETIME: Duration = Duration::from_secs(60);

/// Whether tokens have to be bound to a key of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DpopPolicy {
    /// If the client does it.
    Offered,
    /// Always.
    Required,
    /// Always, and each proof holds a nonce of ours.
    RequiredWithNonce,
}

/// Whether clients have to be attested.
#[derive(Debug, Clone)]
pub enum AttestationPolicy {
    /// They are not asked to.
    NotAsked,
    /// By one of these.
    Required(TrustedSigners),
    /// By one of these, and each proof of possession holds a challenge of ours.
    RequiredWithChallenge(TrustedSigners),
}

/// An authorization server's rules.
pub struct AuthorizationServer {
    /// What it says of itself.
    pub metadata: ServerMetadata,
    /// Where it may send browsers, for any client. One on this machine is good with any port (RFC 8252 section 7.3).
    pub redirects: Vec<String>,
    /// Whether clients have to be attested.
    pub attestation: AttestationPolicy,
    /// Whether tokens have to be bound.
    pub dpop: DpopPolicy,
    /// The key by which it knows its nonces and challenges.
    pub nonces: NonceKey,
    /// How long its access tokens are good, if they are bound to a key; others end after [`MAX_BEARER_LIFETIME`].
    pub token_lifetime: Duration,
}

/// An authorization request and what its client has shown of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedRequest {
    /// The request.
    pub request: AuthorizationRequest,
    pub(super) attested: Option<[u8; 32]>,
    pub(super) dpop: Option<[u8; 32]>,
}

/// What a browser comes with to the authorization endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorize {
    /// The name of a pushed request, to be taken out once; it has to be one of this client.
    Pushed {
        /// `client_id`.
        client_id: String,
        /// `request_uri`.
        request_uri: RequestUri,
    },
    /// A request that was not pushed.
    Whole(Box<PushedRequest>),
}

/// A code that was granted.
pub struct GrantedCode {
    /// What to keep under the digest of the code.
    pub grant: CodeGrant,
    /// The code.
    pub code: Secret,
    /// Where to send the browser.
    pub redirect: Url,
}

/// An access token that was granted.
pub struct GrantedToken {
    /// What to keep under the digest of the token.
    pub access: AccessGrant,
    /// The token.
    pub token: Secret,
    /// The answer.
    pub response: Response,
}

impl AuthorizationServer {
    /// Reads and verifies a pushed authorization request (RFC 9126 section 2.1), and answers with a new name for it. The caller
    /// keeps the request under that name for [`PUSHED_LIFETIME`].
    ///
    /// # Errors
    /// `oauth.*`; [`Error::respond`] is the answer.
    pub fn pushed(
        &self,
        request: &Request,
        now: Timestamp,
        replays: &mut impl ReplayStore,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(RequestUri, PushedRequest, Response), Error> {
        let form = Form::of_request(request)?;
        if form.get("request_uri").is_some() {
            return Err(Error::MemberMalformed { member: "request_uri" });
        }
        let asked = AuthorizationRequest::read(&form)?;
        let Shown { attested, dpop, .. } = self.identify(request, &form, now, replays)?;
        self.allows_redirect(&asked.redirect_uri)?;
        let name = RequestUri::generate(rng)?;
        let answer = PushedResponse { request_uri: name.as_str().to_owned(), expires_in: PUSHED_LIFETIME };
        Ok((name, PushedRequest { request: asked, attested, dpop }, answer.respond()))
    }

    /// Reads what a browser comes with to the authorization endpoint. An error is shown to the person: the browser is not sent
    /// anywhere, because nobody has shown that the address in the request is that of a client.
    ///
    /// # Errors
    /// `oauth.*`
    pub fn authorize(&self, url: &Url) -> Result<Authorize, Error> {
        let form = Form::of_query(url)?;
        if let Some(name) = form.get("request_uri") {
            let client_id =
                form.text("client_id", MAX_TEXT)?.ok_or(Error::MemberMissing { member: "client_id" })?;
            let request_uri =
                RequestUri::read(name).ok_or(Error::MemberMalformed { member: "request_uri" })?;
            return Ok(Authorize::Pushed { client_id, request_uri });
        }
        if self.metadata.par_required || !matches!(self.attestation, AttestationPolicy::NotAsked) {
            return Err(Error::MemberMissing { member: "request_uri" });
        }
        let request = AuthorizationRequest::read(&form)?;
        self.allows_redirect(&request.redirect_uri)?;
        Ok(Authorize::Whole(Box::new(PushedRequest { request, attested: None, dpop: None })))
    }

    /// Grants a code for what a person agreed to, good until `expires`, and says where to send the browser: with `code`, `state` and
    /// `iss` (RFC 9207 section 2).
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RedirectNotAllowed`]
    pub fn grant_code(
        &self,
        pushed: &PushedRequest,
        authorization: Authorization,
        expires: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<GrantedCode, Error> {
        let code = Secret::generate(rng)?;
        let redirect = self.redirect(pushed, "code", code.as_str())?;
        Ok(GrantedCode { grant: CodeGrant::of_request(authorization, pushed, expires), code, redirect })
    }

    /// Where to send the browser of a person who did not agree (RFC 6749 section 4.1.2.1).
    ///
    /// # Errors
    /// [`Error::RedirectNotAllowed`]
    pub fn deny(&self, pushed: &PushedRequest) -> Result<Url, Error> {
        self.redirect(pushed, "error", "access_denied")
    }

    fn redirect(&self, pushed: &PushedRequest, name: &'static str, value: &str) -> Result<Url, Error> {
        let mut url = self.allows_redirect(&pushed.request.redirect_uri)?;
        let mut parameters = Parameters::default();
        parameters.add(name, value);
        parameters.add_some("state", pushed.request.state.clone());
        parameters.add("iss", &*self.metadata.issuer);
        parameters.append_to(&mut url);
        Ok(url)
    }

    /// Reads and verifies a token request, takes out what its code stands for, and grants a token (RFC 6749 sections 4.1.3 and 5.1,
    /// OpenID4VCI 1.0 section 6).
    ///
    /// # Errors
    /// `oauth.*`; [`Error::respond`] is the answer.
    pub fn token(
        &self,
        request: &Request,
        grants: &mut impl GrantStore,
        now: Timestamp,
        replays: &mut impl ReplayStore,
        rng: &mut impl TryCryptoRng,
    ) -> Result<GrantedToken, Error> {
        let form = Form::of_request(request)?;
        let grant_type = form.required("grant_type")?;
        self.metadata.offers_grant(grant_type).map_err(|_| Error::GrantTypeUnknown)?;
        let Shown { client_id, attested, dpop } = self.identify(request, &form, now, replays)?;
        let asking = Asking { client_id: client_id.as_deref(), attested, dpop };
        let authorization = match grant_type {
            AUTHORIZATION_CODE => {
                let verifier = form.required("code_verifier")?;
                let verifier = CodeVerifier::new(Zeroizing::new(verifier.to_owned()))?;
                let redirected = form.get("redirect_uri");
                redeem_code(grants, form.required("code")?, &verifier, redirected, &asking, now)?
            }
            PRE_AUTHORIZED_CODE => {
                if client_id.is_none() && !self.metadata.anonymous_pre_authorized {
                    return Err(Error::ClientMismatch);
                }
                let code = form.required("pre-authorized_code")?;
                redeem_pre_authorized(grants, code, form.get("tx_code"), now)?
            }
            _ => return Err(Error::GrantTypeUnknown),
        };
        let authorization = match form.get("authorization_details") {
            Some(details) => {
                let ids = detailed_configurations(details, &authorization.audience)?;
                authorization.narrowed_to(&ids)?
            }
            None => authorization,
        };
        let token = Secret::generate(rng)?;
        let (kind, lifetime) = match dpop {
            Some(_) => (TokenType::Dpop, self.token_lifetime),
            None => (TokenType::Bearer, self.token_lifetime.min(MAX_BEARER_LIFETIME)),
        };
        let details = token_details(&authorization.credentials);
        let response = respond(token.as_str(), kind, lifetime, details.as_ref());
        let access = AccessGrant { authorization, client_id, dpop, expires: now.saturating_add(lifetime) };
        Ok(GrantedToken { access, token, response })
    }

    /// The answer to a request for its metadata (RFC 8414 section 3.2).
    #[must_use]
    pub fn metadata_response(&self) -> Response {
        Response::new(200, JSON, self.metadata.to_json())
    }

    /// The answer of its challenge endpoint (Attestation-Based Client Authentication, draft 07, section 8).
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn challenge_response(&self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<Response, Error> {
        let challenge = self.attestation_challenge(now, rng)?;
        let body = object(|writer| member(writer, "attestation_challenge", &challenge));
        Ok(Response::new(200, JSON, body).no_store())
    }

    /// A nonce for the `DPoP-Nonce` field, to be put on every response of a server that wants them (RFC 9449 section 8.2).
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn dpop_nonce(&self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<Option<String>, Error> {
        let wanted = self.dpop == DpopPolicy::RequiredWithNonce;
        let make = || self.nonces.make(NoncePurpose::Dpop, &self.metadata.issuer, now, rng);
        wanted.then(make).transpose()
    }

    /// A challenge for client attestations, for the [`ATTESTATION_CHALLENGE`](crate::oauth::ATTESTATION_CHALLENGE) field: to be put on a
    /// response that refuses for want of one.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn attestation_challenge(
        &self,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        self.nonces.make(NoncePurpose::Attestation, &self.metadata.issuer, now, rng)
    }

    /// Which nonces its DPoP proofs hold.
    #[must_use]
    pub fn dpop_nonces(&self) -> DpopNonces<'_> {
        match self.dpop {
            DpopPolicy::RequiredWithNonce => {
                DpopNonces::Required { key: &self.nonces, server: &self.metadata.issuer }
            }
            DpopPolicy::Offered | DpopPolicy::Required => DpopNonces::NotAsked,
        }
    }

    /// The keys of client attestation and DPoP proof.
    fn identify(
        &self,
        request: &Request,
        form: &Form,
        now: Timestamp,
        replays: &mut impl ReplayStore,
    ) -> Result<Shown, Error> {
        let rules =
            |attesters, challenges| AttestationRules { attesters, server: &self.metadata.issuer, challenges };
        let rules = match &self.attestation {
            AttestationPolicy::NotAsked => None,
            AttestationPolicy::Required(attesters) => Some(rules(attesters, None)),
            AttestationPolicy::RequiredWithChallenge(attesters) => Some(rules(attesters, Some(&self.nonces))),
        };
        let named = form.text("client_id", MAX_TEXT)?;
        let (client_id, attested) = match rules {
            None => (named, None),
            Some(rules) => {
                let client = verify_attestation(&request.headers, rules, now, replays)?;
                if named.is_some_and(|named| named != client.client_id) {
                    return Err(Error::ClientMismatch);
                }
                (Some(client.client_id), Some(client.key))
            }
        };
        let proves = request.headers.all(DPOP).next().is_some();
        let dpop = match self.dpop {
            DpopPolicy::Offered if !proves => None,
            _ => Some(verify_dpop(request, None, self.dpop_nonces(), now, replays)?),
        };
        Ok(Shown { client_id, attested, dpop })
    }

    fn allows_redirect(&self, redirect_uri: &str) -> Result<Url, Error> {
        let url = Reach::HttpsOrLoopback.address(redirect_uri).ok_or(Error::RedirectNotAllowed)?;
        let without_port = |url: &Url| {
            let mut url = url.clone();
            // Only an address without a host has no port to set.
            let _ = url.set_port(None);
            url
        };
        let is_local = url.scheme() == "http";
        let allowed = self.redirects.iter().any(|allowed| {
            allowed == redirect_uri
                || is_local
                    && Url::parse(allowed).is_ok_and(|allowed| without_port(&allowed) == without_port(&url))
        });
        if allowed { Ok(url) } else { Err(Error::RedirectNotAllowed) }
    }
}

/// What a client has shown of itself: the keys of its attestation and of its DPoP proof.
struct Shown {
    /// By the attestation, or else by the request alone.
    client_id: Option<String>,
    attested: Option<[u8; 32]>,
    dpop: Option<[u8; 32]>,
}

/// `authorization_details` of a token response (OpenID4VCI 1.0 section 6.2), if there are credentials with identifiers.
fn token_details(credentials: &[AuthorizedCredential]) -> Option<Document> {
    let named: Vec<_> = credentials.iter().filter(|credential| !credential.identifiers.is_empty()).collect();
    if named.is_empty() {
        return None;
    }
    let mut writer = Writer::new();
    writer.begin_array();
    for credential in named {
        writer.begin_object();
        writer.name("type");
        writer.string("openid_credential");
        writer.name("credential_configuration_id");
        writer.string(&credential.configuration_id);
        crate::oauth::server_metadata::names(&mut writer, "credential_identifiers", &credential.identifiers);
        writer.end_object();
    }
    writer.end_array();
    Document::parse(writer.finish()).ok()
}
