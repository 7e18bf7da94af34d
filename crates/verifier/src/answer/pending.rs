use super::vp_token::VpToken;
use super::{AcceptedAnswer, AnswerDecision, RejectedAnswer, agreement};
use crate::checks::says_something;
use crate::pending::Asked;
use crate::report::{AnswerReport, Check, CredentialReport, HolderKeys, Rule, Subject};
use crate::{
    Accepted, Claim, Decision, Evidence, Need, Pending, Policy, Reason, ReasonCode, Request, Verifier,
    WantedStatusList,
};
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::Timestamp;
use vouchsafe_dcql::{Query, QueryId};

/// An answer to a query of which everything is checked but what takes evidence. See
/// [`Verifier::begin_answer`](crate::Verifier::begin_answer). It has no claims, and is decided on once.
#[must_use]
pub struct PendingAnswer {
    policy: Arc<Policy>,
    query: Query,
    /// Of the answer as a whole, in the order made.
    checks: Vec<Check>,
    unneeded: Vec<QueryId>,
    credentials: Vec<PendingCredential>,
}

struct PendingCredential {
    id: QueryId,
    index: usize,
    pending: Pending,
}

impl PendingAnswer {
    pub(crate) fn new(
        verifier: &Verifier,
        vp_token: &str,
        query: &Query,
        request: &Request,
        now: Timestamp,
    ) -> Self {
        let mut pending = Self {
            policy: verifier.shared_policy(),
            query: query.clone(),
            checks: Vec::new(),
            unneeded: Vec::new(),
            credentials: Vec::new(),
        };
        match VpToken::parse(vp_token) {
            Ok(token) => pending.begin(verifier, token, request, now),
            Err(reason) => pending.checks.push(Check::failed(Subject::Presentation, reason)),
        }
        pending
    }

    fn begin(&mut self, verifier: &Verifier, token: VpToken, request: &Request, now: Timestamp) {
        self.checks.push(Check::passed(Subject::Presentation, "an answer within the limits"));
        match token.covers(&self.query) {
            Ok(unneeded) => self.unneeded = unneeded,
            Err(reason) => {
                self.checks.push(Check::failed(Subject::Query, reason));
                return;
            }
        }
        self.checks.push(Check::passed(Subject::Query, "everything is answered that has to be"));
        for (id, index, text) in token.into_presentations() {
            let Some(asked) = self.query.credential(&id) else { continue };
            let pending = Pending::new(verifier, &text, request, Asked::Query(asked), now);
            self.credentials.push(PendingCredential { id, index, pending });
        }
    }

    /// What evidence the decision wants, for all credentials together, each once. Empty if the answer is refused already.
    #[must_use]
    pub fn needs(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        if self.credentials.iter().all(|credential| credential.pending.is_open()) {
            for need in self.credentials.iter().flat_map(|credential| credential.pending.needs()) {
                if !needs.contains(need) {
                    needs.push(need.clone());
                }
            }
        }
        needs
    }

    /// The status lists among [`needs`](Self::needs), as [`Pending::status_lists`] has them: one for each credential that names it.
    #[must_use]
    pub fn status_lists(&self) -> Vec<WantedStatusList> {
        if self.credentials.iter().all(|credential| credential.pending.is_open()) {
            self.credentials.iter().flat_map(|credential| credential.pending.status_lists()).collect()
        } else {
            Vec::new()
        }
    }

    /// Second step: each credential as [`Pending::decide`] does it, then what concerns them together.
    ///
    /// The answer is accepted if every credential is. OpenID4VP section 8.6 would discard one that is not, and see whether the
    /// others satisfy the query; here whoever presents something invalid is told so.
    pub fn decide(mut self, evidence: &Evidence, now: Timestamp) -> AnswerDecision {
        let holder_keys = self.holder_keys();
        let mut decisions = Vec::new();
        for PendingCredential { id, index, pending } in self.credentials {
            decisions.push((id, index, pending.decide(evidence, now)));
        }
        let reports = decisions.iter().map(|(id, index, decision)| CredentialReport {
            id: id.clone(),
            index: *index,
            report: decision.report().clone(),
        });
        let reports = reports.collect();
        let of = |(id, index, decision): (QueryId, usize, Decision)| Some((id, index, decision.accepted()?));
        let accepted: Option<Vec<_>> = decisions.into_iter().map(of).collect();
        let accepted = accepted.filter(|_| self.checks.iter().all(|check| check.reason().is_none()));
        match &accepted {
            Some(accepted) => {
                self.checks.extend(required_claims(&self.policy, accepted));
                self.checks.extend(agreement::check(&self.policy, &self.query, accepted));
            }
            None => {
                let skipped = |subject| Check::skipped(subject, Rule::EarlierCheck, "not looked at");
                self.checks.extend([Subject::RequiredClaim, Subject::Agreement].map(skipped));
            }
        }
        let report = AnswerReport {
            policy: self.policy.name.clone(),
            decided_at: now,
            checks: self.checks,
            holder_keys,
            unneeded: self.unneeded,
            credentials: reports,
        };
        match accepted {
            Some(accepted) if report.reasons().is_empty() => {
                AnswerDecision::Accepted(AcceptedAnswer::new(accepted, report))
            }
            _ => AnswerDecision::Rejected(RejectedAnswer::new(report)),
        }
    }

    fn holder_keys(&self) -> HolderKeys {
        let mut keys = self.credentials.iter().filter_map(|credential| credential.pending.holder_key());
        match keys.next() {
            None => HolderKeys::None,
            Some(first) if keys.all(|key| key == first) => HolderKeys::One,
            Some(_) => HolderKeys::Several,
        }
    }
}

/// What the policy requires has to be shown by one of the credentials.
fn required_claims(policy: &Policy, accepted: &[(QueryId, usize, Accepted)]) -> Vec<Check> {
    let required = policy.required_claims.iter().map(|path| {
        let claims: Vec<_> = accepted.iter().map(|(_, _, accepted)| accepted.claim(path)).collect();
        if claims.iter().any(says_something) {
            return Check::passed(Subject::RequiredClaim, format!("`{path}` is shown"));
        }
        let words = if claims.iter().any(|claim| matches!(claim, Claim::Disclosed(_))) {
            format!("`{path}` is required, but the issuer says there is none")
        } else {
            format!("`{path}` is required, but no credential in the answer shows it")
        };
        Check::failed(Subject::RequiredClaim, Reason::worded(ReasonCode::RequiredClaimMissing, words))
    });
    required.collect()
}

/// What was checked; no claims.
impl fmt::Debug for PendingAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = self.credentials.iter().map(|credential| (&credential.id, &credential.pending));
        f.debug_struct("PendingAnswer")
            .field("checks", &self.checks)
            .field("credentials", &credentials.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
