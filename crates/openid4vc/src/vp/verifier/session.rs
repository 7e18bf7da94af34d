use super::{Client, Order, ResponseMode, parameters};
use crate::http::{FORM, Method, Response};
use crate::vp::exchange::{REQUEST_OBJECT, REQUEST_TYP, text};
use crate::vp::limits::{MAX_REQUEST_URI_BODY, MAX_SESSION_LIFETIME, MAX_WALLET_NONCE};
use crate::vp::parameters::Parameters;
use crate::vp::wallet::StaplesWish;
use crate::vp::{ClientProof, Error, Profile, random};
use rand_core::TryCryptoRng;
use std::fmt;
use url::form_urlencoded;
use vouchsafe_credential::json::{Document, Kind};
use vouchsafe_credential::{ClientId, Nonce, RequestState, ResponseUri, Timestamp};
use vouchsafe_dcql::Query;
use vouchsafe_jose::Algorithm;
use vouchsafe_jose::jwe::DecryptionKey;

/// One request, and all that its answer has to fit. For one wallet and one answer: whoever keeps it forgets it once it is answered.
///
/// Nonce, `state` and the name of the key are fresh, of 256 random bits each.
pub struct Session {
    pub(super) client_id: ClientId,
    pub(super) response_uri: ResponseUri,
    pub(super) mode: ResponseMode,
    pub(super) profile: Profile,
    pub(super) nonce: Nonce,
    pub(super) state: RequestState,
    /// For this request alone; there if the answer is encrypted.
    pub(super) key: Option<DecryptionKey>,
    pub(super) query: Query,
    pub(super) query_text: Document,
    pub(super) transaction_data: Vec<String>,
    pub(super) verifier_info: Option<Document>,
    pub(super) staples: StaplesWish,
    pub(super) begun_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// How a request comes to a wallet (OpenID4VP section 5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link<'a> {
    /// All of it in the address: signed, except under `redirect_uri:`.
    ByValue,
    /// The address says where it is.
    ByReference {
        /// Where: an address of this session's own, which answers with [`Session::serve`].
        request_uri: &'a str,
        /// How it is to be asked for. By POST, the wallet's own nonce keeps others from handing out an old request.
        method: Method,
    },
}

impl Client {
    /// Begins to ask. What is random comes from `rng`.
    ///
    /// # Errors
    /// `openid4vp.response_uri_foreign` or `openid4vp.address_refused` if wallets would not send the answer there;
    /// `openid4vp.haip_*` if the order is for HAIP, and this client or the order cannot be; `openid4vp.lifetime_too_long`;
    /// `jose.randomness_failed`.
    pub fn begin(
        &self,
        order: &Order,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Session, Error> {
        self.may_be_answered_at(&order.response_uri)?;
        if order.lifetime > MAX_SESSION_LIFETIME {
            return Err(Error::LifetimeTooLong);
        }
        if order.profile == Profile::Haip {
            haip(self, order)?;
        }
        let key = match order.mode {
            ResponseMode::DirectPost => None,
            ResponseMode::DirectPostJwt => Some(DecryptionKey::generate(rng)?.with_kid(random::text(rng)?)?),
        };
        let unlike = |name| move |_| Error::ParameterMalformed { name };
        Ok(Session {
            client_id: self.client_id().clone(),
            response_uri: order.response_uri.clone(),
            mode: order.mode,
            profile: order.profile,
            nonce: Nonce::new(random::text(rng)?).map_err(unlike("nonce"))?,
            state: RequestState::new(random::text(rng)?).map_err(unlike("state"))?,
            key,
            query: order.query.clone(),
            query_text: order.query_text.clone(),
            transaction_data: order.transaction_data.clone(),
            verifier_info: order.verifier_info.clone(),
            staples: order.staples,
            begun_at: now,
            expires_at: now.saturating_add(order.lifetime),
        })
    }
}

/// What HAIP 1.0 demands of a verifier (sections 5, 5.1 and 7).
fn haip(client: &Client, order: &Order) -> Result<(), Error> {
    if client.proof() != ClientProof::X509Hash {
        return Err(Error::HaipPrefix);
    }
    if client.algorithm() != Some(Algorithm::Es256) {
        return Err(Error::HaipAlgorithm);
    }
    if order.mode != ResponseMode::DirectPostJwt {
        return Err(Error::HaipResponseMode);
    }
    Ok(())
}

impl Session {
    /// Who asks, with the prefix: the audience that every presentation must have.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The nonce that every presentation must have.
    #[must_use]
    pub fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// By what an answer that is not encrypted names this session.
    #[must_use]
    pub fn state(&self) -> &RequestState {
        &self.state
    }

    /// By what an encrypted answer names this session: the `kid` of its key.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key.as_ref().and_then(|key| key.recipient_key().kid())
    }

    /// What was asked for.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// What is to be authorised: the texts over which a KB-JWT has hashes (section B.3.3.1).
    #[must_use]
    pub fn transaction_data(&self) -> &[String] {
        &self.transaction_data
    }

    /// From when on no answer is taken.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The address to show, as a link or as a QR code. `wallet` is where wallets listen: `openid4vp://`, `haip-vp://`, or an https
    /// address without fragment.
    ///
    /// # Errors
    /// `openid4vp.client_misuse` if `client` did not begin this session, or `wallet` is no such address;
    /// `openid4vp.signature_misplaced` for a reference under `redirect_uri:`; `openid4vp.haip_by_value`;
    /// `openid4vp.address_refused`; `jose.*`.
    pub fn link(&self, client: &Client, wallet: &str, link: Link<'_>) -> Result<String, Error> {
        self.is_by(client)?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("client_id", self.client_id.as_str());
        match (link, client.proof()) {
            (Link::ByValue, _) if self.profile == Profile::Haip => return Err(Error::HaipByValue),
            (Link::ByValue, ClientProof::RedirectUri) => {
                query.extend_pairs(parameters::form(self)?);
            }
            (Link::ByValue, _) => {
                query.append_pair("request", &self.sign(client, None)?);
            }
            (Link::ByReference { .. }, ClientProof::RedirectUri) => return Err(Error::SignatureMisplaced),
            (Link::ByReference { request_uri, method }, _) => {
                crate::vp::address::read(request_uri, crate::http::Reach::HttpsOrLoopback, "request_uri")?;
                query.append_pair("request_uri", request_uri);
                if method == Method::Post {
                    query.append_pair("request_uri_method", "post");
                }
            }
        }
        let joint = match (wallet.contains(['#', ' ']) || !wallet.contains(':'), wallet.contains('?')) {
            (true, _) => return Err(Error::ClientMisuse),
            (false, true) => '&',
            (false, false) => '?',
        };
        Ok(format!("{wallet}{joint}{}", query.finish()))
    }

    /// Answers a wallet that asks for the request object, as often as it does: by GET, or by POST of a form with its nonce.
    /// `wallet_metadata` is read and has no effect: the request is the same for each wallet.
    ///
    /// # Errors
    /// `openid4vp.session_expired`, `openid4vp.content_type`, `openid4vp.body_too_long`, `openid4vp.not_utf8`,
    /// `openid4vp.parameter_*`, `json.*`; as [`link`](Self::link).
    pub fn serve(
        &self,
        client: &Client,
        method: Method,
        media_type: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Response, Error> {
        self.is_by(client)?;
        self.is_open(now)?;
        let nonce = match method {
            Method::Get => None,
            Method::Post => read_wallet_nonce(media_type, body)?,
        };
        let token = self.sign(client, nonce.as_deref())?;
        Ok(Response::new(200, REQUEST_OBJECT, token).no_store())
    }

    fn sign(&self, client: &Client, wallet_nonce: Option<&str>) -> Result<String, Error> {
        client.sign(REQUEST_TYP, &parameters::object(self, wallet_nonce))
    }

    fn is_by(&self, client: &Client) -> Result<(), Error> {
        if *client.client_id() == self.client_id { Ok(()) } else { Err(Error::ClientMisuse) }
    }

    pub(super) fn is_open(&self, now: Timestamp) -> Result<(), Error> {
        if now < self.expires_at { Ok(()) } else { Err(Error::SessionExpired) }
    }
}

/// Section 5.10.
fn read_wallet_nonce(media_type: Option<&str>, body: &[u8]) -> Result<Option<String>, Error> {
    if media_type != Some(FORM) {
        return Err(Error::ContentType);
    }
    let form = Parameters::form(text(body, MAX_REQUEST_URI_BODY)?, &["wallet_nonce", "wallet_metadata"])?;
    let name = "wallet_metadata";
    if form.value(name)?.is_some_and(|metadata| metadata.root().kind() != Kind::Object) {
        return Err(Error::ParameterMalformed { name });
    }
    let name = "wallet_nonce";
    match form.text(name)? {
        Some(nonce) if nonce.len() > MAX_WALLET_NONCE => Err(Error::ParameterTooLong { name }),
        nonce => Ok(nonce.map(Into::into)),
    }
}

/// Whose and until when; neither key nor nonce.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({}, {:?}, until {})", self.client_id, self.mode, self.expires_at)
    }
}
