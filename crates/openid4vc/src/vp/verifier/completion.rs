use crate::http::{JSON, Reach, Response};
use crate::vp::limits::COMPLETION_LIFETIME;
use crate::vp::{Error, address, random};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Writer;
use vouchsafe_jose::digest::sha256;
use zeroize::Zeroizing;

/// What tells the browser that began a session from all others: the value of a cookie.
pub struct BrowserSecret(Zeroizing<String>);

impl BrowserSecret {
    /// A fresh one, of 256 bits.
    ///
    /// # Errors
    /// `jose.randomness_failed`
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Ok(Self(Zeroizing::new(random::text(rng)?)))
    }

    /// For the cookie, and for nothing else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept with the session.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

/// Waits for the browser that began a session to come back from the wallet, and for no other (OpenID4VP sections 13.3 and 14.2).
///
/// Somebody who begins a session and has another person answer it has the cookie, and not the response code, which went to the
/// other's browser; that browser has the code, and not the cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    /// [`BrowserSecret::digest`] of the browser that began the session.
    pub browser: [u8; 32],
    /// SHA-256 of the response code.
    pub code: [u8; 32],
    /// From when on the code is good for nothing.
    pub expires_at: Timestamp,
}

impl Completion {
    /// Makes a fresh response code of 256 bits, for [`COMPLETION_LIFETIME`], and the reply that brings it to the wallet: the browser
    /// is to be sent to `page`, an address of the verifier's, with the code in its fragment.
    ///
    /// # Errors
    /// `openid4vp.address_refused` for a `page` that wallets do not follow; `jose.randomness_failed`.
    pub fn begin(
        browser: [u8; 32],
        page: &str,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Self, Response), Error> {
        address::read(page, Reach::HttpsOrLoopback, "redirect_uri")?;
        let code = random::text(rng)?;
        let reply = reply(Some(&format!("{page}#response_code={code}")));
        let expires_at = now.saturating_add(COMPLETION_LIFETIME);
        Ok((Self { browser, code: sha256(code.as_bytes()), expires_at }, reply))
    }

    /// The reply to a wallet on another device, where nobody comes back. Then whoever shows the request can have it answered by
    /// somebody else (section 14.2).
    #[must_use]
    pub fn none() -> Response {
        reply(None)
    }

    /// Lets the browser with this cookie and this code have the result. Whatever comes of it, it was the only try: who keeps this
    /// elsewhere takes it out to redeem it.
    ///
    /// # Errors
    /// `openid4vp.browser_mismatch` without the cookie or with another, `openid4vp.response_code_mismatch`,
    /// `openid4vp.response_code_expired`.
    pub fn redeem(self, code: &str, cookie: Option<&str>, now: Timestamp) -> Result<(), Error> {
        // By their digests, so that the time it takes says nothing of how much is right.
        if cookie.is_none_or(|cookie| sha256(cookie.as_bytes()) != self.browser) {
            return Err(Error::BrowserMismatch);
        }
        if sha256(code.as_bytes()) != self.code {
            return Err(Error::ResponseCodeMismatch);
        }
        if now < self.expires_at { Ok(()) } else { Err(Error::ResponseCodeExpired) }
    }
}

/// Section 8.2.
fn reply(redirect_uri: Option<&str>) -> Response {
    let mut writer = Writer::new();
    writer.begin_object();
    if let Some(redirect_uri) = redirect_uri {
        writer.name("redirect_uri");
        writer.string(redirect_uri);
    }
    writer.end_object();
    Response::new(200, JSON, writer.finish()).no_store()
}
