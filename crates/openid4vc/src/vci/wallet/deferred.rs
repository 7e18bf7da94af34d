use super::authorized::{encrypted, orders_json, post};
use super::credential::read_response;
use super::exchange::Exchange;
use super::record::keys_text;
use super::session::Target;
use super::{Authorized, Order, Received, Saved, Session};
use crate::http::{Request, Response};
use crate::oauth::{member, object, refused_name};
use crate::vci::Error;
use crate::vci::credential_response::CredentialResponse;
use rand_core::TryCryptoRng;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::jwe::DecryptionKey;
use zeroize::Zeroizing;

/// Waits until the issuer is to be asked again (OpenID4VCI 1.0 section 9).
pub struct Deferred {
    pub(super) authorized: Box<Authorized>,
    pub(super) order: Order,
    pub(super) keys: Vec<[u8; 32]>,
    pub(super) transaction_id: String,
    pub(super) interval: Duration,
    pub(super) not_before: Timestamp,
}

impl Deferred {
    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        self.authorized.session()
    }

    /// What comes later.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// When to ask again at the earliest.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    pub(super) fn can_be_resumed(&self) -> Result<(), Error> {
        match &self.session().issuer.deferred_endpoint {
            Some(_) => Ok(()),
            None => Err(Error::DeferredUnsupported),
        }
    }

    /// Asks again.
    ///
    /// # Errors
    /// [`Error::TooEarly`] before [`Deferred::not_before`]; [`Error::DeferredUnsupported`], `oauth.*`, `jose.*`
    pub fn resume(self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<DeferredPending, Error> {
        if now < self.not_before {
            return Err(Error::TooEarly);
        }
        let session = &self.authorized.session;
        let endpoint = session.issuer.deferred_endpoint.clone().ok_or(Error::DeferredUnsupported)?;
        let (key, encryption) = encrypted(session, rng)?;
        let body = Zeroizing::new(object(|writer| {
            member(writer, "transaction_id", &self.transaction_id);
            if let Some(encryption) = &encryption {
                encryption.write(writer);
            }
        }));
        let bare = post(session, endpoint, &body)?;
        let exchange = Exchange::new(session, bare, Target::Issuer, now, rng)?;
        Ok(DeferredPending { deferred: self, exchange, key })
    }

    /// Keeps it. Holds the token and keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("deferred", &self.authorized.session, |record| {
            record.put("orders", &orders_json(&self.authorized.orders));
            record.put("order", &orders_json(std::slice::from_ref(&self.order)));
            record.put("keys", &keys_text(&self.keys));
            record.put("transaction", &self.transaction_id);
            record.put("interval", &self.interval.as_secs().to_string());
            record.put("not_before", &self.not_before.as_unix().to_string());
        })
    }
}

/// Waits for credentials that come later.
pub struct DeferredPending {
    deferred: Deferred,
    exchange: Box<Exchange>,
    key: Option<DecryptionKey>,
}

/// What comes of asking again.
#[derive(Debug)]
pub enum DeferredOutcome {
    /// The same request once more.
    Again(Box<DeferredPending>),
    /// Still later.
    Waiting(Deferred),
    /// Credentials.
    Received(Received),
}

impl DeferredPending {
    /// What to send. Holds the token.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.exchange.request
    }

    /// Reads the answer. With an error that the issuer names, such as `invalid_transaction_id`, the issuance is over.
    ///
    /// # Errors
    /// [`Error::IssuerRefused`], [`Error::TransactionMismatch`], and as [`CredentialPending::receive`](super::CredentialPending::receive).
    pub fn receive(
        mut self,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<DeferredOutcome, Error> {
        if self.exchange.is_wanted_again(&mut self.deferred.authorized.session, response, now, rng)? {
            return Ok(DeferredOutcome::Again(Box::new(self)));
        }
        let Self { mut deferred, key, .. } = self;
        if !matches!(response.status, 200 | 202) {
            return match refused_name(response) {
                // As of drafts before 1.0: still later.
                Some("issuance_pending") => {
                    deferred.not_before = now.saturating_add(deferred.interval);
                    Ok(DeferredOutcome::Waiting(deferred))
                }
                Some(error) => Err(Error::IssuerRefused { error }),
                None => Err(Error::ResponseStatus),
            };
        }
        match read_response(response, key.as_ref())? {
            CredentialResponse::Issued { credentials, notification_id } => {
                let Deferred { authorized, order, keys, .. } = deferred;
                let received = Received::new(authorized, order, keys, credentials, notification_id)?;
                Ok(DeferredOutcome::Received(received))
            }
            CredentialResponse::Deferred { transaction_id, interval } => {
                if transaction_id != deferred.transaction_id {
                    return Err(Error::TransactionMismatch);
                }
                deferred.interval = interval;
                deferred.not_before = now.saturating_add(interval);
                Ok(DeferredOutcome::Waiting(deferred))
            }
        }
    }
}

super::opaque!(Deferred, DeferredPending);
