use super::credential::{Credential, Proven};
use crate::policy::{STRICT_CLOCK_SKEW, STRICT_KEY_BINDING_AGE};
use crate::report::{Check, Subject};
use crate::{HolderBinding, Loosening, Policy, Reason, ReasonCode, Request};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jpt::{PresentationExpectations, UnverifiedPresentation, VerifiedPresentation};
use vouchsafe_sd_jwt::{Error, KeyBinding, KeyBindingExpectations, VerifiedSdJwt};

/// That the presenter holds the credential and answers this request. Audience and nonce are no secrets to whoever presents, so
/// nothing here needs constant time.
pub(crate) fn holder_binding(
    policy: &Policy,
    request: &Request,
    credential: &Credential,
    now: Timestamp,
) -> Vec<Check> {
    match &credential.proven {
        Proven::SdJwt(sd_jwt) => key_binding(policy, request, sd_jwt, now),
        Proven::Bbs(presentation) => possession(request, presentation, now),
    }
}

/// The KB-JWT (RFC 9901 section 7.3). The policy alone decides whether there has to be one; one that is there is verified in
/// any case.
fn key_binding(policy: &Policy, request: &Request, sd_jwt: &VerifiedSdJwt, now: Timestamp) -> Vec<Check> {
    if !sd_jwt.has_key_binding() {
        return vec![match policy.holder_binding {
            HolderBinding::NotRequired => Check::loosened(Subject::HolderBinding, Loosening::NoHolderBinding),
            HolderBinding::Required | HolderBinding::RequiredReplayable => {
                Check::failed(Subject::HolderBinding, Reason::new(ReasonCode::BindingMissing))
            }
        }];
    }
    let allowed = |key: &vouchsafe_jose::VerifyingKey| policy.algorithms.contains(&key.algorithm());
    if !sd_jwt.holder_key().is_none_or(allowed) {
        return vec![Check::failed(Subject::HolderBinding, Reason::new(ReasonCode::AlgorithmNotAllowed))];
    }
    let expected = KeyBindingExpectations {
        audience: request.audience(),
        nonce: request.nonce(),
        now,
        max_age: policy.max_key_binding_age,
        skew: policy.clock_skew,
    };
    match sd_jwt.verify_key_binding(&expected) {
        Ok(binding) => {
            let mut checks = passed(&binding, request, now);
            let strict = KeyBindingExpectations { skew: STRICT_CLOCK_SKEW, ..expected };
            if policy.clock_skew > STRICT_CLOCK_SKEW && sd_jwt.verify_key_binding(&strict).is_err() {
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

/// What a BBS presentation has to say to be an answer.
pub(super) fn expected<'a>(
    policy: &Policy,
    request: &'a Request,
    now: Timestamp,
) -> PresentationExpectations<'a> {
    PresentationExpectations {
        audience: request.audience(),
        nonce: request.nonce(),
        now,
        max_age: policy.max_key_binding_age,
        skew: policy.clock_skew,
    }
}

/// Why a BBS presentation is no answer, before its proof is looked at.
pub(super) fn no_answer(error: &vouchsafe_jpt::Error) -> Check {
    let code = match error {
        vouchsafe_jpt::Error::NonceMismatch => ReasonCode::BindingNonceMismatch,
        vouchsafe_jpt::Error::AudienceMismatch => ReasonCode::BindingAudienceMismatch,
        vouchsafe_jpt::Error::PresentationStale => ReasonCode::BindingTooOld,
        vouchsafe_jpt::Error::PresentationFromTheFuture => ReasonCode::BindingFromTheFuture,
        error => return Check::failed(Subject::HolderBinding, Reason::format(error.code(), error)),
    };
    Check::failed(Subject::HolderBinding, Reason::new(code))
}

/// The refusal of a BBS presentation of which neither a nonce nor a date says how old it is.
pub(super) fn undated(
    policy: &Policy,
    request: &Request,
    presentation: &UnverifiedPresentation,
) -> Option<Check> {
    let is_bounded = request.nonce().is_some() || presentation.presented_at().is_some();
    (!is_bounded && policy.holder_binding != HolderBinding::NotRequired)
        .then(|| Check::failed(Subject::HolderBinding, Reason::new(ReasonCode::BindingUndated)))
}

/// A BBS proof that was verified, for this request: somebody made it who has the credential, and no more can be said of them.
fn possession(request: &Request, presentation: &VerifiedPresentation, now: Timestamp) -> Vec<Check> {
    let words = if request.is_complete() {
        "made for this audience and nonce by somebody who has the credential; it is bound to no key"
    } else {
        "made by somebody who has the credential; it is bound to no key"
    };
    let mut checks = vec![Check::passed(Subject::HolderBinding, words)];
    let mut loosen = |loosening| checks.push(Check::loosened(Subject::HolderBinding, loosening));
    loosen(Loosening::NoHolderKey);
    if !request.is_complete() {
        loosen(Loosening::ReplayableBinding);
    }
    let Some(made_at) = presentation.presented_at() else { return checks };
    if now.since(made_at).is_some_and(|age| age > STRICT_KEY_BINDING_AGE) {
        loosen(Loosening::OlderBinding);
    }
    if made_at > now.saturating_add(STRICT_CLOCK_SKEW) {
        loosen(Loosening::ClockSkew);
    }
    checks
}
