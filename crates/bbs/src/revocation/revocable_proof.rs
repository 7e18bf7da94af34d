use super::{Membership, MembershipClaim, RevocationProof};
use crate::curve::{G1, product_is_one, times_factor};
use crate::random::Hedged;
use crate::{Error, PreparedKey, Proof};
use rand_core::TryCryptoRng;

/// A BBS proof with the proof that the credential was not revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocableProof {
    /// The BBS proof. It verifies alone too, and then says nothing of revocation.
    pub proof: Proof,
    /// The rest.
    pub revocation: RevocationProof,
}

impl RevocableProof {
    /// As [`Proof::verify`], and that the handle in the slot was not deleted in the period or before. `digest` is the one that the
    /// presentation header names; the period comes from the verifier's own evidence.
    ///
    /// Nothing is accepted of which only a part holds: both equations of pairings are checked as one, with a factor from `rng`; where
    /// that fails, the BBS proof's is checked alone, to tell which of them it is.
    ///
    /// # Errors
    /// As [`Proof::verify`]; [`Error::RevocationSuite`], [`Error::RegistryKeyReused`], [`Error::HandleNotHidden`],
    /// [`Error::DigestNotBound`], [`Error::RevocationInvalid`], [`Error::RandomnessFailed`],
    /// [`Error::RandomnessUnusable`].
    pub fn verify(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
        membership: &Membership<'_>,
        digest: &[u8; 32],
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        let claim = self.check_challenge(key, disclosed, ph, membership.slot, digest)?;
        claim.check_digest(membership.period)?;
        let (proof, revocation) = (self.proof.to_octets(), self.revocation.to_octets());
        let mut rng = Hedged::new(rng, &[b"verification", &proof, &revocation, ph])?;
        if self.pairings_hold(key, membership, rng.nonzero_factor()?) {
            return Ok(());
        }
        self.proof.check_pairing(key)?;
        Err(Error::RevocationInvalid)
    }

    /// As [`Proof::verify`] alone, where there is no period yet to verify the rest for, or where it decides about something else.
    /// What it gives is a claim until it is verified.
    ///
    /// # Errors
    /// As [`Proof::verify`]; [`Error::RevocationSuite`], [`Error::HandleNotHidden`], [`Error::DigestNotBound`].
    pub fn verify_proof(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
        slot: usize,
        digest: &[u8; 32],
    ) -> Result<MembershipClaim, Error> {
        let claim = self.check_challenge(key, disclosed, ph, slot, digest)?;
        self.proof.check_pairing(key)?;
        Ok(claim)
    }

    /// All of the verification that needs neither a pairing nor a period.
    pub(crate) fn check_challenge(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
        slot: usize,
        digest: &[u8; 32],
    ) -> Result<MembershipClaim, Error> {
        let indexes = disclosed.iter().map(|(index, _)| *index);
        let claim = MembershipClaim::of(self, key, indexes, ph, slot, digest)?;
        self.proof.check_challenge(key, disclosed, ph)?;
        Ok(claim)
    }

    /// e(Abar, W) = e(Bbar, BP2) and e(C', W_acc) = e(Cb, BP2), the second to the power of a factor.
    pub(crate) fn pairings_hold(&self, key: &PreparedKey, membership: &Membership<'_>, factor: u128) -> bool {
        let Proof { abar, bbar, .. } = &self.proof;
        let RevocationProof { cprime, cbar, .. } = &self.revocation;
        let [cprime, cbar] = times_factor([cprime, cbar], factor);
        let right = G1::from(bbar) + cbar;
        product_is_one([
            (abar, key.key_lines()),
            (&cprime.into(), membership.period.key().lines()),
            (&right.into(), key.base_lines()),
        ])
    }
}
