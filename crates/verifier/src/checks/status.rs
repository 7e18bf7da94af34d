use super::credential::{Credential, Proven};
use super::statements::statements;
use super::status_age::StatusAge;
use super::status_token::{Authentic, Sifted, sift};
use crate::policy::STRICT_CLOCK_SKEW;
use crate::report::{Check, Rule, StatusStatement, Subject};
use crate::{
    Evidence, Loosening, OnMissingStatus, OnStaleStatus, OnSuspended, OnUnknownStatus, Policy, Reason,
    ReasonCode,
};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_status_list::{Freshness, Status};

/// What is known of the credential's status, and whether that is enough (Token Status List section 8.3).
pub(crate) fn status(
    policy: &Policy,
    credential: &Credential,
    evidence: &Evidence,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Option<StatusStatement> {
    if let Some(membership) = credential.membership() {
        return statements(policy, &membership, credential.issuer.as_ref(), evidence, now, checks);
    }
    checks.extend(other_mechanisms(policy, credential));
    let Some(reference) = credential.status_list() else {
        checks.push(missing(policy, credential, now));
        return None;
    };
    let Sifted { authentic, refused, others } = sift(policy, credential, reference, evidence, now);
    let Some((newest, older)) = authentic.split_first() else {
        let other = (others > 0).then(|| {
            let words = "the status lists that were given are others";
            Reason::worded(ReasonCode::Format("status_list.uri_mismatch"), words)
        });
        checks.extend(unknown(policy, refused.into_iter().chain(other)));
        return None;
    };
    checks.extend(refused.iter().map(|reason| {
        Check::skipped(Subject::StatusEvidence, Rule::BetterEvidence, format!("not used: {reason}"))
    }));
    checks.extend(older.iter().map(|older| {
        let words = format!("not used: a list of {}, but a newer one is known", older.list.issued_at());
        Check::skipped(Subject::StatusEvidence, Rule::BetterEvidence, words)
    }));
    let statement = statement(newest, now);
    let value = judge_value(policy, newest, &statement);
    let refuted = value.reason().is_some();
    checks.push(value);
    if refuted {
        checks.push(Check::skipped(Subject::StatusFreshness, Rule::EarlierCheck, "does not matter"));
    } else {
        checks.extend(judge_freshness(policy, newest, now));
    }
    Some(statement)
}

/// A status by a mechanism that is not known here may say the opposite of one that is: the stricter counts.
fn other_mechanisms(policy: &Policy, credential: &Credential) -> Option<Check> {
    let claims = credential.claims();
    let mut mechanisms = claims.get("status")?.entries()?;
    mechanisms.any(|(mechanism, _)| mechanism != "status_list").then(|| match policy.on_unknown_status {
        OnUnknownStatus::Accept => Check::loosened(Subject::StatusEvidence, Loosening::UnknownStatus),
        OnUnknownStatus::Reject => {
            Check::could_not_tell(Subject::StatusEvidence, Reason::new(ReasonCode::StatusMechanismUnknown))
        }
    })
}

fn missing(policy: &Policy, credential: &Credential, now: Timestamp) -> Check {
    let accepted = match (policy.on_missing_status, &credential.proven) {
        (OnMissingStatus::Reject, _) => {
            return Check::failed(Subject::Status, Reason::new(ReasonCode::StatusMissing));
        }
        (OnMissingStatus::Accept, Proven::SdJwt(_)) => true,
        (OnMissingStatus::Accept, Proven::Bbs(_)) | (OnMissingStatus::AcceptShortLived, _) => {
            let soon = now.saturating_add(policy.max_short_life);
            credential.validity().expires_at.is_some_and(|at| at <= soon)
        }
    };
    if !accepted {
        return Check::failed(Subject::Status, Reason::new(ReasonCode::StatusNotShortLived));
    }
    if credential.may_keep_back(policy, "status") {
        let words = "no status is shown, but one may have been kept back";
        return Check::skipped(Subject::Status, Rule::Policy(Loosening::NoStatus), words);
    }
    Check::loosened(Subject::Status, Loosening::NoStatus)
}

/// Nothing that was given speaks for the issuer about this credential.
pub(super) fn unknown(policy: &Policy, refused: impl IntoIterator<Item = Reason>) -> Vec<Check> {
    let refused = refused.into_iter();
    match policy.on_unknown_status {
        OnUnknownStatus::Reject => {
            let unknown = Reason::new(ReasonCode::StatusUnknown);
            let evidence = refused.map(|reason| Check::could_not_tell(Subject::StatusEvidence, reason));
            evidence.chain([Check::could_not_tell(Subject::Status, unknown)]).collect()
        }
        OnUnknownStatus::Accept => {
            let rule = Rule::Policy(Loosening::UnknownStatus);
            let evidence = refused
                .map(|reason| Check::skipped(Subject::StatusEvidence, rule, format!("not used: {reason}")));
            evidence.chain([Check::loosened(Subject::Status, Loosening::UnknownStatus)]).collect()
        }
    }
}

fn statement(newest: &Authentic, now: Timestamp) -> StatusStatement {
    let signer = newest.signer.as_ref().map(|signer| signer.as_str().to_owned());
    StatusStatement {
        list: newest.list.uri().to_owned(),
        issued_at: newest.list.issued_at(),
        age: now.since(newest.list.issued_at()).unwrap_or(Duration::ZERO),
        signed_by: signer.unwrap_or_else(|| "the trusted key".to_owned()),
        received_at: newest.received_at,
        period: None,
    }
}

fn judge_value(policy: &Policy, newest: &Authentic, statement: &StatusStatement) -> Check {
    let failed =
        |code, what| Check::failed(Subject::Status, Reason::worded(code, format!("{what} {statement}")));
    match (&newest.status, policy.on_suspended) {
        (Ok(Status::Valid), _) => Check::passed(Subject::Status, format!("not revoked {statement}")),
        (Ok(Status::Suspended), OnSuspended::Accept) => {
            Check::loosened(Subject::Status, Loosening::Suspended)
        }
        (Ok(Status::Suspended), OnSuspended::Reject) => failed(ReasonCode::StatusSuspended, "suspended"),
        (Ok(Status::Invalid), _) => failed(ReasonCode::StatusInvalid, "revoked"),
        (Ok(Status::Application(_) | Status::Unknown(_)), _) => {
            failed(ReasonCode::StatusUnrecognised, "of a status that is not known to mean valid,")
        }
        // The index is as good as a name of the holder: it stays out of reports.
        (Err(error), _) => {
            failed(ReasonCode::Format(error.code()), "the list has no entry for the credential,")
        }
    }
}

fn judge_freshness(policy: &Policy, newest: &Authentic, now: Timestamp) -> Vec<Check> {
    let max_age = policy.max_status_age;
    let words = match newest.freshness {
        Freshness::Fresh { age } => {
            let list = &newest.list;
            let strict = list.freshness(now, policy.max_status_age, STRICT_CLOCK_SKEW, newest.received_at);
            return fresh("status list", age, &StatusAge::of_list(policy), strict != newest.freshness);
        }
        Freshness::Stale { age } if age <= max_age => {
            format!("the issuer wants a status list of this age ({age}) fetched anew")
        }
        Freshness::Stale { age } => format!("the status list is {age} old, at most {max_age} is accepted"),
        Freshness::Expired { at } => format!("the status list expired on {at}"),
        Freshness::NotYetIssued { at } => format!("the status list is of {at}, in the future"),
    };
    vec![stale(policy, words)]
}

/// What is known is too old, as these words say.
pub(super) fn stale(policy: &Policy, words: String) -> Check {
    match policy.on_stale_status {
        OnStaleStatus::Accept => {
            Check::skipped(Subject::StatusFreshness, Rule::Policy(Loosening::StaleStatus), words)
        }
        OnStaleStatus::Reject => {
            Check::could_not_tell(Subject::StatusFreshness, Reason::worded(ReasonCode::StatusStale, words))
        }
    }
}

/// What is known is new enough; `by_clock` if that takes a clock that differs by more than the strict policy accepts.
pub(super) fn fresh(what: &str, age: Duration, limit: &StatusAge, by_clock: bool) -> Vec<Check> {
    let words = format!("the {what} is {age} old, {limit}");
    let mut checks = vec![Check::passed(Subject::StatusFreshness, words)];
    if !limit.is_strict(age) {
        checks.push(Check::loosened(Subject::StatusFreshness, Loosening::OlderStatus));
    }
    if by_clock {
        checks.push(Check::loosened(Subject::StatusFreshness, Loosening::ClockSkew));
    }
    checks
}
