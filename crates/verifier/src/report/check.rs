use crate::{Loosening, Reason, ReasonCode};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;

/// What a check looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// Shape and limits of the text.
    Presentation,
    /// Who may have issued the credential, by the trust list.
    Issuer,
    /// The issuer's signature, and that every disclosure belongs under it.
    Signature,
    /// The credential's type.
    Type,
    /// That the presenter holds the credential and answers this request.
    HolderBinding,
    /// One claim that the policy requires.
    RequiredClaim,
    /// That a credential, or an answer as a whole, is what the query asks for.
    Query,
    /// One claim that several credentials of an answer show: that they agree on it.
    Agreement,
    /// `iat`, `nbf` and `exp`.
    Validity,
    /// That what is shown keeps to the type metadata of its type.
    TypeMetadata,
    /// One status list token, or the ways the credential has to tell its status.
    StatusEvidence,
    /// What the status list says.
    Status,
    /// How old that is.
    StatusFreshness,
}

impl Subject {
    /// A name that never changes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Presentation => "presentation",
            Self::Issuer => "issuer",
            Self::Signature => "signature",
            Self::Type => "type",
            Self::HolderBinding => "holder_binding",
            Self::RequiredClaim => "required_claim",
            Self::Query => "query",
            Self::Agreement => "agreement",
            Self::Validity => "validity",
            Self::TypeMetadata => "type_metadata",
            Self::StatusEvidence => "status_evidence",
            Self::Status => "status",
            Self::StatusFreshness => "status_freshness",
        }
    }
}

/// By which rule a check was not made, or its result not heeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// An earlier check did not pass, so this one would tell nothing. The status of a credential that is refused
    /// already is not looked up (Token Status List section 8.3).
    EarlierCheck,
    /// Other evidence for the same question is newer, or authentic where this is not.
    BetterEvidence,
    /// The policy lets it pass.
    Policy(Loosening),
}

impl Rule {
    /// A name that never changes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EarlierCheck => "earlier_check",
            Self::BetterEvidence => "better_evidence",
            Self::Policy(loosening) => loosening.as_str(),
        }
    }
}

/// How a check came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What was claimed holds.
    Passed,
    /// What was claimed does not hold.
    Failed(Reason),
    /// It could be neither established nor refuted.
    CouldNotTell(Reason),
    /// It was not made, or its result does not count.
    Skipped(Rule),
}

impl Outcome {
    /// `passed`, `failed`, `could_not_tell` or `skipped`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::CouldNotTell(_) => "could_not_tell",
            Self::Skipped(_) => "skipped",
        }
    }
}

/// One check of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    subject: Subject,
    outcome: Outcome,
    words: String,
}

impl Check {
    pub(crate) fn passed(subject: Subject, words: impl Into<String>) -> Self {
        Self { subject, outcome: Outcome::Passed, words: words.into() }
    }

    pub(crate) fn failed(subject: Subject, reason: Reason) -> Self {
        Self { subject, words: reason.words().to_owned(), outcome: Outcome::Failed(reason) }
    }

    pub(crate) fn could_not_tell(subject: Subject, reason: Reason) -> Self {
        Self { subject, words: reason.words().to_owned(), outcome: Outcome::CouldNotTell(reason) }
    }

    pub(crate) fn skipped(subject: Subject, rule: Rule, words: impl Into<String>) -> Self {
        Self { subject, outcome: Outcome::Skipped(rule), words: words.into() }
    }

    /// Passed because the policy lets it pass.
    pub(crate) fn loosened(subject: Subject, loosening: Loosening) -> Self {
        Self::skipped(subject, Rule::Policy(loosening), loosening.words())
    }

    /// What it looked at.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// How it came out.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What was found, in words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The reason, if it failed or could not tell.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match &self.outcome {
            Outcome::Failed(reason) | Outcome::CouldNotTell(reason) => Some(reason),
            Outcome::Passed | Outcome::Skipped(_) => None,
        }
    }
}

/// `passed          signature: ..`
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match &self.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "FAILED",
            Outcome::CouldNotTell(_) => "can't tell",
            Outcome::Skipped(Rule::Policy(_)) => "let pass",
            Outcome::Skipped(_) => "skipped",
        };
        let subject = self.subject.as_str().replace('_', " ");
        write!(f, "{outcome:<10}  {subject:<16}  {}", self.words)?;
        match self.reason() {
            Some(reason) => write!(f, " ({})", reason.code()),
            None => Ok(()),
        }
    }
}

/// `{"check":..,"outcome":..,"code":..,"rule":..,"words":..}`
impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = match self.outcome {
            Outcome::Skipped(rule) => Some(rule.as_str()),
            _ => None,
        };
        let mut check = serializer.serialize_struct("Check", 5)?;
        check.serialize_field("check", self.subject.as_str())?;
        check.serialize_field("outcome", self.outcome.as_str())?;
        check.serialize_field("code", &self.reason().map(|reason| ReasonCode::as_str(reason.code())))?;
        check.serialize_field("rule", &rule)?;
        check.serialize_field("words", &self.words)?;
        check.end()
    }
}
