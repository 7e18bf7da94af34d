use crate::report::{Report, Verdict};
use crate::{Accepted, Reason};

/// Whether a presentation is accepted.
#[derive(Debug)]
#[must_use]
pub enum Decision {
    /// Every check passed, or the policy let it pass. Only this has claims.
    Accepted(Accepted),
    /// A check failed or could not tell.
    Rejected(Rejected),
}

impl Decision {
    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &Report {
        match self {
            Self::Accepted(accepted) => accepted.report(),
            Self::Rejected(rejected) => rejected.report(),
        }
    }

    /// The claims and what they rest on, if accepted.
    #[must_use]
    pub fn accepted(self) -> Option<Accepted> {
        match self {
            Self::Accepted(accepted) => Some(accepted),
            Self::Rejected(_) => None,
        }
    }
}

/// A presentation that is not accepted, and why. It has no claims:
///
/// ```compile_fail
/// fn name(rejected: vouchsafe_verifier::Rejected) -> String {
///     rejected.claims().to_json()
/// }
/// ```
#[derive(Debug)]
pub struct Rejected {
    reasons: Vec<Reason>,
    report: Report,
}

impl Rejected {
    pub(crate) fn new(report: Report) -> Self {
        Self { reasons: report.reasons(), report }
    }

    /// True if nothing was refuted, but something could not be established: an issuer's key that is not known here, a
    /// status that is not known or too old. With other evidence the answer may be another. Show it as "can't tell",
    /// never as "no" and never as "yes".
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        self.report.verdict() == Verdict::Undetermined
    }

    /// Why: first what was refuted, then what could not be established. Never empty.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}
