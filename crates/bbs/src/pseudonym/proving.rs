use super::context::Context;
use super::prepared_pseudonym::{hedged, witness};
use super::{NymSelection, PreparedPseudonym, Pseudonym, PseudonymKey, PseudonymSecrets};
use crate::challenge::extended_challenge;
use crate::curve::{G1Affine, Scalar, sum_of_few};
use crate::{Error, Proof, Signature};
use rand_core::TryCryptoRng;

/// A pseudonym that a verifier received, and the verifier's own context.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedPseudonym<'a> {
    /// The pseudonym.
    pub pseudonym: &'a Pseudonym,
    /// The context for which it has to be. Never the one that a holder names.
    pub context_id: &'a [u8],
}

impl Proof {
    /// `ProofGenWithNym` (section 6.2): as [`generate`](Self::generate), with the pseudonym for a context.
    ///
    /// # Errors
    /// As [`PreparedPseudonym::new`].
    pub fn generate_with_nym(
        key: &PseudonymKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        secrets: &PseudonymSecrets,
        selection: NymSelection<'_>,
        ph: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Self, Pseudonym), Error> {
        let witness = witness(key, signature, messages, secrets, selection)?;
        let mut rng = hedged(&witness, rng, Some(ph), selection.context_id)?;
        PreparedPseudonym::initialise(key, witness, selection.context_id, &mut rng)?.finish(ph)
    }

    /// `ProofVerifyWithNym` (section 6.3): as [`verify_blind`](Self::verify_blind), and that the pseudonym is the one that belongs to the
    /// signature in this context.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_with_nym(
        &self,
        key: &PseudonymKey,
        received: ReceivedPseudonym<'_>,
        messages: &[(usize, impl AsRef<[u8]>)],
        committed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
    ) -> Result<(), Error> {
        let split = key.split();
        let interface = split.key().interface();
        let shown = split.shown(messages, committed)?;
        let commitments = self.commitments(split.key(), &shown)?;
        let ReceivedPseudonym { pseudonym, context_id } = received;
        let context = Context::new(interface, context_id);
        let blinded = self.blinded_pseudonym(&context, pseudonym, key.nyms())?;
        let points = [*pseudonym.point(), blinded];
        let challenge = extended_challenge(interface, &commitments, &shown, ph, &points, &context.octets);
        self.compare_challenge(challenge)?;
        self.check_pairing(split.key())
    }

    /// Uv = OP * poly(m^ of the secrets) - pseudonym * c (section 7.3.2).
    ///
    /// # Errors
    /// [`Error::ProofInvalid`] for the identity.
    fn blinded_pseudonym(
        &self,
        context: &Context,
        pseudonym: &Pseudonym,
        nyms: usize,
    ) -> Result<G1Affine, Error> {
        // The secrets are the last that is signed, and never shown.
        let hidden = &self.responses.hidden;
        let first = hidden.len().checked_sub(nyms).ok_or(Error::MessageCount)?;
        let response = *context.evaluate(hidden.iter().skip(first));
        let minus_challenge = Scalar::default() - self.responses.challenge;
        let terms = [(&context.point.into(), response), (pseudonym.point(), minus_challenge)];
        let blinded = G1Affine::from(sum_of_few(terms));
        if blinded.is_identity() { Err(Error::ProofInvalid) } else { Ok(blinded) }
    }
}
