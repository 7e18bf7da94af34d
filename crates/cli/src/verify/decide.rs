use super::desk::{DeskArguments, Gathered};
use super::evidence::Handed;
use super::page;
use crate::answer::{Answer, Exit};
use crate::claims::raw;
use crate::failure::Failure;
use crate::screen::Page;
use serde::Serialize;
use serde_json::value::RawValue;
use vouchsafe_app::refresh::DecisionNeeds;
use vouchsafe_verifier::{Audience, Decision, Nonce, Policy, Report, Request, Timestamp, Verifier};

/// A presentation and everything that it is judged by.
pub(super) struct Case {
    pub(super) presentation: String,
    pub(super) policy: Policy,
    pub(super) request: Option<(Audience, Nonce)>,
    pub(super) evidence: Handed,
    pub(super) desk: DeskArguments,
    pub(super) languages: Vec<String>,
}

/// What it comes to.
pub(super) struct Decided {
    decision: Decision,
    gathered: Gathered,
    languages: Vec<String>,
}

impl Case {
    pub(super) fn decide(self, now: Timestamp) -> Result<Decided, Failure> {
        let request = match self.request {
            Some((audience, nonce)) => Request::new(audience, nonce),
            None => Request::unsolicited(),
        };
        let handed = self.evidence.read(now)?;
        let verifier = Verifier::new(self.policy);
        let pending = verifier.begin(&self.presentation, &request, now)?;
        let wanted = DecisionNeeds::of(&pending);
        let (evidence, gathered) = self.desk.gather(&wanted, handed, verifier.policy(), now)?;
        Ok(Decided { decision: pending.decide(&evidence, now), gathered, languages: self.languages })
    }
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    #[serde(flatten)]
    report: &'a Report,
    claims: Option<Box<RawValue>>,
    #[serde(flatten)]
    gathered: &'a Gathered,
}

/// The report, and the claims of an accepted presentation.
impl Serialize for Decided {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claims = match &self.decision {
            Decision::Accepted(accepted) => raw(accepted.claims()),
            Decision::Rejected(_) => None,
        };
        DecisionJson { report: self.decision.report(), claims, gathered: &self.gathered }
            .serialize(serializer)
    }
}

impl Answer for Decided {
    const COMMAND: &'static str = "verify";

    fn page(&self, page: &mut Page) {
        page::show(page, &self.decision, &self.gathered, &self.languages);
    }

    fn exit(&self) -> Exit {
        match self.decision {
            Decision::Accepted(_) => Exit::Done,
            Decision::Rejected(_) => Exit::Rejected,
        }
    }
}
