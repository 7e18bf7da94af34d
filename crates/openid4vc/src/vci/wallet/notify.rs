use super::exchange::Exchange;
use super::{Authorized, Step};
use crate::http::{Request, Response};
use crate::oauth::refused_name;
use crate::vci::Error;
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;

/// Whether the issuer is told what became of its credentials.
#[derive(Debug)]
pub enum Notify {
    /// It did not ask.
    NotAsked(Authorized),
    /// It did.
    Send(NotificationPending),
}

/// Waits for the issuer to have noticed. Whatever it answers changes nothing: a credential that is stored is stored.
pub struct NotificationPending {
    pub(super) authorized: Box<Authorized>,
    pub(super) exchange: Box<Exchange>,
}

impl NotificationPending {
    /// What to send. Holds the token.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.exchange.request
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// [`Error::IssuerRefused`], [`Error::ResponseStatus`]
    pub fn receive(
        mut self,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Step<Self, Authorized>, Error> {
        if self.exchange.is_wanted_again(&mut self.authorized.session, response, now, rng)? {
            return Ok(Step::Again(self));
        }
        match (response.status, refused_name(response)) {
            (200..300, _) => Ok(Step::Next(*self.authorized)),
            (_, Some(error)) => Err(Error::IssuerRefused { error }),
            _ => Err(Error::ResponseStatus),
        }
    }
}

super::opaque!(NotificationPending);
