use super::authentication::Authentic;
use super::body::{Body, Mode};
use super::channel::Channel;
use super::unverified::Delivery;
use super::{Refused, TransactionData, VerifierInfo, WalletRules, envelope};
use crate::http::Request;
use crate::oauth::ReplayKey;
use crate::vp::client_id::ClientName;
use crate::vp::limits::CLOCK_SKEW;
use crate::vp::staples::{self, STAPLES_PARAMETER};
use crate::vp::vp_token::VpToken;
use crate::vp::{ClientProof, Error, FormatSupport};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClientId, Nonce, RequestState, ResponseUri, Timestamp};
use vouchsafe_dcql::Query;
use vouchsafe_jose::jwe::{ContentEncryption, RecipientKey};

/// A request that is from whom it says, is in force, and can be answered. Only
/// [`UnverifiedRequest::verify`](super::UnverifiedRequest::verify) makes it.
#[derive(Debug, Clone)]
pub struct VerifiedRequest {
    client: ClientName,
    digest: [u8; 32],
    certificate_names: Vec<String>,
    certificate_fingerprint: Option<[u8; 32]>,
    response_uri: ResponseUri,
    nonce: Nonce,
    query: Query,
    query_text: Document,
    formats: Option<Vec<FormatSupport>>,
    transaction_data: Vec<TransactionData>,
    verifier_info: Vec<VerifierInfo>,
    staples: StaplesWish,
    expires_at: Option<Timestamp>,
    channel: Channel,
}

/// Whether a verifier would like status list tokens along with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaplesWish {
    /// It did not say so.
    Unasked,
    /// It would.
    Asked,
}

/// What a verifier is told in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declining {
    /// `access_denied`: the person said no, has nothing that would do, or cannot be asked. One word for all of these, so that it does
    /// not tell what is in the wallet (OpenID4VP sections 8.5 and 15.7).
    AccessDenied,
    /// `invalid_transaction_data`: what is to be authorised is not as its type demands. For what the request says alone, never for
    /// what is in the wallet.
    TransactionData,
}

impl VerifiedRequest {
    pub(super) fn read(
        client: ClientName,
        authentic: Authentic<'_>,
        delivery: Delivery,
        wallet_nonce: Option<&str>,
        rules: &WalletRules<'_>,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let parameters = &authentic.parameters;
        let expires_at = match authentic.signature {
            Some(_) => envelope::read(parameters, &client, wallet_nonce, now)?,
            None => None,
        };
        let mode = Mode::read(parameters)?;
        let (response_uri, mut channel) = envelope::read_destination(parameters, &client, &authentic, rules)?;
        // From here on it is known where the verifier takes answers.
        let body = Body::read(parameters, &authentic, mode, delivery, client.proof(), rules, &mut channel);
        let body = body.map_err(|error| Refused::answerable(error, &channel))?;
        let certificate = authentic.signature.and_then(|signature| signature.certificate);
        Ok(Self {
            certificate_fingerprint: certificate.as_ref().map(|certificate| certificate.fingerprint),
            certificate_names: certificate.map(|certificate| certificate.dns_names).unwrap_or_default(),
            digest: authentic.digest,
            client,
            response_uri,
            nonce: body.nonce,
            query: body.query,
            query_text: body.query_text,
            formats: body.formats,
            transaction_data: body.transaction_data,
            verifier_info: body.verifier_info,
            staples: body.staples,
            expires_at,
            channel,
        })
    }

    /// Who asks, with the prefix: the audience of every presentation (section 14.9).
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.client.whole()
    }

    /// How that was proven.
    #[must_use]
    pub fn proof(&self) -> ClientProof {
        self.client.proof()
    }

    /// The DNS names that the verifier's certificate is for, as its authority certified them. None without a certificate.
    #[must_use]
    pub fn certificate_names(&self) -> &[String] {
        &self.certificate_names
    }

    /// SHA-256 over the verifier's certificate, in DER. None without one.
    #[must_use]
    pub fn certificate_fingerprint(&self) -> Option<&[u8; 32]> {
        self.certificate_fingerprint.as_ref()
    }

    /// SHA-256 over the bytes that were authenticated: what was signed of a request object, or the whole address of a request without.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// By what to remember that this was asked: the same for all requests of this verifier with this nonce, however they are written
    /// or signed. A nonce is for one request, so whatever was there before is a replay; to be kept until
    /// [`replayable_until`](Self::replayable_until), or for good where that is never.
    #[must_use]
    pub fn replay_key(&self) -> ReplayKey {
        let parts = ["openid4vp request", self.client.whole().as_str(), self.nonce.as_str()];
        ReplayKey::of(&parts.map(str::as_bytes))
    }

    /// Where the answer goes, as the request says it.
    #[must_use]
    pub fn response_uri(&self) -> &ResponseUri {
        &self.response_uri
    }

    /// What every presentation is bound to.
    #[must_use]
    pub fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// What goes back with the answer.
    #[must_use]
    pub fn state(&self) -> Option<&RequestState> {
        self.channel.state.as_ref()
    }

    /// What is asked for.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The same, as it was written.
    #[must_use]
    pub fn query_json(&self) -> &Document {
        &self.query_text
    }

    /// The key that the answer is encrypted to, if it is to be, and how.
    #[must_use]
    pub fn encryption(&self) -> Option<(&RecipientKey, ContentEncryption)> {
        self.channel.encryption.as_ref().map(|(key, encryption)| (key, *encryption))
    }

    /// The formats that the verifier says it can read.
    #[must_use]
    pub fn formats(&self) -> Option<&[FormatSupport]> {
        self.formats.as_deref()
    }

    /// What the answer authorises.
    #[must_use]
    pub fn transaction_data(&self) -> &[TransactionData] {
        &self.transaction_data
    }

    /// Statements about the verifier.
    #[must_use]
    pub fn verifier_info(&self) -> &[VerifierInfo] {
        &self.verifier_info
    }

    /// Whether status list tokens are welcome.
    #[must_use]
    pub fn staples(&self) -> StaplesWish {
        self.staples
    }

    /// From when on the verifier takes no answer, if it says.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// From when on this request is refused whatever is remembered: its end, and what clocks may be apart. `None` if it has no end.
    #[must_use]
    pub fn replayable_until(&self) -> Option<Timestamp> {
        self.expires_at.map(|end| end.saturating_add(CLOCK_SKEW))
    }

    /// The answer: a `vp_token` as JSON (section 8.1), and status list tokens to go along if the verifier [asked](Self::staples) for
    /// them. The request goes to [`response_uri`](Self::response_uri) and nowhere else.
    ///
    /// # Errors
    /// `openid4vp.vp_token*` if it answers something else than was asked, or nothing at all: then [`decline`](Self::decline);
    /// `openid4vp.staples`; `jose.*` if it cannot be encrypted.
    pub fn answer(&self, vp_token: &str, staples: &[String]) -> Result<Request, Error> {
        let vp_token = VpToken::parse(vp_token, &self.query)?;
        // Unasked they would tell of which make the wallet is.
        if self.staples == StaplesWish::Unasked && !staples.is_empty() {
            return Err(Error::Staples);
        }
        let staples = staples::write(staples)?;
        let staples = staples.as_deref().map(|staples| (STAPLES_PARAMETER, staples));
        let parameters: Vec<_> = [("vp_token", vp_token.as_json())].into_iter().chain(staples).collect();
        self.channel.post(&parameters)
    }

    /// What is sent in place of an answer. It is made of the request alone.
    ///
    /// # Errors
    /// `jose.*` if it cannot be encrypted.
    pub fn decline(&self, why: Declining) -> Result<Request, Error> {
        let error = match why {
            Declining::AccessDenied => "access_denied",
            Declining::TransactionData => Error::TransactionType.answer(),
        };
        self.channel.post(&[("error", error)])
    }
}
