use crate::{Error, registry};
use std::fmt;
use vouchsafe_bbs::revocation::{self, Period};
use vouchsafe_credential::RegistryReference;

/// That a credential was not revoked in a period of its registry, as its holder claims in a presentation of which all else is
/// verified. It says nothing until [`verify`](Self::verify).
#[derive(Clone)]
pub struct MembershipClaim {
    reference: RegistryReference,
    period: u64,
    claim: Box<revocation::MembershipClaim>,
}

impl MembershipClaim {
    pub(crate) fn new(reference: RegistryReference, period: u64, claim: revocation::MembershipClaim) -> Self {
        Self { reference, period, claim: Box::new(claim) }
    }

    /// The registry, as the credential's issuer means it.
    #[must_use]
    pub fn registry(&self) -> &RegistryReference {
        &self.reference
    }

    /// The number of the period, from 1.
    #[must_use]
    pub fn period(&self) -> u64 {
        self.period
    }

    /// Verifies it for the period of that number, which is the verifier's own, from a statement that they hold: the credential was
    /// not revoked in it or before.
    ///
    /// # Errors
    /// `jpt.other_registry`, `jpt.other_period` for another period; `bbs.revocation_invalid` if it is not shown.
    pub fn verify(&self, period: &Period<'_>) -> Result<(), Error> {
        registry::admit_period(&self.reference, self.period, period)?;
        Ok(self.claim.verify(period)?)
    }
}

/// Where it leads.
impl fmt::Debug for MembershipClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MembershipClaim({:?}, {})", self.reference, self.period)
    }
}
