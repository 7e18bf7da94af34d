use super::AcceptedAnswer;
use crate::Reason;
use crate::report::{AnswerReport, Verdict};

/// Whether an answer to a query is accepted.
#[derive(Debug)]
#[must_use]
pub enum AnswerDecision {
    /// Every credential is accepted, and together they are what was asked for. Only this has claims.
    Accepted(AcceptedAnswer),
    /// A check failed or could not tell.
    Rejected(RejectedAnswer),
}

impl AnswerDecision {
    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &AnswerReport {
        match self {
            Self::Accepted(accepted) => accepted.report(),
            Self::Rejected(rejected) => rejected.report(),
        }
    }

    /// The credentials and what they rest on, if accepted.
    #[must_use]
    pub fn accepted(self) -> Option<AcceptedAnswer> {
        match self {
            Self::Accepted(accepted) => Some(accepted),
            Self::Rejected(_) => None,
        }
    }
}

/// An answer that is not accepted, and why. It has no claims, not even those of a credential in it that is good:
///
/// ```compile_fail
/// fn read(rejected: vouchsafe_verifier::RejectedAnswer) {
///     rejected.credentials();
/// }
/// ```
#[derive(Debug)]
pub struct RejectedAnswer {
    reasons: Vec<Reason>,
    report: AnswerReport,
}

impl RejectedAnswer {
    pub(super) fn new(report: AnswerReport) -> Self {
        Self { reasons: report.reasons(), report }
    }

    /// True if nothing was refuted, but something could not be established. Show it as "can't tell", never as "no" and never
    /// as "yes".
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        self.report.verdict() == Verdict::Undetermined
    }

    /// Why: first what was refuted, then what could not be established. Never empty. Which credential a reason is about, the
    /// [report](Self::report) tells.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &AnswerReport {
        &self.report
    }
}
