use super::evidence::Handed;
use super::page;
use crate::answer::{Answer, Exit};
use crate::claims::raw;
use crate::failure::Failure;
use crate::screen::Page;
use serde::Serialize;
use serde_json::value::RawValue;
use vouchsafe_verifier::{Audience, Decision, Nonce, Policy, Report, Request, Timestamp, Verifier};

/// A presentation and everything that it is judged by.
pub(super) struct Case {
    pub(super) presentation: String,
    pub(super) policy: Policy,
    pub(super) request: Option<(Audience, Nonce)>,
    pub(super) evidence: Handed,
}

/// What it comes to.
pub(super) struct Decided(pub(super) Decision);

impl Case {
    pub(super) fn decide(self, now: Timestamp) -> Result<Decided, Failure> {
        let request = match self.request {
            Some((audience, nonce)) => Request::new(audience, nonce),
            None => Request::unsolicited(),
        };
        let evidence = self.evidence.read(now)?;
        let pending = Verifier::new(self.policy).begin(&self.presentation, &request, now)?;
        Ok(Decided(pending.decide(&evidence, now)))
    }
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    #[serde(flatten)]
    report: &'a Report,
    claims: Option<Box<RawValue>>,
}

/// The report, and the claims of an accepted presentation.
impl Serialize for Decided {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claims = match &self.0 {
            Decision::Accepted(accepted) => raw(accepted.claims()),
            Decision::Rejected(_) => None,
        };
        DecisionJson { report: self.0.report(), claims }.serialize(serializer)
    }
}

impl Answer for Decided {
    const COMMAND: &'static str = "verify";

    fn page(&self, page: &mut Page) {
        page::show(page, &self.0);
    }

    fn exit(&self) -> Exit {
        match self.0 {
            Decision::Accepted(_) => Exit::Done,
            Decision::Rejected(_) => Exit::Rejected,
        }
    }
}
