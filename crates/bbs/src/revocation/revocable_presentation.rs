use super::transcript::{admit_header, digest};
use super::{Membership, MembershipWitness, RevocableProof, RevocationProof, base64url};
use crate::curve::{G1, G1Affine, SecretScalar, batch_to_affine};
use crate::random::Hedged;
use crate::witness::Witness;
use crate::{Error, PreparedKey, PreparedPresentation, Signature};
use rand_core::TryCryptoRng;

/// A [`PreparedPresentation`] that also proves that the credential was not revoked. It is bound to registry and period besides, and
/// lacks only a presentation header with its [`digest`](Self::digest).
///
/// [`finish`](Self::finish) consumes it. It can be neither cloned nor printed nor stored, and is wiped when it goes; drop it when
/// anything changes, a new period too.
///
/// ```compile_fail
/// fn twice(presentation: vouchsafe_bbs::revocation::RevocablePresentation) {
///     let _ = presentation.finish(b"one nonce");
///     let _ = presentation.finish(b"another");
/// }
/// ```
pub struct RevocablePresentation {
    prepared: PreparedPresentation,
    cprime: G1Affine,
    cbar: G1Affine,
    r: SecretScalar,
    r_blinding: SecretScalar,
    digest: [u8; 32],
}

impl RevocablePresentation {
    /// Prepares to show the messages with these indexes, in strictly ascending order, and that the handle is not revoked. Takes a
    /// time that depends on the numbers of messages alone.
    ///
    /// # Errors
    /// As [`PreparedPresentation::new`]; [`Error::RevocationSuite`], [`Error::RegistryKeyReused`],
    /// [`Error::HandleNotHidden`]; [`Error::OtherValue`] for a witness of another value, or another handle than that in the slot.
    pub fn new(
        key: &PreparedKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        disclosed: &[usize],
        membership: &Membership<'_>,
        witness: &MembershipWitness,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let all = Witness::new(key, signature, messages, disclosed)?;
        let place = membership.place(key, disclosed.iter().copied())?;
        let period = membership.period;
        if witness.value() != period.value() {
            return Err(Error::OtherValue);
        }
        let number = period.number().to_be_bytes();
        let parts: [&[u8]; 5] = [
            b"revocable presentation",
            &period.key().to_octets(),
            &number,
            &period.value().to_octets(),
            period.statement(),
        ];
        let mut rng = Hedged::new(&mut all.hedged(rng, None)?, &parts)?;
        let prepared = all.initialise(&mut rng)?;
        let handle = prepared.hidden.get(place).ok_or(Error::HandleNotHidden)?;
        if !(*handle.message - **witness.y()).is_zero() {
            return Err(Error::OtherValue);
        }

        let (r, r_blinding) = (rng.nonzero_scalar()?, rng.nonzero_scalar()?);
        let value = G1::from(period.value().point());
        let cprime = G1::from(witness.point()).times_secret(&r);
        // r V - y C', since the witness is of this value and this handle.
        let cbar = G1::from(witness.multiple()).times_secret(&r);
        // The same blinding as in the BBS proof: that is what says that it is the same handle.
        let t = value.times_secret(&r_blinding) + -cprime.times_secret(&handle.blinding);
        let [cprime, cbar, t] = batch_to_affine([cprime, cbar, t]);
        let digest = digest(membership, [&cprime, &cbar, &t]);
        Ok(Self { prepared, cprime, cbar, r, r_blinding, digest })
    }

    /// d, which the presentation header has to hold.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// d as the presentation header holds it: in base64url.
    #[must_use]
    pub fn digest_text(&self) -> String {
        base64url::text(&self.digest)
    }

    /// The proof, for this presentation header.
    ///
    /// # Errors
    /// [`Error::DigestNotBound`] for a presentation header without the digest's text; [`Error::RandomnessUnusable`], once in
    /// 2^250 times.
    pub fn finish(self, ph: &[u8]) -> Result<RevocableProof, Error> {
        admit_header(ph, &self.digest)?;
        let proof = self.prepared.finish(ph)?;
        let response = *self.r_blinding + *self.r * proof.responses.challenge;
        if response.is_zero() {
            return Err(Error::RandomnessUnusable);
        }
        let revocation = RevocationProof { cprime: self.cprime, cbar: self.cbar, response };
        Ok(RevocableProof { proof, revocation })
    }
}
