use super::status::{fresh, stale, unknown};
use super::status_age::StatusAge;
use crate::policy::{STRICT_CLOCK_SKEW, STRICT_STATEMENT_LAG};
use crate::registry_evidence::{KnownStatement, RegistryEvidence};
use crate::report::{Check, ProvenPeriod, Rule, StatusStatement, Subject};
use crate::{Evidence, Loosening, Policy, Reason, ReasonCode};
use std::sync::Arc;
use vouchsafe_bbs::revocation::Period;
use vouchsafe_credential::{Duration, IssuerId, RegistryReference, Timestamp};
use vouchsafe_jpt::{MembershipClaim, Revocation, UnverifiedPresentation, VerifiedPresentation};

/// What a presentation says of a registry from which its credential would be deleted.
pub(crate) struct Membership<'a> {
    /// The registry that the issuer means.
    pub(crate) registry: &'a RegistryReference,
    /// The period in which, as the presenter claims, it was not.
    period: u64,
    /// `None` where that is verified already.
    claim: Option<&'a MembershipClaim>,
}

impl<'a> Membership<'a> {
    /// `None` if the credential cannot be revoked.
    pub(super) fn of(presentation: &'a VerifiedPresentation) -> Option<Self> {
        let registry = presentation.header().revocation()?;
        match presentation.revocation() {
            Revocation::Irrevocable => None,
            Revocation::Claimed(claim) => Some(Self { registry, period: claim.period(), claim: Some(claim) }),
            Revocation::NotRevoked { period } => Some(Self { registry, period: *period, claim: None }),
        }
    }
}

/// That a BBS credential was not revoked, as far as its holder can show it: in one period of its registry or before. What the registry
/// was then, the verifier's own statements say, and never the presentation.
pub(super) fn statements(
    policy: &Policy,
    membership: &Membership<'_>,
    issuer: Option<&IssuerId>,
    evidence: &Evidence,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Option<StatusStatement> {
    let (known, refused) = sift(policy, membership.registry, evidence);
    if let Some(period) = forked_at(&known) {
        let words = format!("{}, in period {period}", ReasonCode::StatusForked.words());
        let reason = Reason::worded(ReasonCode::StatusForked, words);
        checks.push(Check::could_not_tell(Subject::StatusEvidence, reason));
        return None;
    }
    let Some(newest) = newest(policy, &known, now) else {
        checks.extend(unknown(policy, refused));
        return None;
    };
    checks.extend(refused.iter().map(|reason| {
        Check::skipped(Subject::StatusEvidence, Rule::BetterEvidence, format!("not used: {reason}"))
    }));
    let period = ProvenPeriod { number: membership.period, newest: newest.number() };
    if period.lag() > policy.max_statement_lag {
        let words = format!(
            "not revoked in period {}, but {} is known; at most {} before it is accepted",
            period.number, period.newest, policy.max_statement_lag
        );
        checks.push(Check::could_not_tell(Subject::Status, Reason::worded(ReasonCode::StatusLag, words)));
        return None;
    }
    let Some((registry, statement)) = find(&known, period.number).filter(|_| period.number <= period.newest)
    else {
        // The presenter chose the period: what a policy makes of an unknown status is not theirs to bring about.
        let words =
            format!("no statement is known for period {}; the newest is {}", period.number, period.newest);
        checks.push(Check::could_not_tell(Subject::Status, Reason::worded(ReasonCode::StatusUnknown, words)));
        return None;
    };
    if let Err(reason) = verify(membership, registry, statement) {
        checks.push(Check::failed(Subject::Status, reason));
        checks.push(Check::skipped(Subject::StatusFreshness, Rule::EarlierCheck, "does not matter"));
        return None;
    }
    let status = StatusStatement {
        list: membership.registry.registry().to_owned(),
        issued_at: statement.starts_at(),
        age: now.since(statement.starts_at()).unwrap_or(Duration::ZERO),
        signed_by: issuer.map_or_else(String::new, |issuer| issuer.as_str().to_owned()),
        received_at: None,
        period: Some(period),
    };
    checks.push(Check::passed(Subject::Status, format!("not revoked {status}")));
    if period.lag() > STRICT_STATEMENT_LAG {
        checks.push(Check::loosened(Subject::Status, Loosening::StatementLag));
    }
    let limit = StatusAge::of_statement(policy, membership.registry.period());
    checks.extend(freshness(policy, &limit, &newest, statement, now));
    Some(status)
}

/// The period for which a presentation claims that its credential was not revoked, as the verifier's own statements have it.
pub(crate) fn period<'a>(
    policy: &Policy,
    presentation: &UnverifiedPresentation,
    evidence: &'a Evidence,
) -> Option<Period<'a>> {
    let (registry, number) = presentation.header().revocation().zip(presentation.period())?;
    let (known, _) = sift(policy, registry, evidence);
    let (registry, statement) = find(&known, number)?;
    registry.period(statement).ok()
}

/// The statement for a period, and of whom it is.
fn find<'a>(
    known: &[&'a Arc<RegistryEvidence>],
    period: u64,
) -> Option<(&'a RegistryEvidence, &'a KnownStatement)> {
    known.iter().find_map(|registry| Some((&***registry, registry.statement(period)?)))
}

/// What is known of the registry that the issuer means, and why the rest of what bears its name is no use.
fn sift<'a>(
    policy: &Policy,
    reference: &RegistryReference,
    evidence: &'a Evidence,
) -> (Vec<&'a Arc<RegistryEvidence>>, Vec<Reason>) {
    let (mut known, mut refused) = (Vec::new(), Vec::new());
    for registry in evidence.registries().iter().filter(|one| one.registry() == reference.registry()) {
        match registry.admit(reference) {
            Ok(()) if policy.algorithms.contains(&registry.algorithm()) => known.push(registry),
            Ok(()) => refused.push(Reason::new(ReasonCode::AlgorithmNotAllowed)),
            Err(error) => refused.push(Reason::format(error.code(), &error)),
        }
    }
    refused.sort_by(|a, b| a.code().as_str().cmp(b.code().as_str()));
    (known, refused)
}

/// The first period of which two different things are said, in one piece of evidence or in two.
fn forked_at(known: &[&Arc<RegistryEvidence>]) -> Option<u64> {
    let alone = known.iter().filter_map(|one| one.forked_at());
    let pairs = known
        .iter()
        .enumerate()
        .flat_map(|(at, one)| known.iter().skip(at + 1).map(move |other| (one, other)));
    let together = pairs.filter_map(|(one, other)| one.contradicts_at(other));
    alone.chain(together).min()
}

/// A statement of tomorrow is no evidence today, and must not push aside one that is.
fn newest(policy: &Policy, known: &[&Arc<RegistryEvidence>], now: Timestamp) -> Option<KnownStatement> {
    let latest = now.saturating_add(policy.clock_skew);
    let begun = known.iter().flat_map(|one| one.statements()).filter(|one| one.starts_at() <= latest);
    begun.max_by_key(|statement| statement.number()).copied()
}

fn verify(
    membership: &Membership<'_>,
    registry: &RegistryEvidence,
    statement: &KnownStatement,
) -> Result<(), Reason> {
    let Some(claim) = membership.claim else { return Ok(()) };
    let period = registry.period(statement).map_err(|error| Reason::format(error.code(), &error))?;
    claim.verify(&period).map_err(|error| Reason::format(error.code(), &error))
}

/// How old the newest statement is, and whether both may be used still.
fn freshness(
    policy: &Policy,
    limit: &StatusAge,
    newest: &KnownStatement,
    used: &KnownStatement,
    now: Timestamp,
) -> Vec<Check> {
    let age = now.since(newest.starts_at()).unwrap_or(Duration::ZERO);
    let expired = |skew: Duration| {
        let at = newest.expires_at().min(used.expires_at());
        (at <= now.saturating_sub(skew)).then_some(at)
    };
    if let Some(at) = expired(policy.clock_skew) {
        return vec![stale(policy, format!("the statement expired on {at}"))];
    }
    if !limit.admits(age) {
        return vec![stale(policy, format!("the newest statement is {age} old, {limit}"))];
    }
    let by_clock =
        newest.starts_at() > now.saturating_add(STRICT_CLOCK_SKEW) || expired(STRICT_CLOCK_SKEW).is_some();
    fresh("newest statement", age, limit, by_clock)
}
