use super::{Commitment, Families, Opening, blinding_factor};
use crate::interface::Interface;
use crate::{Ciphersuite, Error};
use rand_core::TryCryptoRng;

/// What a ciphersuite computes blind signatures with, whoever signs. Make one, and share it: it grows as
/// [`Generators`](crate::Generators) does.
pub struct BlindGenerators(Families);

impl BlindGenerators {
    /// For a ciphersuite.
    #[must_use]
    pub fn new(suite: Ciphersuite) -> Self {
        Self(Families::new(Interface::blind(suite)))
    }

    /// `Commit` (section 4.1.1): a commitment to messages, for the signer, and what opens it, for nobody but the holder. Takes a time
    /// that depends on the messages' number and lengths alone.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn commit(
        &self,
        messages: &[impl AsRef<[u8]>],
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Commitment, Opening), Error> {
        let scalars = self.0.interface().message_scalars(messages);
        Commitment::of(&self.0, scalars, rng)
    }

    /// What opens a commitment, from the blinding factor and the committed messages that a holder kept.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`].
    pub fn opening(
        &self,
        secret_prover_blind: &[u8],
        messages: &[impl AsRef<[u8]>],
    ) -> Result<Opening, Error> {
        let blind = blinding_factor(secret_prover_blind)?;
        Ok(Opening::of(blind, self.0.interface().message_scalars(messages)))
    }

    pub(crate) fn families(&self) -> &Families {
        &self.0
    }
}
