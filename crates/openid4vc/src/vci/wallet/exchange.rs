//! One request that a server may want once more: with a nonce in the DPoP proof (RFC 9449 sections 8 and 9), or with a challenge in the
//! proof of possession of the attestation.

use super::Session;
use super::session::Target;
use crate::http::{Request, Response};
use crate::oauth::{ATTESTATION_CHALLENGE, DPOP_NONCE, refused_name};
use crate::vci::Error;
use crate::vci::limits::MAX_TEXT;
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_credential::Timestamp;

/// What was sent, and whether it was sent once more already.
pub(super) struct Exchange {
    target: Target,
    bare: Request,
    pub(super) request: Request,
    nonce_given: bool,
    challenge_given: bool,
}

impl Exchange {
    pub(super) fn new(
        session: &Session,
        bare: Request,
        target: Target,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Box<Self>, Error> {
        let request = session.dress(bare.clone(), target, now, rng)?;
        Ok(Box::new(Self { target, bare, request, nonce_given: false, challenge_given: false }))
    }

    /// Keeps the nonce that came with a response. True if the server wants the request once more because of one, and has not had it
    /// so before: then the request is made anew.
    pub(super) fn is_wanted_again(
        &mut self,
        session: &mut Session,
        response: &Response,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<bool, Error> {
        let nonce = keep_nonce(session, self.target, response);
        let error = refused_name(response);
        let again = match error {
            Some("use_dpop_nonce") if nonce && !self.nonce_given => {
                self.nonce_given = true;
                true
            }
            Some("use_attestation_challenge") if !self.challenge_given => {
                let challenge = field(response, ATTESTATION_CHALLENGE);
                self.challenge_given = true;
                let given = challenge.is_some();
                session.challenge = challenge.or(session.challenge.take());
                given
            }
            _ => false,
        };
        if again {
            self.request = session.dress(self.bare.clone(), self.target, now, rng)?;
        }
        Ok(again)
    }
}

/// The request may hold secrets.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({:?})", self.request)
    }
}

/// Keeps `DPoP-Nonce` for the next proof to this server; says whether there was one.
pub(super) fn keep_nonce(session: &mut Session, target: Target, response: &Response) -> bool {
    let Some(nonce) = field(response, DPOP_NONCE) else { return false };
    match target {
        Target::Server => session.server_nonce = Some(nonce),
        Target::Issuer => session.issuer_nonce = Some(nonce),
    }
    true
}

/// A header field of visible characters that is there once.
fn field(response: &Response, name: &str) -> Option<String> {
    let value = response.headers.one(name)?;
    let sound =
        !value.is_empty() && value.len() <= MAX_TEXT && value.bytes().all(|byte| byte.is_ascii_graphic());
    sound.then(|| value.to_owned())
}
