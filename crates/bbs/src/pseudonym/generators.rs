use super::{NymVector, PseudonymSecrets};
use crate::blind::{Commitment, Families, blinding_factor};
use crate::interface::Interface;
use crate::{Ciphersuite, Error};
use rand_core::TryCryptoRng;

/// What a ciphersuite computes signatures with pseudonyms with, whoever signs. Make one, and share it: it grows as
/// [`Generators`](crate::Generators) does.
pub struct PseudonymGenerators(Families);

impl PseudonymGenerators {
    /// For a ciphersuite.
    #[must_use]
    pub fn new(suite: Ciphersuite) -> Self {
        Self(Families::new(Interface::pseudonym(suite)))
    }

    /// `CommitWithNym` (section 6.1.1): a commitment to messages and a vector of secrets, for the signer, and what opens it, for nobody but
    /// the holder. Takes a time that depends on numbers and lengths alone.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn commit(
        &self,
        messages: &[impl AsRef<[u8]>],
        prover_nyms: &NymVector,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Commitment, PseudonymSecrets), Error> {
        let scalars = prover_nyms.after(&self.0.interface().message_scalars(messages));
        let (commitment, opening) = Commitment::of(&self.0, scalars, rng)?;
        Ok((commitment, PseudonymSecrets::of(opening, prover_nyms.count())))
    }

    /// What a holder kept: the blinding factor, the committed messages and the vector of secrets.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`].
    pub fn secrets(
        &self,
        secret_prover_blind: &[u8],
        messages: &[impl AsRef<[u8]>],
        nyms: &NymVector,
    ) -> Result<PseudonymSecrets, Error> {
        let blind = blinding_factor(secret_prover_blind)?;
        let scalars = nyms.after(&self.0.interface().message_scalars(messages));
        Ok(PseudonymSecrets::new(blind, scalars, nyms.count()))
    }

    pub(crate) fn families(&self) -> &Families {
        &self.0
    }
}
