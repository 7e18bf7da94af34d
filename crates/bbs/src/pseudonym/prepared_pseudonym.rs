use super::context::Context;
use super::{NymSelection, Pseudonym, PseudonymKey, PseudonymSecrets};
use crate::challenge::extended_challenge;
use crate::curve::{G1Affine, Scalar, batch_to_affine};
use crate::random::Hedged;
use crate::witness::Witness;
use crate::{Error, PreparedPresentation, Proof, Signature};
use rand_core::TryCryptoRng;

/// A [`PreparedPresentation`] that also proves a pseudonym. It is bound to the context besides.
///
/// [`finish`](Self::finish) consumes it. It can be neither cloned nor printed nor stored, and is wiped when it goes; drop it when
/// anything changes.
///
/// ```compile_fail
/// fn twice(presentation: vouchsafe_bbs::pseudonym::PreparedPseudonym) {
///     let _ = presentation.finish(b"one nonce");
///     let _ = presentation.finish(b"another");
/// }
/// ```
pub struct PreparedPseudonym {
    prepared: PreparedPresentation,
    pseudonym: Pseudonym,
    /// Ut.
    blinded: G1Affine,
    context: Context,
}

impl PreparedPseudonym {
    /// Prepares to show messages and a pseudonym. Takes a time that depends on the numbers of messages and secrets alone.
    ///
    /// # Errors
    /// As [`PreparedPresentation::new`]; [`Error::PseudonymUnusable`] for secrets that make the identity or the base point, which
    /// random ones do not.
    pub fn new(
        key: &PseudonymKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        secrets: &PseudonymSecrets,
        selection: NymSelection<'_>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let witness = witness(key, signature, messages, secrets, selection)?;
        let mut rng = hedged(&witness, rng, None, selection.context_id)?;
        Self::initialise(key, witness, selection.context_id, &mut rng)
    }

    /// `ProofInit` and `PseudonymProofInit` (section 7.3.1). Draws what the first draws.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn initialise(
        key: &PseudonymKey,
        witness: Witness<'_>,
        context_id: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let prepared = witness.initialise(rng)?;
        let context = Context::new(prepared.interface, context_id);
        // The secrets are the last that is signed, and always hidden.
        let (_, nyms) = prepared
            .hidden
            .split_at_checked(prepared.hidden.len().saturating_sub(key.nyms()))
            .unwrap_or_default();
        let secrets = context.evaluate(nyms.iter().map(|hidden| -> &Scalar { &hidden.message }));
        let blindings = context.evaluate(nyms.iter().map(|hidden| -> &Scalar { &hidden.blinding }));
        let (pseudonym, blinded) =
            (context.point.times_secret(&secrets), context.point.times_secret(&blindings));
        let [pseudonym, blinded] = batch_to_affine([pseudonym, blinded]);
        if blinded.is_identity() {
            return Err(Error::RandomnessUnusable);
        }
        let pseudonym = Pseudonym::of(pseudonym)?;
        Ok(Self { prepared, pseudonym, blinded, context })
    }

    /// The pseudonym.
    #[must_use]
    pub fn pseudonym(&self) -> &Pseudonym {
        &self.pseudonym
    }

    #[cfg(test)]
    pub(crate) fn prepared(&self) -> &PreparedPresentation {
        &self.prepared
    }

    #[cfg(test)]
    pub(crate) fn blinded(&self) -> &G1Affine {
        &self.blinded
    }

    /// The proof, for this presentation header (sections 7.1 and 8.1).
    ///
    /// # Errors
    /// [`Error::RandomnessUnusable`], once in 2^250 times.
    pub fn finish(self, ph: &[u8]) -> Result<(Proof, Pseudonym), Error> {
        let PreparedPresentation { interface, commitments, disclosed, .. } = &self.prepared;
        let points = [*self.pseudonym.point(), self.blinded];
        let octets = &self.context.octets;
        let challenge = extended_challenge(*interface, commitments, disclosed, ph, &points, octets);
        Ok((self.prepared.answer(challenge)?, self.pseudonym))
    }
}

/// # Errors
/// As [`PreparedPresentation::new`].
pub(crate) fn witness<'a>(
    key: &'a PseudonymKey,
    signature: &'a Signature,
    messages: &[impl AsRef<[u8]>],
    secrets: &PseudonymSecrets,
    selection: NymSelection<'_>,
) -> Result<Witness<'a>, Error> {
    let split = key.split();
    let indexes = split.indexes(selection.messages())?;
    Witness::of_scalars(split.key(), signature, split.scalars(messages, secrets.scalars())?, &indexes)
}

/// The generator of [`Witness::hedged`], bound to the context too.
///
/// # Errors
/// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
pub(super) fn hedged(
    witness: &Witness<'_>,
    rng: &mut impl TryCryptoRng,
    ph: Option<&[u8]>,
    context_id: &[u8],
) -> Result<Hedged, Error> {
    Hedged::new(&mut witness.hedged(rng, ph)?, &[b"pseudonym", context_id])
}
