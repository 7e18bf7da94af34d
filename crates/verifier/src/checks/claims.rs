use super::Credential;
use crate::report::{Check, Subject};
use crate::{Policy, Reason, ReasonCode};
use vouchsafe_sd_jwt::Disclosure;

/// Every claim that the policy requires is shown.
pub(crate) fn required_claims(policy: &Policy, credential: &Credential) -> Vec<Check> {
    let required = policy.required_claims.iter();
    let checks = required.map(|path| {
        let words = match credential.sd_jwt.disclosure(path) {
            Disclosure::Disclosed(_) => {
                return Check::passed(Subject::RequiredClaim, format!("`{path}` is shown"));
            }
            Disclosure::Undisclosed => format!("`{path}` is required, but the presenter did not show it"),
            Disclosure::NotIssued => format!("`{path}` is required, but the credential has no such claim"),
        };
        Check::failed(Subject::RequiredClaim, Reason::worded(ReasonCode::RequiredClaimMissing, words))
    });
    checks.collect()
}
