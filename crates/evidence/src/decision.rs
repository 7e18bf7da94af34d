use crate::registry::Wanted;
use crate::{Error, EvidenceStore, Fetch, Jitter, Refresher, StatusListSource, StatusSigner};
use vouchsafe_credential::{CredentialType, Timestamp};
use vouchsafe_type_metadata::Integrity;
use vouchsafe_verifier::{Evidence, Need, Pending, PendingAnswer, RegistryEvidence, WantedStatusList};

/// What a verifier's decision wants to rest on.
#[derive(Debug, Clone)]
pub struct DecisionNeeds {
    needs: Vec<Need>,
    lists: Vec<WantedStatusList>,
}

impl DecisionNeeds {
    /// Of a presentation.
    #[must_use]
    pub fn of(pending: &Pending) -> Self {
        Self { needs: pending.needs().to_vec(), lists: pending.status_lists() }
    }

    /// Of an answer to a query.
    #[must_use]
    pub fn of_answer(pending: &PendingAnswer) -> Self {
        Self { needs: pending.needs(), lists: pending.status_lists() }
    }

    /// Each once.
    #[must_use]
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }
}

impl EvidenceStore {
    /// What is at hand of what a decision wants, beside what was given. Asks nobody; whether any of it counts, the decision says.
    #[must_use]
    pub fn evidence_for(&self, wanted: &DecisionNeeds, given: Evidence, now: Timestamp) -> Evidence {
        wanted.needs.iter().fold(given, |evidence, need| match need {
            Need::StatusList { uri } => {
                let lists = self.status_lists_at(uri, now).into_iter();
                lists.fold(evidence, |evidence, list| evidence.received(list.token(), list.received_at()))
            }
            Need::Statements { registry } => {
                self.registries_of(registry).into_iter().fold(evidence, Evidence::registry)
            }
            Need::TypeMetadata { credential_type, integrity } => {
                let documents = described(credential_type, integrity.as_deref())
                    .and_then(|(of, integrity)| self.type_documents(&of, integrity.as_ref(), now));
                documents.into_iter().flatten().fold(evidence, Evidence::type_metadata)
            }
            _ => evidence,
        })
    }

    /// Those of this id, by whatever keys.
    fn registries_of(&self, id: &str) -> Vec<RegistryEvidence> {
        let files = self.registries_called(id);
        let each = files.iter().filter_map(|files| {
            let mut evidence = RegistryEvidence::new(files.description()).ok()?;
            // Each was verified when it came: what the rest says counts all the same.
            for (_, text) in files.segments() {
                let _ = evidence.add_statements(text);
            }
            Some(evidence)
        });
        each.collect()
    }
}

impl<F: Fetch> Refresher<F> {
    /// Fetches what a decision wants and is not at hand, or due; and says of each what came of it.
    ///
    /// Whoever calls this while somebody presents lets those who serve it know when that is: call it ahead where that can be.
    pub async fn fetch_for(
        &self,
        wanted: &DecisionNeeds,
        now: Timestamp,
        jitter: Jitter,
    ) -> Vec<(Need, Result<(), Error>)> {
        let mut all = Vec::new();
        for need in &wanted.needs {
            let fetched = match need {
                Need::StatusList { uri } => self.fetch_lists(wanted, uri, now, jitter).await,
                Need::Statements { registry } => self.fetch_statements(registry, now, jitter).await,
                Need::TypeMetadata { credential_type, integrity } => {
                    match described(credential_type, integrity.as_deref()) {
                        Some((of, integrity)) => {
                            self.type_metadata(&of, integrity.as_ref(), now).await.map(|_| ())
                        }
                        None => Err(Error::NowhereToFetch),
                    }
                }
                _ => continue,
            };
            all.push((need.clone(), fetched));
        }
        all
    }

    /// The list at `uri` for each of the issuers of whom a credential names it.
    async fn fetch_lists(
        &self,
        wanted: &DecisionNeeds,
        uri: &str,
        now: Timestamp,
        jitter: Jitter,
    ) -> Result<(), Error> {
        for list in wanted.lists.iter().filter(|list| list.uri == uri) {
            let signer = StatusSigner::trusted(&list.signers).ok_or(Error::SignerUnknown)?;
            self.status_list(&StatusListSource::new(uri, signer), now, jitter).await?;
        }
        Ok(())
    }

    async fn fetch_statements(&self, registry: &str, now: Timestamp, jitter: Jitter) -> Result<(), Error> {
        let reference = self.registry_at(registry, now).await?;
        self.registry(&reference, Wanted::Newest, now, jitter).await.map(|_| ())
    }
}

fn described(credential_type: &str, integrity: Option<&str>) -> Option<(CredentialType, Option<Integrity>)> {
    let integrity = integrity.map(Integrity::new).transpose().ok()?;
    Some((CredentialType::new(credential_type).ok()?, integrity))
}
