//! What decisions rest on, fetched on a schedule and never because somebody waits.

use crate::check::Check;
use crate::limits::MAX_WANTED;
use crate::{Error, Station};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use vouchsafe_credential::Timestamp;
use vouchsafe_evidence::{
    Error as EvidenceError, Fetch, Jitter, Refresher, StatusListSource, StatusSigner, Wanted,
};
use vouchsafe_verifier::Need;

/// Status lists and registries that answers named and nobody had: their addresses stand in credentials of trusted issuers, whose signatures
/// held. From the next round on they are fetched like those that the checks name.
#[derive(Default)]
pub(crate) struct Missed(Mutex<BTreeSet<Source>>);

/// One thing that is fetched, for a check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    StatusList { check: String, uri: String },
    Registry { id: String },
}

impl Missed {
    /// Remembers what was wanted; so much, and no more.
    pub(crate) fn note(&self, check: &Check, needs: &[Need]) {
        let mut missed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for need in needs {
            let source = match need {
                Need::StatusList { uri } => Source::StatusList { check: check.id.clone(), uri: uri.clone() },
                Need::Statements { registry } => Source::Registry { id: registry.clone() },
                _ => continue,
            };
            if missed.len() < MAX_WANTED {
                missed.insert(source);
            }
        }
    }
}

impl Station {
    /// Fetches what is due of what the checks name, and of what answers named before: to be called every minute. What cannot be had now
    /// is asked for again in a later round.
    ///
    /// # Errors
    /// The last of what went wrong; the rest was fetched.
    pub async fn refresh(&self, refresher: &Refresher<impl Fetch>) -> Result<(), Error> {
        let mut outcome = Ok(());
        for source in self.sources() {
            let jitter = Jitter::draw(&mut (self.edge.randomness)()).map_err(|_| Error::Randomness)?;
            if let Err(error) = self.fetch(refresher, &source, self.now(), jitter).await {
                outcome = Err(error.into());
            }
        }
        outcome
    }

    fn sources(&self) -> BTreeSet<Source> {
        let mut sources = self.missed.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for check in self.checks.all() {
            let list = |uri: &String| Source::StatusList { check: check.id.clone(), uri: uri.clone() };
            sources.extend(check.sources.status_lists.iter().map(list));
            sources.extend(check.sources.registries.iter().map(|id| Source::Registry { id: id.clone() }));
        }
        sources
    }

    async fn fetch(
        &self,
        refresher: &Refresher<impl Fetch>,
        source: &Source,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<(), EvidenceError> {
        match source {
            Source::StatusList { check, uri } => {
                let signer = self.checks.get(check).and_then(|check| check.status_signer());
                let signer = signer.ok_or(EvidenceError::SignerUnknown)?;
                refresher.status_list(&StatusListSource::new(uri, signer), now, jitter).await?;
            }
            Source::Registry { id } => {
                let registry = refresher.registry_at(id, now).await?;
                refresher.registry(&registry, Wanted::Newest, now, jitter).await?;
            }
        }
        Ok(())
    }

    /// As of when the oldest status list is that is kept fresh; none if there is none.
    pub(crate) fn oldest_evidence(&self) -> Option<Timestamp> {
        let now = self.now();
        let newest = |source: Source| match source {
            Source::StatusList { uri, .. } => {
                self.evidence.status_lists_at(&uri, now).iter().map(|list| list.issued_at()).max()
            }
            Source::Registry { .. } => None,
        };
        self.sources().into_iter().filter_map(newest).min()
    }
}

impl Check {
    /// Everybody who may sign a status list by this check's trust list, as far as that names keys.
    fn status_signer(&self) -> Option<StatusSigner> {
        let entries = self.verifier.policy().trust_list().entries();
        let signers = entries.iter().flat_map(|entry| entry.status_signers());
        signers.map(|(name, keys)| StatusSigner::issuer(name.clone(), keys.to_vec())).reduce(StatusSigner::or)
    }
}
