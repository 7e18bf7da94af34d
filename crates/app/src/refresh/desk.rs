use super::EvidenceFetcher;
use crate::{Error, ErrorView};
use serde::Serialize;
use std::collections::BTreeMap;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_evidence::{DecisionNeeds, StatusSigner};
use vouchsafe_verifier::{Evidence, Need, Policy};

/// What came of a file with evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapshotView {
    /// So many entries were taken.
    pub taken: usize,
    /// Those that were not, by the code of what refused them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<&'static str, usize>,
    /// Whether the file has as many entries as it says.
    pub is_whole: bool,
}

/// What came of something that a decision wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FetchedView {
    /// `status_list`, `registry` or `type_metadata`.
    pub what: &'static str,
    /// Its address, or the name of what it is about.
    pub from: String,
    /// Why it is not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorView>,
}

impl EvidenceFetcher {
    /// Takes what is authentic in a file with evidence, by those whom the policy trusts.
    ///
    /// # Errors
    /// [`Error::Evidence`] for a file that is none. Then nothing was taken.
    pub fn load_snapshot(&self, file: &[u8], policy: &Policy, now: Timestamp) -> Result<SnapshotView, Error> {
        let signers = policy.list_signers();
        let signers: Vec<_> = signers.iter().filter_map(|signers| StatusSigner::trusted(signers)).collect();
        let report = self.refresher.store().load_snapshot(file, &signers, now)?;
        Ok(SnapshotView { taken: report.taken, refused: report.refused, is_whole: report.is_whole })
    }

    /// All that is at hand and authentic by itself, as a file for a desk without a network.
    #[must_use]
    pub fn snapshot(&self, now: Timestamp) -> Vec<u8> {
        self.refresher.store().to_snapshot(now)
    }

    /// Fetches what a decision wants and is not at hand, or due. Whoever serves it learns that somebody wants it now.
    ///
    /// # Errors
    /// [`Error::Evidence`] if there is no randomness; [`Error::NetworkUnavailable`]. What could not be fetched is told in the view.
    pub fn fetch_for(&self, wanted: &DecisionNeeds, now: Timestamp) -> Result<Vec<FetchedView>, Error> {
        let fetched = self.wait(self.refresher.fetch_for(wanted, now, Self::jitter()?))?;
        Ok(fetched.into_iter().map(|(need, outcome)| FetchedView::new(&need, outcome)).collect())
    }

    /// What is at hand of what a decision wants, beside what was given. Asks nobody.
    #[must_use]
    pub fn evidence_for(&self, wanted: &DecisionNeeds, given: Evidence, now: Timestamp) -> Evidence {
        self.refresher.store().evidence_for(wanted, given, now)
    }

    /// The keys that an issuer publishes about itself, a JWK Set: for one that somebody trusts by its name already.
    ///
    /// # Errors
    /// [`Error::Evidence`]; [`Error::NetworkUnavailable`].
    pub fn published_keys(&self, issuer: &IssuerId, now: Timestamp) -> Result<String, Error> {
        let listed = std::slice::from_ref(issuer);
        let keys = self.wait(self.refresher.issuer_keys(issuer, listed, now))??;
        Ok(keys.jwk_set().to_owned())
    }
}

impl FetchedView {
    fn new(need: &Need, outcome: Result<(), vouchsafe_evidence::Error>) -> Self {
        let (what, from) = match need {
            Need::StatusList { uri } => ("status_list", uri.as_str()),
            Need::Statements { registry } => ("registry", registry.as_str()),
            Need::TypeMetadata { credential_type, .. } => ("type_metadata", credential_type.as_str()),
            _ => ("other", ""),
        };
        let error = outcome.err().map(|error| Error::from(error).view());
        Self { what, from: vouchsafe_credential::shown::escape(from).into_owned(), error }
    }
}
