use crate::http::{FORM, Request, Response};
use crate::vp::client_id::ClientName;
use crate::vp::exchange::{REQUEST_OBJECT, content, form};
use crate::vp::limits::MAX_REQUEST_OBJECT;
use crate::vp::wallet::unverified::{Delivery, Source};
use crate::vp::wallet::{PreregisteredClient, Profile, UnverifiedRequest, WalletRules, wallet_metadata};
use crate::vp::{ClientProof, Error, random};
use rand_core::TryCryptoRng;
use std::fmt;
use url::Url;
use vouchsafe_credential::ClientId;

/// How a request object is fetched (OpenID4VP section 5.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FetchMethod {
    Get,
    Post,
}

/// A request that has to be fetched. Who made it is not known yet: to fetch it tells whoever is at that address that there is a
/// wallet, so that a caller [looks](Self::admit) whether it could be proven at all, and may ask the person before.
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

    /// Refuses one of which it can be told before it is fetched that it would never be proven, whoever serves it: under a name that is
    /// not registered, by certificate where no authority is believed, by attestation where no attester is.
    ///
    /// # Errors
    /// `openid4vp.client_unknown`, `openid4vp.attestation_untrusted`, `openid4vp.haip_prefix`; `jose.x5c_untrusted`.
    pub fn admit(&self, rules: &WalletRules<'_>) -> Result<(), Error> {
        let by_haip = self.profile == Profile::Haip || rules.profile == Profile::Haip;
        if by_haip && self.client.proof() != ClientProof::X509Hash {
            return Err(Error::HaipPrefix);
        }
        let known = |known: &PreregisteredClient| known.client_id == *self.client.whole();
        match self.client.proof() {
            ClientProof::Preregistered if !rules.preregistered.iter().any(known) => Err(Error::ClientUnknown),
            ClientProof::VerifierAttestation if rules.attesters.is_empty() => {
                Err(Error::AttestationUntrusted)
            }
            ClientProof::X509SanDns | ClientProof::X509Hash if rules.anchors.is_empty() => {
                Err(vouchsafe_jose::Error::ChainUntrusted.into())
            }
            ClientProof::RedirectUri => Err(Error::SignatureMisplaced),
            _ => Ok(()),
        }
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

/// Whose it claims to be, and at which host; the rest of the address may be a secret.
impl fmt::Debug for RequestReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.request_uri.host_str().unwrap_or_default();
        write!(
            f,
            "RequestReference({:?} at {host:?}, {:?}, {:?})",
            self.client.whole(),
            self.method,
            self.profile
        )
    }
}

/// A request that was asked for.
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

/// Whose it is to be, and not the nonce.
impl fmt::Debug for AwaitedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AwaitedRequest({:?}, {:?})", self.client.whole(), self.profile)
    }
}
