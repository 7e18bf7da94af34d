//! What was checked, with what outcome, on what evidence.

mod answer;
mod check;
mod status_statement;

pub use answer::{ANSWER_REPORT_VERSION, AnswerReport, CredentialReport, HolderKeys};
pub use check::{Check, Outcome, Rule, Subject};
pub use status_statement::{ProvenPeriod, StatusStatement};

use crate::{Loosening, Reason};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};

/// The version of what [`Report`] serialises to.
pub const REPORT_VERSION: u32 = 1;

/// What a decision comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every check passed, or the policy let it pass.
    Accepted,
    /// A check failed.
    Rejected,
    /// No check failed, but one could not tell.
    Undetermined,
}

impl Verdict {
    /// `accepted`, `rejected` or `undetermined`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Every check of one decision, in the order made. Holds no claim values but issuer, type and dates.
///
/// `Display` writes it as lines for a person; `Serialize` as an object with a `version`, times in Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) policy: Option<String>,
    pub(crate) decided_at: Timestamp,
    pub(crate) issuer: Option<IssuerId>,
    pub(crate) credential_type: Option<CredentialType>,
    pub(crate) status: Option<StatusStatement>,
    pub(crate) checks: Vec<Check>,
}

impl Report {
    /// What the checks come to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let failed = |check: &Check| matches!(check.outcome(), Outcome::Failed(_));
        if self.checks.iter().any(failed) {
            Verdict::Rejected
        } else if self.checks.iter().any(|check| check.reason().is_some()) {
            Verdict::Undetermined
        } else {
            Verdict::Accepted
        }
    }

    /// The name of the policy, if it has one.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        self.policy.as_deref()
    }

    /// As of when the decision was made: the caller's clock.
    #[must_use]
    pub fn decided_at(&self) -> Timestamp {
        self.decided_at
    }

    /// Who issued the credential; `None` before its signature was verified, or where it names nobody.
    #[must_use]
    pub fn issuer(&self) -> Option<&IssuerId> {
        self.issuer.as_ref()
    }

    /// The credential's type; `None` before its signature was verified, or where it names none.
    #[must_use]
    pub fn credential_type(&self) -> Option<&CredentialType> {
        self.credential_type.as_ref()
    }

    /// The evidence of the status, if any was used.
    #[must_use]
    pub fn status(&self) -> Option<&StatusStatement> {
        self.status.as_ref()
    }

    /// The checks in the order made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// What the policy let pass that [`Policy::strict`](crate::Policy::strict) would not; each once.
    #[must_use]
    pub fn loosenings(&self) -> Vec<Loosening> {
        loosenings(self.checks.iter())
    }

    /// Why it is not accepted: first what failed, then what could not be told.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        reasons(self.checks.iter())
    }
}

fn loosenings<'a>(checks: impl Iterator<Item = &'a Check>) -> Vec<Loosening> {
    let mut loosenings = Vec::new();
    for check in checks {
        if let Outcome::Skipped(Rule::Policy(loosening)) = *check.outcome()
            && !loosenings.contains(&loosening)
        {
            loosenings.push(loosening);
        }
    }
    loosenings
}

fn reasons<'a>(checks: impl Iterator<Item = &'a Check> + Clone) -> Vec<Reason> {
    let failed = |check: &&Check| matches!(check.outcome(), Outcome::Failed(_));
    let others = checks.clone().filter(move |check| !failed(check));
    checks.filter(failed).chain(others).filter_map(Check::reason).cloned().collect()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict() {
            Verdict::Accepted => "Accepted",
            Verdict::Rejected => "Not accepted",
            Verdict::Undetermined => "Can't tell",
        };
        write!(f, "{verdict}, as of {}", self.decided_at)?;
        if let Some(policy) = &self.policy {
            write!(f, ", by the policy \"{}\"", vouchsafe_credential::shown::escape(policy))?;
        }
        if let Some(issuer) = &self.issuer {
            write!(f, "\n  issued by  {issuer}")?;
        }
        if let Some(credential_type) = &self.credential_type {
            write!(f, "\n  type       {credential_type}")?;
        }
        self.checks.iter().try_for_each(|check| write!(f, "\n  {check}"))
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 10)?;
        report.serialize_field("version", &REPORT_VERSION)?;
        report.serialize_field("verdict", self.verdict().as_str())?;
        report.serialize_field("policy", &self.policy)?;
        report.serialize_field("decided_at", &self.decided_at.as_unix())?;
        report.serialize_field("issuer", &self.issuer.as_ref().map(IssuerId::as_str))?;
        report.serialize_field("type", &self.credential_type.as_ref().map(CredentialType::as_str))?;
        report.serialize_field("status", &self.status)?;
        report.serialize_field("loosenings", &self.loosenings())?;
        report.serialize_field("reasons", &self.reasons())?;
        report.serialize_field("checks", &self.checks)?;
        report.end()
    }
}
