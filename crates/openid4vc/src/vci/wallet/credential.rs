use super::exchange::Exchange;
use super::{Authorized, Deferred, Order, Received};
use crate::http::{Request, Response};
use crate::oauth::refused_name;
use crate::vci::Error;
use crate::vci::credential_response::CredentialResponse;
use crate::vci::encryption::open_response;
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::jwe::DecryptionKey;
use zeroize::Zeroize;

/// Waits for credentials.
pub struct CredentialPending {
    pub(super) authorized: Box<Authorized>,
    pub(super) order: Order,
    pub(super) exchange: Box<Exchange>,
    pub(super) keys: Vec<[u8; 32]>,
    pub(super) key: Option<DecryptionKey>,
}

/// What comes of a credential request.
#[derive(Debug)]
pub enum CredentialOutcome {
    /// The same request once more.
    Again(Box<CredentialPending>),
    /// The issuer wants another nonce: fetch one and ask again, with new proofs. Once.
    NonceRefused(Authorized),
    /// Credentials.
    Received(Received),
    /// They come later.
    Deferred(Deferred),
}

impl CredentialPending {
    /// What to send. Holds the token.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.exchange.request
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// [`Error::IssuerRefused`], [`Error::NonceRefusedAgain`], [`Error::NotEncrypted`], [`Error::CredentialCount`],
    /// [`Error::CredentialRepeated`], `openid4vci.*`, `jose.*`, `json.*`
    pub fn receive(
        mut self,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<CredentialOutcome, Error> {
        if self.exchange.is_wanted_again(&mut self.authorized.session, response, now, rng)? {
            return Ok(CredentialOutcome::Again(Box::new(self)));
        }
        let Self { mut authorized, order, keys, key, .. } = self;
        if !matches!(response.status, 200 | 202) {
            return match refused_name(response) {
                Some("invalid_nonce") if authorized.session.issuer.nonce_endpoint.is_some() => {
                    if authorized.nonce_refused {
                        return Err(Error::NonceRefusedAgain);
                    }
                    authorized.nonce_refused = true;
                    Ok(CredentialOutcome::NonceRefused(*authorized))
                }
                Some(error) => Err(Error::IssuerRefused { error }),
                None => Err(Error::ResponseStatus),
            };
        }
        authorized.nonce_refused = false;
        match read_response(response, key.as_ref())? {
            CredentialResponse::Issued { credentials, notification_id } => {
                let received = Received::new(authorized, order, keys, credentials, notification_id)?;
                Ok(CredentialOutcome::Received(received))
            }
            CredentialResponse::Deferred { transaction_id, interval } => {
                let not_before = now.saturating_add(interval);
                let deferred = Deferred { authorized, order, keys, transaction_id, interval, not_before };
                deferred.can_be_resumed()?;
                Ok(CredentialOutcome::Deferred(deferred))
            }
        }
    }
}

/// The answer, decrypted if that was asked for; what was copied of it is wiped.
pub(super) fn read_response(
    response: &Response,
    key: Option<&DecryptionKey>,
) -> Result<CredentialResponse, Error> {
    let document = open_response(response, key)?;
    let answer = CredentialResponse::read(&document, response.status);
    document.into_text().zeroize();
    answer
}

super::opaque!(CredentialPending);
