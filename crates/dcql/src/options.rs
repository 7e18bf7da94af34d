use crate::{CredentialSet, Query, QueryId, Requirement};
use std::collections::BTreeSet;

/// How a query can be answered with the credentials that there are (OpenID4VP section 6.4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOptions {
    sets: Vec<SetOptions>,
}

/// One credential set and its options. A query without `credential_sets` has one, required, with all credentials as its only
/// option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetOptions {
    requirement: Requirement,
    options: Vec<AnswerOption>,
}

/// One combination of credentials that answers a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOption {
    credentials: Vec<QueryId>,
    missing: Vec<QueryId>,
}

impl AnswerOptions {
    /// The sets, in the order of the query.
    #[must_use]
    pub fn sets(&self) -> &[SetOptions] {
        &self.sets
    }

    /// The first way that the verifier names to answer each required set, and no optional set: the credential queries to
    /// answer, in order, each once. `None` if a required set cannot be answered: then nothing may be returned (section 6.4.2).
    #[must_use]
    pub fn preferred(&self) -> Option<Vec<QueryId>> {
        let required = self.sets.iter().filter(|set| set.requirement == Requirement::Required);
        let chosen: Vec<_> = required.map(SetOptions::preferred).collect::<Option<_>>()?;
        let mut seen = BTreeSet::new();
        let ids = chosen.into_iter().flat_map(|option| &option.credentials);
        Some(ids.filter(|id| seen.insert(*id)).cloned().collect())
    }
}

impl SetOptions {
    /// Whether the set has to be answered.
    #[must_use]
    pub fn requirement(&self) -> Requirement {
        self.requirement
    }

    /// All options, in the order of the query.
    #[must_use]
    pub fn options(&self) -> &[AnswerOption] {
        &self.options
    }

    /// The first option with nothing missing.
    #[must_use]
    pub fn preferred(&self) -> Option<&AnswerOption> {
        self.options.iter().find(|option| option.missing.is_empty())
    }
}

impl AnswerOption {
    /// The credential queries to answer.
    #[must_use]
    pub fn credentials(&self) -> &[QueryId] {
        &self.credentials
    }

    /// Those of them for which there is no credential; the option can be taken if there are none.
    #[must_use]
    pub fn missing(&self) -> &[QueryId] {
        &self.missing
    }
}

impl Query {
    /// Which options can be taken, if `has_candidate` says for which credential queries there is a credential.
    #[must_use]
    pub fn answer_options(&self, has_candidate: impl Fn(&QueryId) -> bool) -> AnswerOptions {
        let available: BTreeSet<_> = self.ids().filter(|id| has_candidate(id)).collect();
        let option = |credentials: &Vec<QueryId>| AnswerOption {
            credentials: credentials.clone(),
            missing: credentials.iter().filter(|id| !available.contains(id)).cloned().collect(),
        };
        let set = |set: &CredentialSet| SetOptions {
            requirement: set.requirement(),
            options: set.options().iter().map(option).collect(),
        };
        AnswerOptions { sets: self.sets_to_answer().iter().map(set).collect() }
    }
}
