use super::Credential;
use crate::policy::AcceptedTypes;
use crate::report::{Check, Subject};
use crate::{Loosening, Policy, Reason, ReasonCode};

/// The type against the types that the policy accepts. That the issuer is trusted with it is part of trust.
pub(crate) fn credential_type(policy: &Policy, credential: &Credential) -> Check {
    match (&policy.types, credential.credential_type()) {
        (AcceptedTypes::Any, _) => Check::loosened(Subject::Type, Loosening::AnyType),
        (AcceptedTypes::Only(types), Some(vct)) if types.contains(&vct) => {
            Check::passed(Subject::Type, format!("a type that is accepted: {vct}"))
        }
        (AcceptedTypes::Only(_), Some(vct)) => {
            Check::failed(Subject::Type, Reason::naming(ReasonCode::TypeNotAccepted, vct.as_str()))
        }
        (AcceptedTypes::Only(_), None) => Check::failed(Subject::Type, Reason::new(ReasonCode::TypeMissing)),
    }
}
