use crate::checks::{self, Credential};
use crate::policy::OnTypeMetadata;
use crate::report::{Check, Report, Rule, Subject};
use crate::{
    Accepted, Decision, Evidence, Need, Policy, Reason, Rejected, Request, Verifier, WantedStatusList,
};
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::Timestamp;
use vouchsafe_dcql::CredentialQuery;
use vouchsafe_jose::VerifyingKey;

/// Who says which claims have to be shown.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    ByPolicy,
    Query(&'a CredentialQuery),
}

impl Asked<'_> {
    fn subject(self) -> Subject {
        match self {
            Self::ByPolicy => Subject::RequiredClaim,
            Self::Query(_) => Subject::Query,
        }
    }
}

/// A presentation of which everything is checked but what takes evidence. See [`Verifier::begin`](crate::Verifier::begin).
///
/// It has no claims, and it is decided on once:
/// ```compile_fail
/// fn read(pending: &vouchsafe_verifier::Pending) {
///     pending.claims();
/// }
/// ```
/// ```compile_fail
/// use vouchsafe_verifier::{Evidence, Pending, Timestamp};
/// fn decide_twice(pending: Pending, evidence: &Evidence, now: Timestamp) {
///     let _ = pending.decide(evidence, now);
///     let _ = pending.decide(evidence, now);
/// }
/// ```
#[must_use]
pub struct Pending {
    policy: Arc<Policy>,
    /// In the order made.
    checks: Vec<Check>,
    /// `None` if the issuer's signature could not be verified.
    credential: Option<Credential>,
    needs: Vec<Need>,
    /// The subject of the checks on claims that have to be shown.
    asked: Subject,
}

impl Pending {
    pub(crate) fn new(
        verifier: &Verifier,
        presentation: &str,
        request: &Request,
        asked: Asked<'_>,
        now: Timestamp,
    ) -> Self {
        let mut checks = Vec::new();
        let credential = checks::authenticate(verifier, presentation, request, now, &mut checks);
        Self::of(verifier, credential, checks, request, asked, now)
    }

    /// The rest of the first step, after the checks that lead to a credential.
    pub(crate) fn of(
        verifier: &Verifier,
        credential: Result<Credential, Check>,
        mut checks: Vec<Check>,
        request: &Request,
        asked: Asked<'_>,
        now: Timestamp,
    ) -> Self {
        let policy = verifier.shared_policy();
        let credential = credential.map_err(|check| checks.push(check)).ok();
        if let Some(credential) = &credential {
            checks.push(checks::credential_type(&policy, credential));
            checks.extend(checks::holder_binding(&policy, request, credential, now));
            match asked {
                Asked::ByPolicy => checks.extend(checks::required_claims(&policy, credential)),
                Asked::Query(query) => checks.push(checks::query(&policy, query, credential)),
            }
        }
        let asked = asked.subject();
        let mut pending = Self { policy, checks, credential, needs: Vec::new(), asked };
        pending.needs = pending.wanted(now);
        pending
    }

    /// What evidence the decision wants. Empty if the presentation is refused already, or needs none.
    ///
    /// Deciding without it is possible; the policy says what to make of a status that is not known.
    #[must_use]
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// The status lists among [`needs`](Self::needs), each with who may have signed it, for whoever fetches them ahead of the decision.
    #[must_use]
    pub fn status_lists(&self) -> Vec<WantedStatusList> {
        let Some(credential) = &self.credential else { return Vec::new() };
        let uris = self.needs.iter().filter_map(|need| match need {
            Need::StatusList { uri } => Some(uri.clone()),
            _ => None,
        });
        uris.map(|uri| WantedStatusList { uri, signers: credential.list_signers(&self.policy) }).collect()
    }

    /// Second step: validity, type metadata and status as of `now`, then the decision.
    ///
    /// Status evidence is looked at only if everything else passed (Token Status List section 8.3). Each token in `evidence`
    /// for the credential's list has to be signed for the credential's issuer; the newest that is counts.
    pub fn decide(mut self, evidence: &Evidence, now: Timestamp) -> Decision {
        let mut status = None;
        let is_open = |checks: &[Check]| checks.iter().all(|check| check.reason().is_none());
        if let Some(credential) = &mut self.credential {
            self.checks.extend(checks::validity(&self.policy, credential, now));
            if is_open(&self.checks) {
                self.checks.extend(checks::type_metadata(&self.policy, credential, evidence));
            }
            if is_open(&self.checks) {
                status = checks::status(&self.policy, credential, evidence, now, &mut self.checks);
            } else {
                self.checks.push(Check::skipped(Subject::Status, Rule::EarlierCheck, "not looked up"));
            }
        } else {
            let all = [Subject::Type, Subject::HolderBinding, self.asked, Subject::Validity, Subject::Status];
            let looked_at: Vec<_> = self.checks.iter().map(Check::subject).collect();
            let rest = all.into_iter().filter(|subject| !looked_at.contains(subject));
            let skipped = rest.map(|subject| Check::skipped(subject, Rule::EarlierCheck, "not looked at"));
            self.checks.extend(skipped);
        }
        let credential = self.credential.as_ref();
        let report = Report {
            policy: self.policy.name.clone(),
            decided_at: now,
            issuer: credential.and_then(|credential| credential.issuer.clone()),
            credential_type: credential.and_then(Credential::credential_type),
            status,
            checks: self.checks,
        };
        match self.credential {
            Some(credential) if report.reasons().is_empty() => {
                Decision::Accepted(Accepted::new(credential, report))
            }
            _ => Decision::Rejected(Rejected::new(report)),
        }
    }

    /// False if it is refused already.
    pub(crate) fn is_open(&self) -> bool {
        self.checks.iter().all(|check| check.reason().is_none())
    }

    /// By which key the holder answered.
    pub(crate) fn holder_key(&self) -> Option<&VerifyingKey> {
        self.credential.as_ref()?.holder_key()
    }

    /// Refuses every other `typ` of the issuer's header.
    pub(crate) fn expect_typ(&mut self, typ: &str) {
        if let Some(credential) = &self.credential
            && credential.typ() != Some(typ)
        {
            let error = vouchsafe_sd_jwt::Error::TypUnexpected;
            self.checks.push(Check::failed(Subject::Signature, Reason::format(error.code(), &error)));
        }
    }

    fn wanted(&self, now: Timestamp) -> Vec<Need> {
        let Some(credential) = &self.credential else { return Vec::new() };
        let validity = checks::validity(&self.policy, credential, now);
        if !self.is_open() || validity.iter().any(|check| check.reason().is_some()) {
            return Vec::new();
        }
        let policy_demands = self.policy.on_type_metadata == OnTypeMetadata::Required;
        let list = credential.status_list().map(|list| Need::StatusList { uri: list.uri().to_owned() });
        let statements = credential
            .membership()
            .map(|membership| Need::Statements { registry: membership.registry.registry().to_owned() });
        let described = credential.credential_type().filter(|_| policy_demands);
        let type_metadata = described.map(|of| Need::TypeMetadata {
            credential_type: of.as_str().to_owned(),
            integrity: credential.integrity().ok().flatten().map(|integrity| integrity.as_str().to_owned()),
        });
        list.into_iter().chain(statements).chain(type_metadata).collect()
    }
}

/// What was checked and what is wanted; no claims.
impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("checks", &self.checks)
            .field("needs", &self.needs)
            .finish_non_exhaustive()
    }
}
