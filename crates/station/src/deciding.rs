//! From what a wallet sent to a decision, once.

use crate::check::Check;
use crate::evidence::gather;
use crate::limits::RESULT_LIFETIME;
use crate::outcome::{Outcome, evidence_as_of};
use crate::receipt::Receipt;
use crate::shown::Place;
use crate::store::{Device, KeptSession, NewEntry, SessionState, TakenSession};
use crate::{Error, Station};
use std::sync::Arc;
use vouchsafe_credential::{Audience, Timestamp};
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::http::Response;
use vouchsafe_openid4vc::oauth::random_text;
use vouchsafe_openid4vc::vp::{Answer, Completion, Error as VpError, PostedAnswer, Session, WalletAnswer};
use vouchsafe_verifier::{AnswerDecision, Request};

/// What became of an answer.
pub(crate) struct Taken {
    /// What the wallet is told: that its answer was taken, never what was made of it.
    pub(crate) reply: Response,
    /// What was decided; none if the person did not want to show anything.
    pub(crate) outcome: Option<Arc<Outcome>>,
}

impl Station {
    /// The session whose answer may still be taken. Costs one look into the store.
    ///
    /// # Errors
    /// [`Error::SessionUnknown`], [`Error::SessionUsed`]; `openid4vp.session_expired`; [`Error::Store`]
    pub(crate) fn admit(&self, id: &str) -> Result<KeptSession, Error> {
        let kept = self.read(|turn| turn.session(id))?.ok_or(Error::SessionUnknown)?;
        if !kept.state.is_open() {
            return Err(Error::SessionUsed);
        }
        if kept.expires <= self.now() {
            return Err(VpError::SessionExpired.into());
        }
        Ok(kept)
    }

    /// Takes the answer to a session, and decides on it. Expensive; `place` keeps others of the same session out meanwhile.
    ///
    /// # Errors
    /// `openid4vp.*`, `jose.*`, `json.*` for what is no answer to this session, which is then as it was but for one try less;
    /// [`Error::SessionUsed`] if another instance took one meanwhile; [`Error::Store`], and nothing is decided.
    pub(crate) fn take(&self, id: &str, posted: PostedAnswer, place: &Place) -> Result<Taken, Error> {
        let _ = place;
        // Again: whoever had the place before may have taken it.
        let kept = self.admit(id)?;
        let session = Session::from_record(kept.record.as_deref().ok_or(Error::SessionUsed)?)?;
        let now = self.now();
        let answer = match posted.open(&session, now) {
            Ok(answer) => answer,
            Err(error) => {
                if knows_the_request(&error) {
                    self.turn(|turn| turn.tried(id, now))?;
                }
                return Err(error.into());
            }
        };
        let taken = match answer {
            WalletAnswer::Presented(answer) => self.decide(&kept, &session, &answer, now)?,
            WalletAnswer::Refused(_) => self.decline(&kept, now)?,
        };
        self.news.tell(id);
        Ok(taken)
    }

    fn decide(
        &self,
        kept: &KeptSession,
        session: &Session,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<Taken, Error> {
        let check = self.check(&kept.check)?;
        let decision = decision(self, check, session, answer, now)?;
        let id = random_text::<16>(&mut (self.edge.randomness)()).map_err(|_| Error::Randomness)?;
        let outcome = Outcome::of(check, &decision, &id);
        let report = decision.report();
        let receipt = Receipt::new(check, session, answer, report, &outcome);
        let receipt = serde_json::to_string(&receipt).map_err(|_| Error::Store)?;
        let reasons: Vec<&'static str> = match &decision {
            AnswerDecision::Accepted(_) => Vec::new(),
            AnswerDecision::Rejected(rejected) => {
                rejected.reasons().iter().map(|reason| reason.code().as_str()).collect()
            }
        };
        let attention: Vec<&'static str> = match &decision {
            AnswerDecision::Accepted(_) => report.loosenings().iter().map(|one| one.as_str()).collect(),
            AnswerDecision::Rejected(_) => Vec::new(),
        };
        let verdict = report.verdict().as_str();
        let entry = NewEntry {
            id: &id,
            check: &check.id,
            verdict,
            reasons: &reasons,
            attention: &attention,
            decided_at: now,
            evidence_as_of: evidence_as_of(report),
            receipt: &receipt,
            ends: now.saturating_add(check.keeps.time),
        };
        let (completion, reply) = self.completion(kept, now)?;
        let ends = now.saturating_add(RESULT_LIFETIME);
        let taken = TakenSession {
            id: &kept.id,
            state: SessionState::Decided,
            receipt: Some(&id),
            completion,
            now,
            ends,
        };
        self.turn(|turn| {
            turn.consume(&taken)?;
            turn.append(&entry)
        })?;
        let outcome = Arc::new(outcome);
        self.shown.put(&kept.id, Arc::clone(&outcome), ends);
        self.metrics.decided(&check.id, verdict);
        Ok(Taken { reply, outcome: Some(outcome) })
    }

    fn decline(&self, kept: &KeptSession, now: Timestamp) -> Result<Taken, Error> {
        let (completion, reply) = self.completion(kept, now)?;
        let ends = now.saturating_add(RESULT_LIFETIME);
        let taken = TakenSession {
            id: &kept.id,
            state: SessionState::Declined,
            receipt: None,
            completion,
            now,
            ends,
        };
        self.turn(|turn| turn.consume(&taken))?;
        self.metrics.decided(&kept.check, "declined");
        Ok(Taken { reply, outcome: None })
    }

    /// How the browser that waits is told, and what the wallet is told.
    fn completion(
        &self,
        kept: &KeptSession,
        now: Timestamp,
    ) -> Result<(Option<Completion>, Response), Error> {
        if kept.device == Device::Other {
            return Ok((None, Completion::none()));
        }
        let page = format!("{}/same/{}/done", self.settings.wallet.as_str(), kept.id);
        // Where no browser came for the request, nobody comes back.
        let browser = kept.browser.unwrap_or_default();
        let (completion, reply) = Completion::begin(browser, &page, now, &mut (self.edge.randomness)())?;
        Ok((Some(completion), reply))
    }

    /// Lets the browser that began a session have its result: where it is to go, if that was said.
    ///
    /// # Errors
    /// `openid4vp.browser_mismatch`, `openid4vp.response_code_*`; [`Error::SessionUnknown`]
    pub(crate) fn complete(
        &self,
        id: &str,
        code: &str,
        cookie: Option<&str>,
    ) -> Result<Option<String>, Error> {
        let now = self.now();
        let kept = self.read(|turn| turn.session(id))?.ok_or(Error::SessionUnknown)?;
        // Whoever does not have the cookie does not use up the try of whoever has.
        if cookie.is_none_or(|cookie| Some(sha256(cookie.as_bytes())) != kept.browser) {
            return Err(VpError::BrowserMismatch.into());
        }
        // It is taken out whatever comes of it: there is one try.
        let completion = self.turn(|turn| turn.take_completion(id))?;
        completion.ok_or(VpError::ResponseCodeMismatch)?.redeem(code, cookie, now)?;
        self.turn(|turn| turn.completed(id))?;
        self.news.tell(id);
        Ok(kept.return_to)
    }
}

fn decision(
    station: &Station,
    check: &Check,
    session: &Session,
    answer: &Answer,
    now: Timestamp,
) -> Result<AnswerDecision, Error> {
    let audience = Audience::new(session.client_id().as_str()).map_err(|_| Error::PublicUrl)?;
    let request = Request::new(audience, session.nonce().clone()).with_query(session.query().clone());
    let pending = check.verifier.begin_answer(answer.vp_token().as_json(), &request, now)?;
    station.missed.note(check, &pending.needs());
    let evidence = gather(&station.evidence, &pending.needs(), answer, now);
    Ok(pending.decide(&evidence, now))
}

/// Whether only somebody who has seen the request can have sent this: nobody else can use up its tries.
fn knows_the_request(error: &VpError) -> bool {
    !matches!(
        error,
        VpError::StateMismatch
            | VpError::KeyMismatch
            | VpError::NotEncrypted
            | VpError::SessionExpired
            | VpError::ParameterMissing { .. }
    )
}
