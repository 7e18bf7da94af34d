use crate::challenge::{Commitments, challenge};
use crate::curve::{Scalar, SecretScalar};
use crate::interface::Interface;
use crate::proof::Responses;
use crate::witness::Witness;
use crate::{Error, PreparedKey, Proof, Signature};
use rand_core::TryCryptoRng;

/// A proof that lacks only the presentation header: nearly all of the work, done before the verifier's nonce is bound, such
/// as while the person reads what is asked for.
///
/// It is bound to the credential, the header and what is disclosed. [`finish`](Self::finish) consumes it: to finish one twice
/// would give away every hidden message and the signature. So it can be neither cloned nor printed nor stored, and is wiped when
/// it goes; drop it when anything changes, when the wallet is locked, or after minutes. To send again, send the same octets.
///
/// ```compile_fail
/// fn twice(presentation: vouchsafe_bbs::PreparedPresentation) {
///     let _ = presentation.finish(b"one nonce");
///     let _ = presentation.finish(b"another");
/// }
/// ```
/// ```compile_fail
/// fn copy(presentation: &vouchsafe_bbs::PreparedPresentation) -> vouchsafe_bbs::PreparedPresentation {
///     presentation.clone()
/// }
/// ```
pub struct PreparedPresentation {
    pub(crate) interface: Interface,
    pub(crate) commitments: Commitments,
    /// Indexes and messages, ascending.
    pub(crate) disclosed: Vec<(usize, Scalar)>,
    pub(crate) e: SecretScalar,
    pub(crate) r1: SecretScalar,
    /// The inverse of r2.
    pub(crate) r3: SecretScalar,
    pub(crate) e_blinding: SecretScalar,
    pub(crate) r1_blinding: SecretScalar,
    pub(crate) r3_blinding: SecretScalar,
    /// Ascending.
    pub(crate) hidden: Vec<Hidden>,
}

/// An undisclosed message, with its blinding m~.
pub(crate) struct Hidden {
    pub(crate) index: usize,
    pub(crate) message: SecretScalar,
    pub(crate) blinding: SecretScalar,
}

impl PreparedPresentation {
    /// Prepares to show the messages with these indexes, in strictly ascending order. Whether the signature holds is not checked: a
    /// proof from one that does not is refused by the verifier.
    ///
    /// The verifier's nonce cannot protect against a generator that gives the same octets again, as after the memory of
    /// a machine was restored: where the presentation header is known already, [`Proof::generate`] is bound to it too.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`], [`Error::RandomnessFailed`],
    /// [`Error::RandomnessUnusable`].
    pub fn new(
        key: &PreparedKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        disclosed: &[usize],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let witness = Witness::new(key, signature, messages, disclosed)?;
        let mut rng = witness.hedged(rng, None)?;
        witness.initialise(&mut rng)
    }

    /// The proof, for this presentation header (draft sections 3.7.4 and 3.7.2).
    ///
    /// # Errors
    /// [`Error::RandomnessUnusable`], once in 2^250 times.
    pub fn finish(self, ph: &[u8]) -> Result<Proof, Error> {
        let challenge = challenge(self.interface, &self.commitments, &self.disclosed, ph);
        self.answer(challenge)
    }

    /// `ProofFinalize` (draft section 3.7.2).
    ///
    /// # Errors
    /// [`Error::RandomnessUnusable`], once in 2^250 times.
    pub(crate) fn answer(self, challenge: Scalar) -> Result<Proof, Error> {
        let responses = Responses {
            e: *self.e_blinding + *self.e * challenge,
            r1: *self.r1_blinding - *self.r1 * challenge,
            r3: *self.r3_blinding - *self.r3 * challenge,
            hidden: self.hidden.iter().map(|hidden| *hidden.blinding + *hidden.message * challenge).collect(),
            challenge,
        };
        // No parser takes a zero (draft section 4.2.4.5).
        if responses.all().any(Scalar::is_zero) {
            return Err(Error::RandomnessUnusable);
        }
        let Commitments { abar, bbar, d, .. } = self.commitments;
        Ok(Proof { abar, bbar, d, responses })
    }
}
