//! What is shown of a decision.

use crate::check::{Ask, Check};
use crate::store::LogEntry;
use crate::words::{Coded, Words, advice, of_loosening, of_reason};
use serde::Serialize;
use vouchsafe_credential::{ClaimPath, Timestamp};
use vouchsafe_verifier::report::{AnswerReport, StatusStatement};
use vouchsafe_verifier::{AcceptedAnswer, AnswerDecision, Claim, Loosening, Reason, ReasonCode};

/// A decision as the pages show it. Holds the values of claims: it is kept in memory alone, for a while.
#[derive(Clone, Serialize)]
pub(crate) struct Outcome {
    pub(crate) verdict: String,
    pub(crate) attention: Vec<Coded>,
    pub(crate) reasons: Vec<ReasonView>,
    pub(crate) claims: Vec<ClaimView>,
    pub(crate) evidence: Vec<EvidenceView>,
    pub(crate) decided_at: String,
    pub(crate) receipt: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct ReasonView {
    code: String,
    words: Words,
    advice: Option<Words>,
}

/// What is known of a claim that was asked for.
#[derive(Clone, Serialize)]
pub(crate) struct ClaimView {
    label: Words,
    #[serde(serialize_with = "crate::check::steps")]
    path: ClaimPath,
    state: &'static str,
    value: Option<serde_json::Value>,
}

#[derive(Clone, Serialize)]
pub(crate) struct EvidenceView {
    what: &'static str,
    from: String,
    as_of: String,
}

impl Outcome {
    /// Of a decision that was just made.
    pub(crate) fn of(check: &Check, decision: &AnswerDecision, receipt: &str) -> Self {
        let report = decision.report();
        let (attention, reasons, claims) = match decision {
            AnswerDecision::Accepted(accepted) => {
                let attention = accepted.report().loosenings().into_iter().map(of_loosening).collect();
                (attention, Vec::new(), check.asks.iter().map(|ask| ClaimView::of(ask, accepted)).collect())
            }
            AnswerDecision::Rejected(rejected) => {
                (Vec::new(), rejected.reasons().iter().map(ReasonView::of).collect(), Vec::new())
            }
        };
        Self {
            verdict: report.verdict().as_str().to_owned(),
            attention,
            reasons,
            claims,
            evidence: statements(report).map(EvidenceView::of).collect(),
            decided_at: report.decided_at().to_string(),
            receipt: receipt.to_owned(),
        }
    }

    /// Of one that is in the log alone: without the values, and with the words of its codes.
    pub(crate) fn logged(entry: &LogEntry) -> Self {
        Self {
            verdict: entry.verdict.clone(),
            attention: entry.attention.iter().map(|code| loosening_called(code)).collect(),
            reasons: entry.reasons.iter().map(|code| ReasonView::called(code)).collect(),
            claims: Vec::new(),
            evidence: Vec::new(),
            decided_at: entry.decided_at.clone(),
            receipt: entry.id.clone(),
        }
    }
}

/// What the status of each credential rests on.
fn statements(report: &AnswerReport) -> impl Iterator<Item = &StatusStatement> {
    report.credentials().iter().filter_map(|credential| credential.report().status())
}

/// As of when the oldest evidence is that the decision rests on.
pub(crate) fn evidence_as_of(report: &AnswerReport) -> Option<Timestamp> {
    statements(report).map(StatusStatement::issued_at).min()
}

fn loosening_called(code: &str) -> Coded {
    let known = Loosening::ALL.iter().find(|loosening| loosening.as_str() == code);
    known.map_or_else(
        || Coded { code: code.to_owned(), words: Words::new(code, code) },
        |known| of_loosening(*known),
    )
}

impl ReasonView {
    fn of(reason: &Reason) -> Self {
        let code = reason.code();
        Self { code: code.as_str().to_owned(), words: of_reason(code, reason.words()), advice: advice(code) }
    }

    fn called(code: &str) -> Self {
        match ReasonCode::ALL.iter().find(|known| known.as_str() == code) {
            Some(known) => Self {
                code: code.to_owned(),
                words: of_reason(*known, known.words()),
                advice: advice(*known),
            },
            None => Self {
                code: code.to_owned(),
                words: Words::new(
                    format!("the credential is not in order ({code})"),
                    format!("der Nachweis ist nicht in Ordnung ({code})"),
                ),
                advice: None,
            },
        }
    }
}

impl ClaimView {
    fn of(ask: &Ask, accepted: &AcceptedAnswer) -> Self {
        let (state, value) = match accepted.claim(&ask.path) {
            Claim::Disclosed(values) => ("disclosed", shown(ask, &values)),
            Claim::Withheld => ("withheld", None),
            Claim::NotIssued => ("not_issued", None),
            Claim::Conflict(one, other) => ("conflict", serde_json::to_value([one, other]).ok()),
            _ => ("undisclosed", None),
        };
        Self { label: ask.label.clone(), path: ask.path.clone(), state, value }
    }
}

/// The value; a list where the path leads to several.
fn shown(ask: &Ask, values: &[vouchsafe_credential::json::Value<'_>]) -> Option<serde_json::Value> {
    let several = ask.path.elements().contains(&vouchsafe_credential::PathElement::Every);
    match values {
        [one] if !several => serde_json::to_value(one).ok(),
        several => serde_json::to_value(several).ok(),
    }
}

impl EvidenceView {
    fn of(statement: &StatusStatement) -> Self {
        Self {
            what: if statement.period().is_some() { "registry" } else { "status_list" },
            from: statement.list().to_owned(),
            as_of: statement.issued_at().to_string(),
        }
    }
}
