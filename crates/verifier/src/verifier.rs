use crate::{Error, HolderBinding, Pending, Policy, Request};
use std::sync::Arc;
use vouchsafe_credential::Timestamp;

/// Decides on presentations by one policy. Cheap to clone, and good for any number of presentations at once.
#[derive(Debug, Clone)]
pub struct Verifier {
    policy: Arc<Policy>,
}

impl Verifier {
    /// A verifier that demands what `policy` says.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy: Arc::new(policy) }
    }

    /// What is demanded.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// First step: everything that the presentation and the policy alone can tell, in this order: shape and limits, trust,
    /// the issuer's signature and all digests, type, holder binding, required claims.
    ///
    /// `presentation` is an SD-JWT with or without key binding, compact or in one of the JSON serialisations (RFC 9901
    /// sections 4 and 8). `now` is when it arrived: certificates have to be valid then, and the age of the key binding
    /// counts up to then.
    ///
    /// A presentation that is no good is no error; [`Pending::decide`] says what is wrong with it.
    ///
    /// # Errors
    /// [`Error::NothingAsked`] if the policy requires holder binding, and `request` has no audience or no nonce to compare.
    pub fn begin(&self, presentation: &str, request: &Request, now: Timestamp) -> Result<Pending, Error> {
        if self.policy.holder_binding == HolderBinding::Required && !request.is_complete() {
            return Err(Error::NothingAsked);
        }
        Ok(Pending::new(Arc::clone(&self.policy), presentation, request, now))
    }
}
