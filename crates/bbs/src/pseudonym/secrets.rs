use super::{NymVector, SignerNymEntropy};
use crate::blind::Opening;
use crate::curve::{SCALAR_OCTETS, SecretScalar};
use std::fmt;
use zeroize::Zeroizing;

/// What a holder proves with besides the signature and its messages: the commitment's opening, with the vector of secrets. Until
/// [`verify_finalize_with_nym`](crate::Signature::verify_finalize_with_nym) the vector is the holder's own part.
pub struct PseudonymSecrets {
    opening: Opening,
    nyms: usize,
}

impl PseudonymSecrets {
    pub(super) fn new(blind: SecretScalar, scalars: Vec<SecretScalar>, nyms: usize) -> Self {
        Self::of(Opening::of(blind, scalars), nyms)
    }

    /// Of an opening that ends with so many secrets.
    pub(super) fn of(opening: Opening, nyms: usize) -> Self {
        Self { opening, nyms }
    }

    /// The blinding factor, the most significant octet first.
    #[must_use]
    pub fn secret_prover_blind(&self) -> Zeroizing<[u8; SCALAR_OCTETS]> {
        self.opening.secret_prover_blind()
    }

    /// The vector of secrets.
    #[must_use]
    pub fn nyms(&self) -> NymVector {
        let (_, nyms) = self.scalars().split_at(self.scalars().len().saturating_sub(self.nyms));
        NymVector::of(nyms)
    }

    /// The same with the signer's entropy added to the last secret.
    pub(super) fn with_entropy(self, entropy: &SignerNymEntropy) -> Self {
        let mut scalars = self.scalars().to_vec();
        if let Some(last) = scalars.last_mut() {
            **last = **last + entropy.scalar();
        }
        Self { opening: Opening::of_scalars(scalars), ..self }
    }

    /// The blinding factor, a scalar for each message, then the secrets.
    pub(crate) fn scalars(&self) -> &[SecretScalar] {
        self.opening.scalars()
    }
}

impl fmt::Debug for PseudonymSecrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PseudonymSecrets").finish_non_exhaustive()
    }
}
