use crate::batch;
use crate::pending::Asked;
use crate::prepared::Prepared;
use crate::{Decision, Error, Evidence, HolderBinding, Pending, PendingAnswer, Policy, Request};
use rand_core::TryCryptoRng;
use std::sync::Arc;
use vouchsafe_credential::Timestamp;

/// Decides on presentations by one policy. Cheap to clone, and good for any number of presentations at once.
///
/// What BBS proofs are verified with is prepared once and kept, for all clones together: keep a verifier for as long as its policy
/// lasts. How much it keeps: [`MAX_PREPARED_ISSUERS`](crate::limits::MAX_PREPARED_ISSUERS).
#[derive(Debug, Clone)]
pub struct Verifier {
    policy: Arc<Policy>,
    prepared: Arc<Prepared>,
}

impl Verifier {
    /// A verifier that demands what `policy` says.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy: Arc::new(policy), prepared: Arc::default() }
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
    /// sections 4 and 8), or, where the policy accepts it, a BBS credential as a presented JPT, compact (docs/PROFILE.md). Of that, whom
    /// and what it answers is compared before anybody is looked up or anything is computed. `now` is when it arrived: certificates have to be valid then, and the age of the key binding
    /// counts up to then.
    ///
    /// A presentation that is no good is no error; [`Pending::decide`] says what is wrong with it.
    ///
    /// # Errors
    /// [`Error::NothingAsked`] if the policy requires holder binding, and `request` has no audience or no nonce to compare;
    /// [`Error::QueryNotAnswered`] if `request` has a query.
    pub fn begin(&self, presentation: &str, request: &Request, now: Timestamp) -> Result<Pending, Error> {
        self.ensure_one_asked(request)?;
        Ok(Pending::new(self, presentation, request, Asked::ByPolicy, now))
    }

    /// The same for an answer to the query of `request`: any number of presentations (OpenID4VP section 8).
    ///
    /// `vp_token` is a JSON object: for each `id` of a credential query that is answered, a list of presentations as texts.
    /// What can be told without a signature comes first: its length and shape, whether it answers the query, with the right
    /// number of presentations; an answer that fails there costs no cryptography. Then each presentation is looked at as
    /// [`begin`](Self::begin) does it, each with the audience and the nonce of the request, and against its credential query.
    ///
    /// The policy holds for every credential, whatever the query asks for; its required claims have to be shown by one of
    /// them. [`MAX_STAPLES`](crate::limits::MAX_STAPLES) counts for all of them together.
    ///
    /// # Errors
    /// [`Error::NothingAsked`] as [`begin`](Self::begin); [`Error::NoQuery`] if `request` has no query.
    pub fn begin_answer(
        &self,
        vp_token: &str,
        request: &Request,
        now: Timestamp,
    ) -> Result<PendingAnswer, Error> {
        self.ensure_asked(request)?;
        let query = request.query().ok_or(Error::NoQuery)?;
        Ok(PendingAnswer::new(self, vp_token, query, request, now))
    }

    /// Decides on many presentations at once, each as [`begin`](Self::begin) and [`Pending::decide`] would decide on it by itself, in the
    /// order given. `now` is when all of them arrived, and when they are decided on.
    ///
    /// BBS presentations of one issuer's type are quicker this way: their proofs are verified together, those for a registry of
    /// which the evidence has the period among them. A proof that does not hold costs no other its verdict. `rng` is the operating
    /// system's; if it fails, each is verified by itself.
    ///
    /// # Errors
    /// As [`begin`](Self::begin), of each by itself.
    pub fn decide_all(
        &self,
        presentations: &[(&str, &Request)],
        evidence: &Evidence,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Vec<Result<Decision, Error>> {
        batch::decide_all(self, presentations, evidence, now, rng)
    }

    pub(crate) fn shared_policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy)
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// For a presentation that answers no query.
    pub(crate) fn ensure_one_asked(&self, request: &Request) -> Result<(), Error> {
        self.ensure_asked(request)?;
        if request.query().is_some() { Err(Error::QueryNotAnswered) } else { Ok(()) }
    }

    fn ensure_asked(&self, request: &Request) -> Result<(), Error> {
        match self.policy.holder_binding {
            HolderBinding::Required if !request.is_complete() => Err(Error::NothingAsked),
            _ => Ok(()),
        }
    }
}
