use super::exchange::Exchange;
use super::session::Target;
use super::token::TokenPending;
use super::{Saved, Session};
use crate::oauth::{PRE_AUTHORIZED_CODE, Parameters};
use crate::vci::{Error, TxCode};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use zeroize::Zeroizing;

/// Waits for the person: to choose, and to type the transaction code if one is wanted.
pub struct PreAuthorizedFlow {
    pub(super) session: Box<Session>,
}

impl PreAuthorizedFlow {
    pub(super) fn new(session: Box<Session>) -> Self {
        Self { session }
    }

    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What the transaction code looks like, if one is wanted. It goes to the issuer's server and to nobody else: the person is told its
    /// host (OpenID4VCI 1.0 section 13.6.2).
    #[must_use]
    pub fn tx_code(&self) -> Option<&TxCode> {
        self.session.offer.pre_authorized().and_then(|grant| grant.tx_code())
    }

    /// Whether what a person typed can be the code; asks nobody, and costs no try.
    ///
    /// # Errors
    /// [`Error::TxCodeNeeded`], [`Error::TxCodeNotWanted`], [`Error::TxCodeShape`]
    pub fn can_be_redeemed(&self, tx_code: Option<&str>) -> Result<(), Error> {
        match (self.tx_code(), tx_code) {
            (None, None) => Ok(()),
            (Some(expected), Some(typed)) => expected.fits(typed),
            (Some(_), None) => Err(Error::TxCodeNeeded),
            (None, Some(_)) => Err(Error::TxCodeNotWanted),
        }
    }

    /// Asks for a token for what was chosen of the offer.
    ///
    /// # Errors
    /// [`Error::NothingChosen`], and as [`PreAuthorizedFlow::can_be_redeemed`]; `oauth.randomness_failed`, `jose.*`.
    pub fn redeem(
        mut self,
        chosen: &[&str],
        tx_code: Option<Zeroizing<String>>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<TokenPending, Error> {
        self.can_be_redeemed(tx_code.as_ref().map(|code| code.as_str()))?;
        self.session.choose(chosen)?;
        let session = self.session;
        let grant = session.offer.pre_authorized().ok_or(Error::GrantUnsupported)?;
        let mut parameters = Parameters::default();
        parameters.add("grant_type", PRE_AUTHORIZED_CODE);
        parameters.add("pre-authorized_code", grant.code.as_str());
        parameters.add_some("tx_code", tx_code.as_ref().map(|code| code.as_str()));
        parameters.add_some("client_id", session.client.id());
        let fewer = session.chosen.len() < session.offer.configuration_ids().len();
        let asks_details = fewer && session.server_takes_details();
        parameters.add_some("authorization_details", asks_details.then(|| session.details()));
        let request = parameters.into_post(session.server.token_endpoint.clone());
        let exchange = Exchange::new(&session, request, Target::Server, now, rng)?;
        Ok(TokenPending { session, exchange, asks_details, pre_authorized: true })
    }

    /// Keeps it. Holds the code and keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("pre_authorized", &self.session, |_| {})
    }
}

super::opaque!(PreAuthorizedFlow);
