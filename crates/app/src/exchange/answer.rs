use super::courier::{development_codes, reach};
use super::{Asked, Courier, SentView};
use crate::{Error, OpenWallet, WaitingDraft};
use vouchsafe_credential::Timestamp;
use vouchsafe_net::Error as NetError;
use vouchsafe_openid4vc::http::{FORM, JSON, Request, Response};
use vouchsafe_openid4vc::vp::limits::MAX_REPLY;
use vouchsafe_openid4vc::vp::{Declining, VerifierReply};
use vouchsafe_wallet::{AnsweredRequest, EntryId, Outcome, Progress};
use zeroize::Zeroizing;

impl OpenWallet {
    /// Answers with what the person agreed to: the request is remembered, the showing reserved and signed, the message kept, and then
    /// posted, once. What became of it stands in the history; a message of which that is not known can be [posted
    /// again](OpenWallet::post_again), byte for byte.
    ///
    /// `digest` and `acknowledged` as of [`OpenWallet::present`].
    ///
    /// # Errors
    /// As there; [`Error::Wallet`] with `wallet.consent_mismatch` for a draft of another request, or `wallet.request_replayed`;
    /// [`Error::OpenId4Vp`]. Then nothing was sent.
    pub fn answer(
        &mut self,
        asked: &Asked,
        draft: WaitingDraft,
        digest: &str,
        acknowledged: &[&str],
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<SentView, Error> {
        if !asked.is_answered_by(&draft) {
            return Err(vouchsafe_wallet::Error::ConsentMismatch.into());
        }
        let agreed = draft.agree(digest, acknowledged, now)?;
        self.remember(asked, now)?;
        let presented = self.present_agreed(agreed, now)?;
        let entry = EntryId::new(presented.entry);
        let kept = self.keep_message(asked, entry, &presented.presentation, &presented.staples);
        let post = match kept {
            Ok(post) => post,
            Err(error) => {
                self.wallet.settle(entry, Outcome::NotSent)?;
                return Err(error);
            }
        };
        self.post(entry, &post, courier, now)
    }

    /// Makes the message and writes it down, so that a crash while it is sent loses nothing.
    fn keep_message(
        &mut self,
        asked: &Asked,
        entry: EntryId,
        vp_token: &str,
        staples: &[String],
    ) -> Result<Request, Error> {
        let post = asked.request.answer(vp_token, staples)?;
        // A form is ASCII.
        let message = Zeroizing::new(String::from_utf8_lossy(&post.body).into_owned());
        self.wallet.keep_message(entry, message)?;
        Ok(post)
    }

    /// Tells the verifier `access_denied`: the same whatever the reason, and made of the request alone. To be called only if the person
    /// wants it, for it says that there is a wallet.
    ///
    /// # Errors
    /// [`Error::Wallet`] with `wallet.request_replayed`; [`Error::OpenId4Vp`]; [`Error::Net`].
    pub fn decline(&mut self, asked: &Asked, courier: &dyn Courier, now: Timestamp) -> Result<(), Error> {
        let post = asked.request.decline(Declining::AccessDenied)?;
        self.remember(asked, now)?;
        courier.exchange(&post)?;
        Ok(())
    }

    /// Posts the same message to the same address again, for as long as it is not known what became of it.
    ///
    /// # Errors
    /// [`Error::Wallet`]; [`Error::NothingToPost`] for what is not to be posted; [`Error::OpenId4Vp`] with
    /// `openid4vp.address_refused` if the address is none that may be asked now.
    pub fn post_again(
        &mut self,
        entry: u64,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<SentView, Error> {
        let entry = EntryId::new(entry);
        let presentation = self.wallet.resend(entry)?;
        let message = presentation.message().ok_or(Error::NothingToPost)?;
        let address = presentation.destination().response_uri.as_ref().ok_or(Error::NothingToPost)?;
        let refused = vouchsafe_openid4vc::vp::Error::AddressRefused { name: "response_uri" };
        let url = reach(courier).address(address.as_str()).ok_or(refused)?;
        let body = Zeroizing::new(message.as_bytes().to_vec());
        let post = Request::post(url, FORM, body, MAX_REPLY).with_header("Accept", JSON);
        self.post(entry, &post, courier, now)
    }

    /// Whether it is for [`post_again`](OpenWallet::post_again), and for nobody to be handed out: its consent named an address.
    ///
    /// # Errors
    /// [`Error::Wallet`] if nothing of the entry waits.
    pub fn is_to_be_posted(&self, entry: u64) -> Result<bool, Error> {
        Ok(self.wallet.resend(EntryId::new(entry))?.destination().response_uri.is_some())
    }

    fn remember(&mut self, asked: &Asked, now: Timestamp) -> Result<(), Error> {
        let request = AnsweredRequest {
            key: *asked.request.replay_key().as_bytes(),
            expires_at: asked.request.replayable_until(),
        };
        Ok(self.wallet.remember_request(request, now)?)
    }

    fn post(
        &mut self,
        entry: EntryId,
        post: &Request,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<SentView, Error> {
        let came = courier.exchange(post);
        let outcome = outcome(&came);
        if let Some(outcome) = outcome {
            self.wallet.settle(entry, outcome)?;
        }
        if outcome == Some(Outcome::Refused) {
            self.doubt_statuses(now)?;
        }
        let reply =
            came.as_ref().ok().and_then(|response| VerifierReply::read(response, reach(courier)).ok());
        let redirect = reply.as_ref().and_then(VerifierReply::redirect_uri);
        Ok(SentView {
            version: crate::view::VERSION,
            entry: entry.number(),
            host: post.url.host_str().unwrap_or_default().to_owned(),
            progress: outcome.map_or(Progress::Pending, Progress::Settled).code(),
            status: came.as_ref().ok().map(|response| response.status),
            lost: came.as_ref().err().map(NetError::code),
            redirect_uri: redirect.map(ToString::to_string),
            development: development_codes(courier),
        })
    }
}

/// What is known to have become of a message by what came back; none where it may or may not have arrived.
fn outcome(came: &Result<Response, NetError>) -> Option<Outcome> {
    match came {
        // To say that it failed it would have had to send another status; whatever it said, it has the message.
        Err(NetError::ContentType) => Some(Outcome::Delivered),
        Err(_) => None,
        Ok(response) => match response.status {
            200..=299 => Some(Outcome::Delivered),
            // Not now, or not yet (RFC 9110 section 15.5.9, RFC 8470 section 5.2, RFC 6585 section 4).
            408 | 425 | 429 => None,
            400..=499 => Some(Outcome::Refused),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_verifier_said_settles_a_showing() {
        let status = |status| outcome(&Ok(Response::empty(status)));
        assert_eq!((status(200), status(400)), (Some(Outcome::Delivered), Some(Outcome::Refused)));
        assert_eq!((status(500), status(503), status(429)), (None, None, None));
        for lost in [NetError::TooSlow, NetError::Broken, NetError::Redirected { status: 302 }] {
            assert_eq!(outcome(&Err(lost)), None, "{lost:?}");
        }
    }
}
