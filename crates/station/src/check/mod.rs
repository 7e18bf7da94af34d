//! What the staff can ask for: each check is a file that says what is asked, by which policy an answer is judged, and what is kept.

mod demo;
mod directory;
mod file;
mod question;

pub use directory::Checks;
pub(crate) use question::{Ask, steps};

use crate::words::{Coded, Words, of_rule};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::Duration;
use vouchsafe_openid4vc::vp::ResponseMode;
use vouchsafe_verifier::{TrustEntry, Verifier};

/// One check, ready to be used.
pub(crate) struct Check {
    /// What it is called in addresses: the name of its file.
    pub(crate) id: String,
    pub(crate) name: Words,
    /// The DCQL query.
    pub(crate) query: String,
    pub(crate) asks: Vec<Ask>,
    pub(crate) mode: ResponseMode,
    pub(crate) verifier: Verifier,
    /// SHA-256 of the policy file, in base64url.
    pub(crate) policy_digest: String,
    pub(crate) keeps: Keeps,
    pub(crate) sources: Sources,
}

/// What is fetched before anybody presents anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sources {
    #[serde(default)]
    pub(crate) status_lists: Vec<String>,
    /// By their ids.
    #[serde(default)]
    pub(crate) registries: Vec<String>,
}

/// What is left of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keeps {
    pub(crate) claims: KeptClaims,
    /// For how long the decision is in the log.
    pub(crate) time: Duration,
}

/// Whether the values that were shown are kept with the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeptClaims {
    Kept,
    Dropped,
}

/// A check as the pages have it.
#[derive(Serialize)]
pub(crate) struct CheckView<'a> {
    id: &'a str,
    name: &'a Words,
    asks: &'a [Ask],
    trusts: Vec<TrustView>,
    rules: Vec<Coded>,
    keeps: KeepsView,
}

#[derive(Serialize)]
struct TrustView {
    issuer: String,
    /// None is every type.
    types: Vec<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct KeepsView {
    claims: bool,
    days: u64,
}

impl Check {
    pub(crate) fn view(&self) -> CheckView<'_> {
        let policy = self.verifier.policy();
        CheckView {
            id: &self.id,
            name: &self.name,
            asks: &self.asks,
            trusts: policy.trust_list().entries().iter().map(TrustView::of).collect(),
            rules: policy.rules().iter().filter_map(of_rule).collect(),
            keeps: KeepsView {
                claims: self.keeps.claims == KeptClaims::Kept,
                days: self.keeps.time.as_secs() / Duration::from_days(1).as_secs(),
            },
        }
    }
}

impl TrustView {
    fn of(entry: &TrustEntry) -> Self {
        let types = entry.types().unwrap_or_default();
        Self {
            issuer: entry.names().join(", "),
            types: types.iter().map(|one| one.as_str().to_owned()).collect(),
            until: entry.ends().map(|end| end.to_string()),
        }
    }
}
