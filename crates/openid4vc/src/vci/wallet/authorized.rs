use super::credential::CredentialPending;
use super::exchange::{Exchange, keep_nonce};
use super::session::Target;
use super::{KeyProofs, Saved, Session};
use crate::http::{Headers, JSON, Method, Request, Response};
use crate::members::Members;
use crate::oauth::member;
use crate::vci::credential_request::CredentialRequest;
use crate::vci::encryption::{EncryptionParameters, supported};
use crate::vci::limits::{MAX_CREDENTIAL_RESPONSE, MAX_MESSAGE, MAX_TEXT};
use crate::vci::metadata::CredentialFormat;
use crate::vci::{CredentialName, Error};
use rand_core::TryCryptoRng;
use url::Url;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_jose::jwe::DecryptionKey;
use zeroize::Zeroizing;

/// One credential that can be asked for, several times if the issuer lets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its key in the issuer's metadata.
    pub configuration_id: String,
    /// How it is asked for.
    pub name: CredentialName,
}

/// There is an access token. Credentials can be asked for, one order after the other.
pub struct Authorized {
    pub(super) session: Box<Session>,
    pub(super) orders: Vec<Order>,
    pub(super) nonce: Option<String>,
    /// The issuer has refused a nonce and not taken another since.
    pub(super) nonce_refused: bool,
}

impl Authorized {
    pub(super) fn new(session: Box<Session>, orders: Vec<Order>) -> Self {
        Self { session, orders, nonce: None, nonce_refused: false }
    }

    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What can be asked for.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// What to send for a nonce (OpenID4VCI 1.0 section 7.1), if the issuer has nonces and there is none at hand. No token goes with it.
    #[must_use]
    pub fn nonce_request(&self) -> Option<Request> {
        let endpoint = self.session.issuer.nonce_endpoint.clone().filter(|_| self.nonce.is_none())?;
        Some(Request {
            method: Method::Post,
            url: endpoint,
            headers: Headers::default(),
            body: Zeroizing::default(),
            max_response: MAX_MESSAGE,
        })
    }

    /// Reads the answer to it.
    ///
    /// # Errors
    /// [`Error::NoNonceEndpoint`], [`Error::ResponseStatus`], [`Error::ResponseType`], `openid4vci.*`, `json.*`
    pub fn receive_nonce(&mut self, response: &Response) -> Result<(), Error> {
        const PART: &str = "the nonce response";
        if self.session.issuer.nonce_endpoint.is_none() {
            return Err(Error::NoNonceEndpoint);
        }
        if !(200..300).contains(&response.status) {
            return Err(Error::ResponseStatus);
        }
        if response.headers.media_type().as_deref() != Some(JSON) {
            return Err(Error::ResponseType);
        }
        if response.body.len() > MAX_MESSAGE {
            return Err(Error::TooLong { part: PART });
        }
        let document = Document::parse(response.body.as_slice()).map_err(Error::json(PART))?;
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: PART })?;
        self.nonce = Some(members.text("c_nonce", MAX_TEXT)?);
        keep_nonce(&mut self.session, Target::Issuer, response);
        Ok(())
    }

    /// The nonce at hand, to be put into a key attestation. It is used up by the next request.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// How many keys one request may have.
    #[must_use]
    pub fn batch_limit(&self) -> usize {
        self.session.issuer.batch_limit()
    }

    /// Asks for the credentials of an order, one for each key. Encrypted, with a new key, where the issuer offers that.
    ///
    /// # Errors
    /// [`Error::NonceNeeded`], [`Error::KeyCount`], [`Error::ProofUnsupported`], [`Error::FormatUnsupported`],
    /// [`Error::EncryptionUnsupported`], [`Error::NothingChosen`] for an order of another issuance; `oauth.*`, `jose.*`
    pub fn request(
        mut self,
        order: &Order,
        proofs: KeyProofs<'_>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<CredentialPending, Error> {
        if !self.orders.contains(order) {
            return Err(Error::NothingChosen);
        }
        let issuer = &self.session.issuer;
        let configuration = issuer.configurations.get(&order.configuration_id);
        let configuration = configuration.ok_or(Error::ConfigurationUnknown)?;
        if matches!(configuration.format, CredentialFormat::Other(_)) {
            return Err(Error::FormatUnsupported);
        }
        let nonce = self.nonce.take();
        if configuration.is_bound() && issuer.nonce_endpoint.is_some() && nonce.is_none() {
            return Err(Error::NonceNeeded);
        }
        let (id, limit) = (issuer.issuer.as_str(), issuer.batch_limit());
        // Whoever used a code without a name has none in proofs either (appendix F.1).
        let client_id = self.session.client.id();
        let (proofs, keys) = proofs.make(configuration, client_id, id, nonce.as_deref(), limit, now)?;
        let (key, encryption) = encrypted(&self.session, rng)?;
        let body = CredentialRequest { name: order.name.clone(), proofs, encryption };
        let body = Zeroizing::new(body.to_json());
        let bare = post(&self.session, issuer.credential_endpoint.clone(), &body)?;
        let exchange = Exchange::new(&self.session, bare, Target::Issuer, now, rng)?;
        Ok(CredentialPending { authorized: Box::new(self), order: order.clone(), exchange, keys, key })
    }

    /// Keeps it. Holds the token and keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("authorized", &self.session, |record| record.put("orders", &orders_json(&self.orders)))
    }
}

/// A POST to the issuer of JSON, encrypted where that is offered (sections 8.2 and 9.1).
pub(super) fn post(session: &Session, url: Url, body: &str) -> Result<Request, Error> {
    match &session.issuer.request_encryption {
        Some(encryption) if encryption.required || encryption.is_usable() => encryption.post(url, body),
        _ => {
            let body = Zeroizing::new(body.as_bytes().to_vec());
            Ok(Request::post(url, JSON, body, MAX_CREDENTIAL_RESPONSE))
        }
    }
}

/// A new key for the answer, where the issuer encrypts answers. Only in a request that is encrypted itself: in the clear, somebody on
/// the way could put in another key (section 8.2).
pub(super) fn encrypted(
    session: &Session,
    rng: &mut impl TryCryptoRng,
) -> Result<(Option<DecryptionKey>, Option<EncryptionParameters>), Error> {
    let requests = session.issuer.request_encryption.as_ref().is_some_and(|offered| offered.is_usable());
    let Some(offered) = &session.issuer.response_encryption else { return Ok((None, None)) };
    match supported(&offered.encryptions) {
        Ok(encryption) if requests => {
            let key = DecryptionKey::generate(rng).and_then(|key| key.with_kid("1"));
            let key = key.map_err(Error::jose("the encryption key"))?;
            let parameters = EncryptionParameters::new(&key, encryption);
            Ok((Some(key), Some(parameters)))
        }
        _ if offered.required => Err(Error::EncryptionUnsupported),
        _ => Ok((None, None)),
    }
}

pub(super) fn orders_json(orders: &[Order]) -> String {
    let mut writer = Writer::new();
    writer.begin_array();
    orders.iter().for_each(|order| write_order(&mut writer, order));
    writer.end_array();
    writer.finish()
}

fn write_order(writer: &mut Writer, order: &Order) {
    writer.begin_object();
    member(writer, "configuration", &order.configuration_id);
    if let CredentialName::Identifier(identifier) = &order.name {
        member(writer, "identifier", identifier);
    }
    writer.end_object();
}

pub(super) fn read_orders(text: &str) -> Result<Vec<Order>, Error> {
    let damaged = Error::StoredMalformed;
    let document = Document::parse(text).map_err(|_| damaged)?;
    let read = |value| {
        let members = Members::new(value).ok_or(damaged)?;
        let configuration_id = members.text("configuration", MAX_TEXT).map_err(|_| damaged)?;
        let name = match members.optional_text("identifier", MAX_TEXT).map_err(|_| damaged)? {
            Some(identifier) => CredentialName::Identifier(identifier),
            None => CredentialName::Configuration(configuration_id.clone()),
        };
        Ok(Order { configuration_id, name })
    };
    document.root().elements().ok_or(damaged)?.map(read).collect()
}

super::opaque!(Authorized);
