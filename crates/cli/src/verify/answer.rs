use super::desk::{DeskArguments, Gathered};
use super::evidence::Handed;
use super::page::{self, Marked};
use crate::answer::{Answer, Exit};
use crate::claims::raw;
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::{Line, Mark, Page, Tone};
use serde::Serialize;
use serde_json::value::RawValue;
use std::path::Path;
use vouchsafe_app::refresh::DecisionNeeds;
use vouchsafe_verifier::report::{AnswerReport, CredentialReport, HolderKeys};
use vouchsafe_verifier::{
    Accepted, AnswerDecision, Audience, Nonce, Policy, Query, Reason, Request, Timestamp, Verifier,
};

/// An answer to a query and everything that it is judged by.
pub(super) struct AnswerCase {
    pub(super) vp_token: String,
    pub(super) query: Query,
    pub(super) policy: Policy,
    pub(super) request: Option<(Audience, Nonce)>,
    pub(super) evidence: Handed,
    pub(super) desk: DeskArguments,
    pub(super) languages: Vec<String>,
}

/// What it comes to.
pub(super) struct Decided {
    decision: AnswerDecision,
    gathered: Gathered,
    languages: Vec<String>,
}

/// Reads a DCQL query.
pub(super) fn load_query(file: &Path) -> Result<Query, Failure> {
    let text = Source::File(file.to_owned()).read_as(Wanted::Query)?;
    Query::parse(text.as_bytes()).map_err(|error| {
        let failure = Failure::new(error.code(), error.to_string()).section(error.section());
        failure.help_if(error.help()).about(file.display())
    })
}

impl AnswerCase {
    pub(super) fn decide(self, now: Timestamp) -> Result<Decided, Failure> {
        let request = match self.request {
            Some((audience, nonce)) => Request::new(audience, nonce),
            None => Request::unsolicited(),
        };
        let handed = self.evidence.read(now)?;
        let request = request.with_query(self.query);
        let verifier = Verifier::new(self.policy);
        let pending = verifier.begin_answer(&self.vp_token, &request, now)?;
        let wanted = DecisionNeeds::of_answer(&pending);
        let (evidence, gathered) = self.desk.gather(&wanted, handed, verifier.policy(), now)?;
        Ok(Decided { decision: pending.decide(&evidence, now), gathered, languages: self.languages })
    }
}

impl Decided {
    fn accepted(&self, credential: &CredentialReport) -> Option<&Accepted> {
        match &self.decision {
            AnswerDecision::Accepted(accepted) => accepted.credential(credential.id(), credential.index()),
            AnswerDecision::Rejected(_) => None,
        }
    }

    fn mark(&self) -> Marked {
        match &self.decision {
            AnswerDecision::Accepted(accepted) => Marked::accepted(&accepted.loosenings()),
            AnswerDecision::Rejected(rejected) if rejected.is_undetermined() => Marked::CANNOT_TELL,
            AnswerDecision::Rejected(_) => Marked::REJECTED,
        }
    }
}

#[derive(Serialize)]
struct ClaimsJson<'a> {
    id: &'a str,
    index: usize,
    claims: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    #[serde(flatten)]
    report: &'a AnswerReport,
    claims: Option<Vec<ClaimsJson<'a>>>,
    #[serde(flatten)]
    gathered: &'a Gathered,
}

/// The report, and the claims of each credential of an accepted answer.
impl Serialize for Decided {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claims = match &self.decision {
            AnswerDecision::Accepted(accepted) => {
                let all = accepted.credentials().map(|(id, index, accepted)| ClaimsJson {
                    id: id.as_str(),
                    index,
                    claims: raw(accepted.claims()),
                });
                Some(all.collect())
            }
            AnswerDecision::Rejected(_) => None,
        };
        DecisionJson { report: self.decision.report(), claims, gathered: &self.gathered }
            .serialize(serializer)
    }
}

impl Answer for Decided {
    const COMMAND: &'static str = "verify.query";

    fn page(&self, page: &mut Page) {
        let report = self.decision.report();
        page::banner(page, &self.mark(), report.decided_at(), report.policy());
        match &self.decision {
            AnswerDecision::Accepted(accepted) => page::show_loosenings(page, &accepted.loosenings()),
            AnswerDecision::Rejected(_) => page::show_reasons(page, reasons(report)),
        }
        for credential in report.credentials() {
            show_credential(page, credential, self.accepted(credential), &self.languages);
        }
        self.gathered.show(page);
        page.heading("The answer as a whole");
        for id in report.unneeded() {
            let words = format!("`{id}` was not needed");
            page.indented(2, Line::mark(Mark::Attention, words));
        }
        if report.holder_keys() == HolderKeys::Several {
            page.indented(
                2,
                Line::quiet("The credentials are bound to several keys, as single-use copies are."),
            );
        }
        page::show_checks(page, report.checks());
    }

    fn exit(&self) -> Exit {
        match self.decision {
            AnswerDecision::Accepted(_) => Exit::Done,
            AnswerDecision::Rejected(_) => Exit::Rejected,
        }
    }
}

fn show_credential(
    page: &mut Page,
    credential: &CredentialReport,
    accepted: Option<&Accepted>,
    languages: &[String],
) {
    let report = credential.report();
    let (mark, word) = page::standing(report);
    page.gap();
    let place = match credential.index() {
        0 => String::new(),
        index => format!(", number {}", index.saturating_add(1)),
    };
    let title = Line::strong(credential.id().as_str()).text(place).text("  ");
    page.line(title.and(Tone::Of(mark), format!("{} {word}", mark.shape())));
    if let Some(accepted) = accepted {
        page::show_claims(page, accepted, languages);
    }
    let about = page::about(report);
    if !about.is_empty() {
        page.gap();
        page.fields(2, about);
    }
    page.gap();
    page::show_checks(page, report.checks());
}

/// Those of the answer as a whole, then those of each credential.
fn reasons(report: &AnswerReport) -> impl Iterator<Item = (Option<&str>, &Reason)> {
    let whole = report.checks().iter().map(|check| (None, check));
    let each = report.credentials().iter().flat_map(|credential| {
        let checks = credential.report().checks().iter();
        checks.map(|check| (Some(credential.id().as_str()), check))
    });
    whole.chain(each).filter_map(|(about, check)| Some((about, check.reason()?)))
}
