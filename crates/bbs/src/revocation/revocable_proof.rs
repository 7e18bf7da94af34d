use super::transcript::{admit_header, digest};
use super::{Membership, RevocationProof};
use crate::curve::{G1, Scalar, product_is_one, sum_of_few};
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
    /// Nothing is accepted of which only a part holds: both equations of pairings are checked as one, with a factor from `rng`.
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
        let place = membership.place(key, disclosed.iter().map(|(index, _)| *index))?;
        self.proof.check_challenge(key, disclosed, ph)?;
        admit_header(ph, digest)?;
        if self.digest(membership, place) != Some(*digest) {
            return Err(Error::RevocationInvalid);
        }
        let (proof, revocation) = (self.proof.to_octets(), self.revocation.to_octets());
        let mut rng = Hedged::new(rng, &[b"verification", &proof, &revocation, ph])?;
        let holds = self.pairings_hold(key, membership, rng.nonzero_factor()?);
        if holds { Ok(()) } else { Err(Error::ProofInvalid) }
    }

    /// d, with T = r^ V - y^ C' - c Cb, where y^ is at this place among the responses for hidden messages.
    pub(crate) fn digest(&self, membership: &Membership<'_>, place: usize) -> Option<[u8; 32]> {
        let RevocationProof { cprime, cbar, response } = &self.revocation;
        let value = membership.period.value().point();
        let y_response = *self.proof.responses.hidden.get(place)?;
        let minus = |scalar| Scalar::default() - scalar;
        let challenge = self.proof.responses.challenge;
        let terms = [(value, *response), (cprime, minus(y_response)), (cbar, minus(challenge))];
        Some(digest(membership, [cprime, cbar, &sum_of_few(terms).into()]))
    }

    /// e(Abar, W) = e(Bbar, BP2) and e(C', W_acc) = e(Cb, BP2), the second to the power of a factor.
    pub(crate) fn pairings_hold(&self, key: &PreparedKey, membership: &Membership<'_>, factor: u128) -> bool {
        let Proof { abar, bbar, .. } = &self.proof;
        let cprime = G1::from(&self.revocation.cprime).times_factor(factor);
        let right = G1::from(bbar) + G1::from(&self.revocation.cbar).times_factor(factor);
        product_is_one([
            (abar, key.key_lines()),
            (&cprime.into(), membership.period.key().lines()),
            (&right.into(), key.base_lines()),
        ])
    }
}
