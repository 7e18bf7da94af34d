use super::courier::{development_codes, reach};
use super::{Asked, Courier, SentView};
use crate::{Error, OpenWallet, WaitingDraft};
use vouchsafe_credential::{ResponseUri, Timestamp};
use vouchsafe_net::Error as NetError;
use vouchsafe_openid4vc::http::{FORM, JSON, Request, Response};
use vouchsafe_openid4vc::vp::limits::MAX_REPLY;
use vouchsafe_openid4vc::vp::{Declining, VerifierReply};
use vouchsafe_wallet::{AnsweredRequest, EntryId, Outcome, Presentation, Progress};
use zeroize::Zeroizing;

/// Which time a message is posted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Posting {
    First,
    Again,
}

impl OpenWallet {
    /// Answers with what the person agreed to. It is asked whether the courier would go there; the request is remembered; the showing
    /// reserved and signed, and kept with the message that is made of it; then that is posted, once. What became of it stands in the
    /// history; a message of which that is not known can be [posted again](OpenWallet::post_again), byte for byte.
    ///
    /// `digest` and `acknowledged` as of [`OpenWallet::present`].
    ///
    /// # Errors
    /// As there; [`Error::Wallet`] with `wallet.consent_mismatch` for a draft of another request, or `wallet.request_replayed`;
    /// [`Error::Net`] if it would not be sent there; [`Error::OpenId4Vp`]. Then nothing left the wallet.
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
        courier.admit(&post_to(asked.request.response_uri(), Zeroizing::default(), courier)?)?;
        self.remember(asked, now)?;
        let message = |made: &Presentation| {
            let vp_token = made.vp_token().ok_or(Error::NothingToPost)?;
            let post = asked.request.answer(&vp_token, made.staples())?;
            // A form is ASCII.
            Ok::<_, Error>(Zeroizing::new(String::from_utf8_lossy(&post.body).into_owned()))
        };
        let presented = self.present_posted(agreed, message, now)?;
        match message_of(&presented, courier) {
            Ok(post) => Ok(self.post(presented.entry, &post, Posting::First, courier, now)),
            Err(error) => {
                self.wallet.settle(presented.entry, Outcome::NotSent)?;
                Err(error)
            }
        }
    }

    /// Tells the verifier `access_denied`: the same whatever the reason, and made of the request alone. To be called only if the person
    /// wants it, for it says that there is a wallet.
    ///
    /// # Errors
    /// [`Error::Wallet`] with `wallet.request_replayed`; [`Error::OpenId4Vp`]; [`Error::Net`], of which only one that
    /// [comes before the request](NetError::is_before_sending) says that they were not told.
    pub fn decline(&mut self, asked: &Asked, courier: &dyn Courier, now: Timestamp) -> Result<(), Error> {
        let post = asked.request.decline(Declining::AccessDenied)?;
        courier.admit(&post)?;
        self.remember(asked, now)?;
        courier.exchange(&post)?;
        Ok(())
    }

    /// Posts the same message to the same address again, for as long as it is not known what became of it and its verifier may still take
    /// it. Under which switches for development that happens is written down before.
    ///
    /// # Errors
    /// [`Error::Wallet`], also with `wallet.answer_expired`; [`Error::NothingToPost`] for what is not to be posted;
    /// [`Error::OpenId4Vp`] with `openid4vp.address_refused` and [`Error::Net`] if the address is none that may be asked now. Then nothing
    /// left the wallet this time.
    pub fn post_again(
        &mut self,
        entry: u64,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<SentView, Error> {
        let entry = EntryId::new(entry);
        courier.admit(&message_of(&self.wallet.resend(entry)?, courier)?)?;
        let presented = self.wallet.repost(entry, courier.development(), now)?;
        Ok(self.post(entry, &message_of(&presented, courier)?, Posting::Again, courier, now))
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

    /// Whatever comes of it is told, a history that cannot be written included: from here on a message may have left.
    fn post(
        &mut self,
        entry: EntryId,
        post: &Request,
        posting: Posting,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> SentView {
        let came = courier.exchange(post);
        let outcome = outcome(&came, posting);
        let written = self.write_down(entry, outcome, now);
        let reply =
            came.as_ref().ok().and_then(|response| VerifierReply::read(response, reach(courier)).ok());
        let redirect = reply.as_ref().and_then(VerifierReply::redirect_uri);
        SentView {
            version: crate::view::VERSION,
            entry: entry.number(),
            host: post.url.host_str().unwrap_or_default().to_owned(),
            progress: outcome.map_or(Progress::Pending, Progress::Settled).code(),
            status: came.as_ref().ok().map(|response| response.status),
            lost: came.as_ref().err().map(|lost| Error::from(*lost).view()),
            unwritten: written.err().map(|error| error.view()),
            redirect_uri: redirect.map(ToString::to_string),
            development: development_codes(courier),
        }
    }

    fn write_down(&mut self, entry: EntryId, outcome: Option<Outcome>, now: Timestamp) -> Result<(), Error> {
        if let Some(outcome) = outcome {
            self.wallet.settle(entry, outcome)?;
        }
        if outcome == Some(Outcome::Refused) {
            self.doubt_statuses(now)?;
        }
        Ok(())
    }
}

/// The message of an answer, and where it goes: the same each time.
fn message_of(presented: &Presentation, courier: &dyn Courier) -> Result<Request, Error> {
    let message = presented.message().ok_or(Error::NothingToPost)?;
    let address = presented.destination().response_uri.as_ref().ok_or(Error::NothingToPost)?;
    post_to(address, Zeroizing::new(message.as_bytes().to_vec()), courier)
}

fn post_to(address: &ResponseUri, body: Zeroizing<Vec<u8>>, courier: &dyn Courier) -> Result<Request, Error> {
    let refused = vouchsafe_openid4vc::vp::Error::AddressRefused { name: "response_uri" };
    let url = reach(courier).address(address.as_str()).ok_or(refused)?;
    Ok(Request::post(url, FORM, body, MAX_REPLY).with_header("Accept", JSON))
}

/// What is known to have become of a message by what came back; none where it may or may not have arrived.
fn outcome(came: &Result<Response, NetError>, posting: Posting) -> Option<Outcome> {
    match came {
        // To say that it failed it would have had to send another status; whatever it said, it has the message.
        Err(NetError::ContentType) => Some(Outcome::Delivered),
        // Of a message that was posted before, this says nothing of that time.
        Err(lost) if lost.is_before_sending() && posting == Posting::First => Some(Outcome::NotSent),
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
        let status = |status| outcome(&Ok(Response::empty(status)), Posting::First);
        assert_eq!((status(200), status(400)), (Some(Outcome::Delivered), Some(Outcome::Refused)));
        assert_eq!((status(500), status(503), status(429)), (None, None, None));
        for lost in [NetError::TooSlow, NetError::Broken, NetError::Redirected { status: 302 }] {
            assert_eq!(outcome(&Err(lost), Posting::First), None, "{lost:?}");
        }
    }

    #[test]
    fn what_never_left_was_not_sent_unless_it_left_before() {
        for unsent in [NetError::NameNotFound, NetError::Unreachable, NetError::CertificateRefused] {
            assert_eq!(outcome(&Err(unsent), Posting::First), Some(Outcome::NotSent), "{unsent:?}");
            assert_eq!(outcome(&Err(unsent), Posting::Again), None, "{unsent:?}");
        }
    }
}
