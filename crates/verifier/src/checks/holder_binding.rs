use super::Credential;
use crate::policy::{STRICT_CLOCK_SKEW, STRICT_KEY_BINDING_AGE};
use crate::report::{Check, Subject};
use crate::{HolderBinding, Loosening, Policy, Reason, ReasonCode, Request};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_sd_jwt::{Error, KeyBinding, KeyBindingExpectations};

/// The KB-JWT (RFC 9901 section 7.3). The policy alone decides whether there has to be one; one that is there is verified in
/// any case. Audience and nonce are no secrets to whoever presents, so nothing here needs constant time.
pub(crate) fn holder_binding(
    policy: &Policy,
    request: &Request,
    credential: &Credential,
    now: Timestamp,
) -> Vec<Check> {
    if !credential.sd_jwt.has_key_binding() {
        return vec![match policy.holder_binding {
            HolderBinding::NotRequired => Check::loosened(Subject::HolderBinding, Loosening::NoHolderBinding),
            HolderBinding::Required | HolderBinding::RequiredReplayable => {
                Check::failed(Subject::HolderBinding, Reason::new(ReasonCode::BindingMissing))
            }
        }];
    }
    let allowed = |key: &vouchsafe_jose::VerifyingKey| policy.algorithms.contains(&key.algorithm());
    if !credential.sd_jwt.holder_key().is_none_or(allowed) {
        return vec![Check::failed(Subject::HolderBinding, Reason::new(ReasonCode::AlgorithmNotAllowed))];
    }
    let expected = KeyBindingExpectations {
        audience: request.audience(),
        nonce: request.nonce(),
        now,
        max_age: policy.max_key_binding_age,
        skew: policy.clock_skew,
    };
    match credential.sd_jwt.verify_key_binding(&expected) {
        Ok(binding) => {
            let mut checks = passed(&binding, request, now);
            let strict = KeyBindingExpectations { skew: STRICT_CLOCK_SKEW, ..expected };
            if policy.clock_skew > STRICT_CLOCK_SKEW && credential.sd_jwt.verify_key_binding(&strict).is_err()
            {
                checks.push(Check::loosened(Subject::HolderBinding, Loosening::ClockSkew));
            }
            checks
        }
        Err(error) => vec![Check::failed(Subject::HolderBinding, refused(&error))],
    }
}

fn passed(binding: &KeyBinding, request: &Request, now: Timestamp) -> Vec<Check> {
    let age = now.since(binding.issued_at).unwrap_or(Duration::ZERO);
    let words = if request.is_complete() {
        format!("the holder of the credential answered this request {age} ago")
    } else {
        format!("the holder of the credential presented it {age} ago")
    };
    let mut checks = vec![Check::passed(Subject::HolderBinding, words)];
    let mut loosen = |loosening| checks.push(Check::loosened(Subject::HolderBinding, loosening));
    if !request.is_complete() {
        loosen(Loosening::ReplayableBinding);
    }
    if age > STRICT_KEY_BINDING_AGE {
        loosen(Loosening::OlderBinding);
    }
    checks
}

/// The refusals that a request brings about have names of ours; the others are about the KB-JWT alone.
fn refused(error: &Error) -> Reason {
    Reason::new(match error {
        Error::NonceMismatch => ReasonCode::BindingNonceMismatch,
        Error::AudienceMismatch => ReasonCode::BindingAudienceMismatch,
        Error::KeyBindingStale => ReasonCode::BindingTooOld,
        Error::KeyBindingFromTheFuture => ReasonCode::BindingFromTheFuture,
        _ => return Reason::format(error.code(), error),
    })
}
