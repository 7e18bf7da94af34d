//! A prover who does not keep to the protocol.

use super::scene::{Holder, Presented, issuer};
use crate::curve::{G1, G1Affine, Scalar, SecretScalar};
use crate::revocation::transcript::digest;
use crate::revocation::{Membership, MembershipWitness, Period, RevocableProof, RevocationProof, base64url};
use crate::witness::Witness;
use crate::{PreparedPresentation, random, tests::rngs::rng};
use rand_chacha::ChaCha20Rng;

/// What a prover puts into a proof instead of what belongs there.
pub(super) struct Forger<'a> {
    pub(super) holder: &'a Holder,
    /// The handle that is claimed, and in which slot its blinding is taken.
    pub(super) y: Scalar,
    pub(super) blinding_of: usize,
    /// C, of which C' is a multiple by r; and Cb where it is not r V - y C'.
    pub(super) point: G1Affine,
    pub(super) cbar: Option<G1Affine>,
    pub(super) r: SecretScalar,
}

impl<'a> Forger<'a> {
    pub(super) fn honest(holder: &'a Holder, witness: &MembershipWitness) -> Self {
        let r = random::scalar(&mut rng(70)).unwrap();
        let y = **holder.witness.y();
        Self { holder, y, blinding_of: holder.slot, point: *witness.point(), cbar: None, r }
    }

    pub(super) fn present(&self, period: &Period<'_>, rng: &mut ChaCha20Rng) -> Presented {
        let prepared = self.prepare(rng);
        let cprime = G1::from(&self.point).times_secret(&self.r);
        self.finish(period, prepared, cprime, rng)
    }

    /// Both equations fail, by errors that cancel where both are multiplied by the same: made with the issuer's secrets, as nobody
    /// else could choose them so.
    pub(super) fn present_cancelling(&self, period: &Period<'_>, rng: &mut ChaCha20Rng) -> Presented {
        let prepared = self.prepare(rng);
        let of = |octets: &[u8; 32]| SecretScalar::new(Scalar::from_octets(octets).unwrap());
        let (key, alpha) = (of(&issuer().signing.to_octets()), of(&issuer().secret.to_octets()));
        let (abar, bbar) = (&prepared.commitments.abar, &prepared.commitments.bbar);
        let error = G1::from(abar).times_secret(&key) + -G1::from(bbar);
        // alpha C' - Cb = (alpha + y) C' - r V is to be what the error is not.
        let inverse = SecretScalar::new((*alpha + self.y).inverse());
        let value = G1::from(period.value().point()).times_secret(&self.r);
        let cprime = (value + -error).times_secret(&inverse);
        self.finish(period, prepared, cprime, rng)
    }

    fn prepare(&self, rng: &mut ChaCha20Rng) -> PreparedPresentation {
        let Holder { messages, signature, .. } = self.holder;
        Witness::new(&issuer().key, signature, messages, &[0]).unwrap().initialise(rng).unwrap()
    }

    fn finish(
        &self,
        period: &Period<'_>,
        prepared: PreparedPresentation,
        cprime: G1,
        rng: &mut ChaCha20Rng,
    ) -> Presented {
        let slot = self.holder.slot;
        let hidden = prepared.hidden.iter().find(|hidden| hidden.index == self.blinding_of).unwrap();
        let value = G1::from(period.value().point());
        let own = value.times_secret(&self.r) + -cprime.times_secret(&SecretScalar::new(self.y));
        let r_blinding = random::scalar(rng).unwrap();
        let t = value.times_secret(&r_blinding) + -cprime.times_secret(&hidden.blinding);
        let (cprime, cbar) = (cprime.into(), self.cbar.unwrap_or_else(|| own.into()));
        let digest = digest(&Membership { period, slot }, [&cprime, &cbar, &t.into()]);
        let ph = base64url::text(&digest).into_bytes();
        let proof = prepared.finish(&ph).unwrap();
        let response = *r_blinding + *self.r * proof.responses.challenge;
        let revocation = RevocationProof { cprime, cbar, response };
        let proof = RevocableProof { proof, revocation };
        Presented { proof, ph, digest, disclosed: self.holder.shown(&[0]), slot }
    }
}
