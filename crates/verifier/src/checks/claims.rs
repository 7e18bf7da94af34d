use super::Credential;
use crate::report::{Check, Subject};
use crate::{Claim, Policy, Reason, ReasonCode};

/// Every claim that the policy requires is shown.
pub(crate) fn required_claims(policy: &Policy, credential: &Credential) -> Vec<Check> {
    let required = policy.required_claims.iter();
    let checks = required.map(|path| {
        let words = match credential.claim(path) {
            Claim::Disclosed(_) | Claim::Conflict(..) => {
                return Check::passed(Subject::RequiredClaim, format!("`{path}` is shown"));
            }
            Claim::Withheld => format!("`{path}` is required, but the presenter withheld it"),
            Claim::Undisclosed => format!("`{path}` is required, but the presenter did not show it"),
            Claim::NotIssued => format!("`{path}` is required, but the credential has no such claim"),
        };
        Check::failed(Subject::RequiredClaim, Reason::worded(ReasonCode::RequiredClaimMissing, words))
    });
    checks.collect()
}
