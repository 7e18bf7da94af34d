use super::super::Courier;
use super::limits::SIGN_IN_TIME;
use super::loopback::LoopbackListener;
use super::opened::Opened;
use super::redeem::{Redeemed, Waiting};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::http::{Reach, Url};
use vouchsafe_openid4vc::oauth::{self, LoopbackRedirect};
use vouchsafe_openid4vc::vci;
use vouchsafe_openid4vc::vci::wallet::{AuthorizationStart, Authorizing, Prepared, Step};
use zeroize::Zeroizing;

/// Waits for the person to come back from the browser. If the program ends before, the offer can be opened again, and the person signs in
/// again: the port is another one then.
pub struct SigningIn {
    waiting: Waiting,
    authorizing: Authorizing,
    listener: LoopbackListener,
}

impl SigningIn {
    /// What to open in the person's browser.
    #[must_use]
    pub fn address(&self) -> &str {
        self.authorizing.url().as_str()
    }

    /// Waits until the browser has come back with the answer to this request, and no other: for [`SIGN_IN_TIME`] at most.
    ///
    /// # Errors
    /// [`Error::SignInTooSlow`]; [`Error::LoopbackUnavailable`].
    pub fn wait(&self) -> Result<Returned, Error> {
        let is_answer =
            |target: &str| self.url(target).is_ok_and(|url| self.authorizing.is_answered_by(&url).is_ok());
        self.listener.wait(SIGN_IN_TIME, is_answer).map(Returned)
    }

    fn url(&self, target: &str) -> Result<Url, Error> {
        let text = Zeroizing::new(format!("http://127.0.0.1:{}{target}", self.listener.port()));
        let url = Reach::HttpsOrLoopback.address(&text);
        Ok(url.ok_or(vci::Error::OAuth(oauth::Error::RedirectElsewhere))?)
    }
}

/// With what the browser came back.
pub struct Returned(Zeroizing<String>);

/// It holds a code.
impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Returned")
    }
}

/// Its address holds secrets.
impl fmt::Debug for SigningIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningIn({})", self.waiting.info.id)
    }
}

impl OpenWallet {
    /// Asks for authorization of what the person chose of an offer, by the issuer's names. Then they sign in, in their browser.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`]; [`Error::Net`]; [`Error::LoopbackUnavailable`].
    pub fn sign_in(
        &mut self,
        opened: Opened,
        chosen: &[&str],
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<SigningIn, Error> {
        let Opened { info, prepared, view } = opened;
        let Prepared::AuthorizationCode(flow) = prepared else {
            return Err(vci::Error::GrantUnsupported.into());
        };
        let listener = LoopbackListener::bind()?;
        let start = flow.authorize(chosen, LoopbackRedirect(listener.port()), now, &mut SysRng)?;
        let authorizing = match start {
            AuthorizationStart::Open(authorizing) => authorizing,
            AuthorizationStart::Push(mut pushing) => loop {
                let response = courier.exchange(pushing.request())?;
                match self.ended_by_refusal(info.id, pushing.receive(&response, now, &mut SysRng))? {
                    Step::Again(again) => pushing = again,
                    Step::Next(authorizing) => break authorizing,
                }
            },
        };
        Ok(SigningIn { waiting: Waiting { info, trust: view.trust }, authorizing, listener })
    }

    /// Takes up what the browser came back with. The credentials can then be collected, each by its id.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`], such as `oauth.server_refused` where the person said no there; [`Error::Net`]; [`Error::Wallet`].
    pub fn signed_in(
        &mut self,
        signing_in: SigningIn,
        returned: &Returned,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let url = signing_in.url(&returned.0)?;
        let SigningIn { waiting, authorizing, .. } = signing_in;
        let pending =
            self.ended_by_refusal(waiting.info.id, authorizing.redirected(&url, now, &mut SysRng))?;
        match self.await_token(waiting, pending, courier, now)? {
            Redeemed::Authorized(ids) => Ok(ids),
            Redeemed::TxCodeRefused(_) => Err(vci::Error::TxCodeNotWanted.into()),
        }
    }
}
