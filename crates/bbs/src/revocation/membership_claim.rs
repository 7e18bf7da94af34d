use super::membership::{admit_registry, place};
use super::transcript::{self, admit_header};
use super::{Membership, Period, RevocableProof, RevocationProof};
use crate::curve::{G2_OCTETS, Scalar, sum_of_few};
use crate::{Error, PreparedKey};

/// That a handle was not deleted, as somebody claims whose BBS proof holds: all that is left to be verified, for a period.
/// [`RevocableProof::verify_proof`] makes it.
#[derive(Clone)]
pub struct MembershipClaim {
    /// The octets of the issuer's key.
    issuer: [u8; G2_OCTETS],
    slot: usize,
    challenge: Scalar,
    /// y^, the response of the BBS proof for the handle.
    y_response: Scalar,
    proof: RevocationProof,
    digest: [u8; 32],
}

impl MembershipClaim {
    /// Of a proof whose challenge is checked, or is being: by itself this says nothing.
    ///
    /// # Errors
    /// [`Error::RevocationSuite`], [`Error::HandleNotHidden`], [`Error::DigestNotBound`], [`Error::MessageCount`].
    pub(crate) fn of(
        proof: &RevocableProof,
        key: &PreparedKey,
        disclosed: impl Iterator<Item = usize>,
        ph: &[u8],
        slot: usize,
        digest: &[u8; 32],
    ) -> Result<Self, Error> {
        let place = place(slot, key, disclosed)?;
        admit_header(ph, digest)?;
        let RevocableProof { proof, revocation } = proof;
        let y_response = *proof.responses.hidden.get(place).ok_or(Error::MessageCount)?;
        Ok(Self {
            issuer: *key.verifying_key(),
            slot,
            challenge: proof.responses.challenge,
            y_response,
            proof: revocation.clone(),
            digest: *digest,
        })
    }

    /// Verifies it for a period, which comes from the verifier's own evidence: that the handle was not deleted in it or before. No
    /// other proof has to be verified for that; [`RevocableProof::verify`] does both at once, and quicker.
    ///
    /// # Errors
    /// [`Error::RegistryKeyReused`], [`Error::RevocationInvalid`].
    pub fn verify(&self, period: &Period<'_>) -> Result<(), Error> {
        self.check_digest(period)?;
        let RevocationProof { cprime, cbar, .. } = &self.proof;
        if period.key().multiplies(cprime, cbar) { Ok(()) } else { Err(Error::RevocationInvalid) }
    }

    /// All of the verification but its pairing equation, e(C', W) = e(Cb, BP2).
    ///
    /// # Errors
    /// [`Error::RegistryKeyReused`], [`Error::RevocationInvalid`].
    pub(crate) fn check_digest(&self, period: &Period<'_>) -> Result<(), Error> {
        admit_registry(period, &self.issuer)?;
        if self.transcript(period) == self.digest { Ok(()) } else { Err(Error::RevocationInvalid) }
    }

    /// d, with T = r^ V - y^ C' - c Cb.
    pub(crate) fn transcript(&self, period: &Period<'_>) -> [u8; 32] {
        let RevocationProof { cprime, cbar, response } = &self.proof;
        let minus = |scalar| Scalar::default() - scalar;
        let terms = [
            (period.value().point(), *response),
            (cprime, minus(self.y_response)),
            (cbar, minus(self.challenge)),
        ];
        let t = sum_of_few(terms).into();
        transcript::digest(&Membership { period, slot: self.slot }, [cprime, cbar, &t])
    }
}

impl std::fmt::Debug for MembershipClaim {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MembershipClaim").finish_non_exhaustive()
    }
}
