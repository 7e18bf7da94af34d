use super::{Answer, ResponseMode, Session, WalletAnswer, WalletRefusal};
use crate::http::FORM;
use crate::vp::exchange::text;
use crate::vp::limits::MAX_ANSWER_BODY;
use crate::vp::parameters::Parameters;
use crate::vp::staples::{self, STAPLES_PARAMETER};
use crate::vp::wallet::StaplesWish;
use crate::vp::{Error, VpToken};
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jwe::UndecryptedJwe;

const KNOWN: &[&str] = &["error", "response", "state", "vp_token", STAPLES_PARAMETER];

/// What somebody posted to a response address: a wallet, or anybody else.
pub struct PostedAnswer {
    form: Parameters,
    state: Option<String>,
    key_id: Option<String>,
}

impl PostedAnswer {
    /// Reads a form of OpenID4VP sections 8.2 and 8.3.1, as far as needed to find the session that it is for. `media_type` is
    /// without parameters and in lower case.
    ///
    /// # Errors
    /// `openid4vp.content_type`, `openid4vp.body_too_long`, `openid4vp.not_utf8`, `openid4vp.parameter_*`,
    /// `openid4vp.too_many_parameters`; `jose.*` for what is no JWE that we read.
    pub fn parse(media_type: Option<&str>, body: &[u8]) -> Result<Self, Error> {
        if media_type != Some(FORM) {
            return Err(Error::ContentType);
        }
        let form = Parameters::form(text(body, MAX_ANSWER_BODY)?, KNOWN)?;
        let key_id = match form.text("response")? {
            Some(token) => UndecryptedJwe::parse(&token)?.kid().map(str::to_owned),
            None => None,
        };
        let state = form.text("state")?.map(Into::into);
        Ok(Self { form, state, key_id })
    }

    /// The session of this [`state`](Session::state), if the answer is not encrypted.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// The session of this [`key_id`](Session::key_id), if the answer is encrypted.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Opens the answer as one to `session`: decrypts it with that session's key and no other, and compares its `state`.
    ///
    /// # Errors
    /// `openid4vp.session_expired`, `openid4vp.not_encrypted`, `openid4vp.key_mismatch`, `jose.jwe_decrypt_failed`,
    /// `openid4vp.state_mismatch`, `openid4vp.vp_token*`, `openid4vp.staples`, `openid4vp.parameter_*`, `json.*`.
    pub fn open(self, session: &Session, now: Timestamp) -> Result<WalletAnswer, Error> {
        session.is_open(now)?;
        let parameters = match session.mode {
            ResponseMode::DirectPost => self.form,
            ResponseMode::DirectPostJwt => decrypt(self.form, session)?,
        };
        let state = parameters.text("state")?.unwrap_or_default();
        // By their digests, so that the time it takes says nothing of how much is right.
        if sha256(state.as_bytes()) != sha256(session.state.as_str().as_bytes()) {
            return Err(Error::StateMismatch);
        }
        if let Some(error) = parameters.text("error")? {
            return match parameters.has("vp_token") {
                true => Err(Error::ParameterMalformed { name: "error" }),
                false => Ok(WalletAnswer::Refused(WalletRefusal::new(&error))),
            };
        }
        let name = "vp_token";
        let vp_token = parameters.value(name)?.ok_or(Error::ParameterMissing { name })?;
        let vp_token = VpToken::parse(&vp_token.root().to_json(), &session.query)?;
        let staples = match session.staples {
            StaplesWish::Asked => {
                parameters.value(STAPLES_PARAMETER)?.as_ref().map(staples::read).transpose()?
            }
            StaplesWish::Unasked => None,
        };
        Ok(WalletAnswer::Presented(Answer { vp_token, staples: staples.unwrap_or_default() }))
    }
}

/// Only an error may come as it is, from a wallet that cannot encrypt (section 8.3.1).
fn decrypt(form: Parameters, session: &Session) -> Result<Parameters, Error> {
    let Some(token) = form.text("response")? else {
        return match (form.has("error"), form.has("vp_token")) {
            (true, false) => Ok(form),
            (_, true) => Err(Error::NotEncrypted),
            (false, false) => Err(Error::ParameterMissing { name: "response" }),
        };
    };
    let key = session.key.as_ref().ok_or(Error::KeyMismatch)?;
    let token = UndecryptedJwe::parse(&token)?;
    if token.kid() != key.recipient_key().kid() {
        return Err(Error::KeyMismatch);
    }
    Parameters::object(token.decrypt(key)?, "the decrypted answer")
}

/// Which session, never what.
impl fmt::Debug for PostedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encrypted = if self.key_id.is_some() { "encrypted" } else { "not encrypted" };
        write!(f, "PostedAnswer({encrypted})")
    }
}
