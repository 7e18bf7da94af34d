use super::Credential;
use crate::policy::STRICT_CLOCK_SKEW;
use crate::report::{Check, Subject};
use crate::{Loosening, Policy, Reason, ReasonCode};
use vouchsafe_credential::{Timestamp, ValidityState};

/// `iat`, `nbf` and `exp`, as far as they are shown (RFC 9901 section 7.1(6)).
pub(crate) fn validity(policy: &Policy, credential: &Credential, now: Timestamp) -> Vec<Check> {
    let validity = credential.validity();
    let reason = match validity.state(now, policy.clock_skew) {
        ValidityState::Valid => None,
        ValidityState::Expired { at } => {
            Some(Reason::worded(ReasonCode::Expired, format!("the credential expired on {at}")))
        }
        ValidityState::NotYetValid { from } => {
            Some(Reason::worded(ReasonCode::NotYetValid, format!("the credential is valid only from {from}")))
        }
    };
    if let Some(reason) = reason {
        return vec![Check::failed(Subject::Validity, reason)];
    }
    let words = match validity.expires_at {
        Some(at) => format!("valid until {at}"),
        None if credential.may_keep_back(policy, "exp") => {
            "valid; no end is shown, but one may have been kept back".to_owned()
        }
        None => "valid, without an end".to_owned(),
    };
    let mut checks = vec![Check::passed(Subject::Validity, words)];
    if validity.state(now, STRICT_CLOCK_SKEW) != ValidityState::Valid {
        checks.push(Check::loosened(Subject::Validity, Loosening::ClockSkew));
    }
    checks
}
