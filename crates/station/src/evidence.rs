use std::sync::Arc;
use vouchsafe_credential::Timestamp;
use vouchsafe_evidence::{EvidenceStore, RegistryFiles};
use vouchsafe_openid4vc::vp::Answer;
use vouchsafe_verifier::{Evidence, Need, RegistryEvidence};

/// What is at hand of what a decision wants, and what came along with the answer. Nobody is asked anything.
pub(crate) fn gather(store: &EvidenceStore, needs: &[Need], answer: &Answer, now: Timestamp) -> Evidence {
    let mut evidence = Evidence::none();
    for staple in answer.staples() {
        evidence = evidence.stapled(staple.as_str());
    }
    for need in needs {
        match need {
            Need::StatusList { uri } => {
                for list in store.status_lists_at(uri, now) {
                    evidence = evidence.received(list.token(), list.received_at());
                }
            }
            Need::Statements { registry } => {
                let known = store.registries_called(registry);
                evidence = known.iter().filter_map(read).fold(evidence, Evidence::registry);
            }
            // Type metadata is not kept here: a policy that demands it finds none, and says so.
            _ => {}
        }
    }
    evidence
}

/// A registry with all statements that are at hand; nothing of a file that its key did not sign.
fn read(files: &RegistryFiles) -> Option<Arc<RegistryEvidence>> {
    let mut registry = RegistryEvidence::new(files.description()).ok()?;
    for (_, statements) in files.segments() {
        registry.add_statements(statements).ok()?;
    }
    Some(Arc::new(registry))
}
