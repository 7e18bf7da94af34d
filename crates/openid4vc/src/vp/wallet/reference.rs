use crate::http::{FORM, Request, Response};
use crate::vp::client_id::ClientName;
use crate::vp::exchange::{REQUEST_OBJECT, content, form};
use crate::vp::limits::MAX_REQUEST_OBJECT;
use crate::vp::wallet::unverified::{Delivery, Source};
use crate::vp::wallet::{Profile, UnverifiedRequest, wallet_metadata};
use crate::vp::{Error, random};
use rand_core::TryCryptoRng;
use url::Url;
use vouchsafe_credential::ClientId;

/// How a request object is fetched (OpenID4VP section 5.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FetchMethod {
    Get,
    Post,
}

/// A request that has to be fetched. Who made it is not known yet: to fetch it tells whoever is at that address that there is a
/// wallet, so that a caller may ask the person before.
#[derive(Debug)]
pub struct RequestReference {
    pub(crate) client: ClientName,
    pub(crate) request_uri: Url,
    pub(crate) method: FetchMethod,
    pub(crate) profile: Profile,
}

impl RequestReference {
    /// Whom the request claims to be from.
    #[must_use]
    pub fn claimed_client_id(&self) -> &ClientId {
        self.client.whole()
    }

    /// Where the request is.
    #[must_use]
    pub fn request_uri(&self) -> &Url {
        &self.request_uri
    }

    /// What is to be sent, and what waits for the response. By POST goes along what every wallet of this make can do, and a fresh
    /// `wallet_nonce`, so that nobody can hand out an old request.
    ///
    /// # Errors
    /// `jose.randomness_failed`
    pub fn fetch(self, rng: &mut impl TryCryptoRng) -> Result<(Request, AwaitedRequest), Error> {
        let Self { client, request_uri, method, profile } = self;
        let (request, wallet_nonce) = match method {
            FetchMethod::Get => (Request::get(request_uri, REQUEST_OBJECT, MAX_REQUEST_OBJECT), None),
            FetchMethod::Post => {
                let nonce = random::text(rng)?;
                let body = form(&[("wallet_metadata", &wallet_metadata()), ("wallet_nonce", &nonce)]);
                let request = Request::post(request_uri, FORM, body, MAX_REQUEST_OBJECT);
                (request.with_header("Accept", REQUEST_OBJECT), Some(nonce))
            }
        };
        Ok((request, AwaitedRequest { client, wallet_nonce, profile }))
    }
}

/// A request that was asked for.
#[derive(Debug)]
pub struct AwaitedRequest {
    client: ClientName,
    wallet_nonce: Option<String>,
    profile: Profile,
}

impl AwaitedRequest {
    /// Takes what came back.
    ///
    /// # Errors
    /// `openid4vp.http_*`, `openid4vp.content_type`, `openid4vp.body_too_long`, `openid4vp.not_utf8`: then it is over (section
    /// 5.10.2).
    pub fn receive(self, response: &Response) -> Result<UnverifiedRequest, Error> {
        let token = content(response, REQUEST_OBJECT, MAX_REQUEST_OBJECT)?;
        Ok(UnverifiedRequest {
            source: Source::Signed(token.trim_end().to_owned()),
            wallet_nonce: self.wallet_nonce,
            delivery: Delivery::ByReference,
            client: self.client,
            profile: self.profile,
        })
    }
}
