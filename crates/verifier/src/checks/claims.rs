use super::Credential;
use crate::report::{Check, Subject};
use crate::{Claim, Policy, Reason, ReasonCode};

/// Every claim that the policy requires is shown.
pub(crate) fn required_claims(policy: &Policy, credential: &Credential) -> Vec<Check> {
    let required = policy.required_claims.iter();
    let checks = required.map(|path| {
        let words = match credential.claim(path) {
            claim if says_something(&claim) => {
                return Check::passed(Subject::RequiredClaim, format!("`{path}` is shown"));
            }
            Claim::Disclosed(_) | Claim::Conflict(..) => {
                format!("`{path}` is required, but the issuer says there is none")
            }
            Claim::Withheld => format!("`{path}` is required, but the presenter withheld it"),
            Claim::Undisclosed => format!("`{path}` is required, but the presenter did not show it"),
            Claim::NotIssued => format!("`{path}` is required, but the credential has no such claim"),
        };
        Check::failed(Subject::RequiredClaim, Reason::worded(ReasonCode::RequiredClaimMissing, words))
    });
    checks.collect()
}

/// True of what is shown and is not `null`: that is what an issuer writes who has nothing to say.
pub(crate) fn says_something(claim: &Claim<'_>) -> bool {
    matches!(claim, Claim::Disclosed(values) if values.iter().any(|value| !value.says_nothing()))
}
