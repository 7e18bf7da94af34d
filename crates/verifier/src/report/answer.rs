use super::{Check, Report, Verdict};
use crate::report::Outcome;
use crate::{Loosening, Reason};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_dcql::QueryId;

/// The version of what [`AnswerReport`] serialises to.
pub const ANSWER_REPORT_VERSION: u32 = 1;

/// To how many keys the credentials of an answer are bound. For information: single-use copies have a key each, so several
/// keys do not mean several people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderKeys {
    /// None of them proves who presents it.
    None,
    /// All that prove it do so by one key.
    One,
    /// They prove it by several keys.
    Several,
}

impl HolderKeys {
    /// `none`, `one` or `several`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "one",
            Self::Several => "several",
        }
    }
}

/// What was checked of one credential of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialReport {
    pub(crate) id: QueryId,
    pub(crate) index: usize,
    pub(crate) report: Report,
}

impl CredentialReport {
    /// The credential query that it answers.
    #[must_use]
    pub fn id(&self) -> &QueryId {
        &self.id
    }

    /// Its position among those that do, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Every check of it.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// Every check of a decision on an answer: those of each credential, and those of all together. Holds no claim values but
/// issuers, types and dates.
///
/// `Display` writes it as lines for a person; `Serialize` as an object with a `version`, times in Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerReport {
    pub(crate) policy: Option<String>,
    pub(crate) decided_at: Timestamp,
    pub(crate) checks: Vec<Check>,
    pub(crate) holder_keys: HolderKeys,
    pub(crate) unneeded: Vec<QueryId>,
    pub(crate) credentials: Vec<CredentialReport>,
}

impl AnswerReport {
    /// What the checks come to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let failed = |check: &Check| matches!(check.outcome(), Outcome::Failed(_));
        if self.all_checks().any(failed) {
            Verdict::Rejected
        } else if self.all_checks().any(|check| check.reason().is_some()) {
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

    /// The checks of the answer as a whole, in the order made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Those of each credential, in the order of the answer. None if the answer was refused before a signature was looked at.
    #[must_use]
    pub fn credentials(&self) -> &[CredentialReport] {
        &self.credentials
    }

    /// To how many keys the credentials are bound.
    #[must_use]
    pub fn holder_keys(&self) -> HolderKeys {
        self.holder_keys
    }

    /// Credential queries that are answered without need: the query is satisfied without them. They are checked like all
    /// others.
    #[must_use]
    pub fn unneeded(&self) -> &[QueryId] {
        &self.unneeded
    }

    /// What the policy let pass that [`Policy::strict`](crate::Policy::strict) would not; each once.
    #[must_use]
    pub fn loosenings(&self) -> Vec<Loosening> {
        super::loosenings(self.all_checks())
    }

    /// Why it is not accepted: first what failed, then what could not be told.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        super::reasons(self.all_checks())
    }

    fn all_checks(&self) -> impl Iterator<Item = &Check> + Clone {
        let of_credentials = self.credentials.iter().flat_map(|credential| credential.report.checks());
        self.checks.iter().chain(of_credentials)
    }
}

impl fmt::Display for AnswerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict() {
            Verdict::Accepted => "Accepted",
            Verdict::Rejected => "Not accepted",
            Verdict::Undetermined => "Can't tell",
        };
        write!(f, "{verdict}, as of {}", self.decided_at)?;
        if let Some(policy) = &self.policy {
            write!(f, ", by the policy \"{}\"", shown::escape(policy))?;
        }
        self.checks.iter().try_for_each(|check| write!(f, "\n  {check}"))?;
        for credential in &self.credentials {
            write!(f, "\n\n{}[{}]: {}", credential.id, credential.index, credential.report)?;
        }
        Ok(())
    }
}

impl Serialize for CredentialReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut credential = serializer.serialize_struct("CredentialReport", 3)?;
        credential.serialize_field("id", self.id.as_str())?;
        credential.serialize_field("index", &self.index)?;
        credential.serialize_field("report", &self.report)?;
        credential.end()
    }
}

impl Serialize for AnswerReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let unneeded: Vec<_> = self.unneeded.iter().map(QueryId::as_str).collect();
        let mut report = serializer.serialize_struct("AnswerReport", 10)?;
        report.serialize_field("version", &ANSWER_REPORT_VERSION)?;
        report.serialize_field("verdict", self.verdict().as_str())?;
        report.serialize_field("policy", &self.policy)?;
        report.serialize_field("decided_at", &self.decided_at.as_unix())?;
        report.serialize_field("holder_keys", self.holder_keys.as_str())?;
        report.serialize_field("unneeded", &unneeded)?;
        report.serialize_field("loosenings", &self.loosenings())?;
        report.serialize_field("reasons", &self.reasons())?;
        report.serialize_field("checks", &self.checks)?;
        report.serialize_field("credentials", &self.credentials)?;
        report.end()
    }
}
