use crate::Error;
use crate::curve::{SCALAR_OCTETS, Scalar, SecretScalar};
use crate::random::Hedged;
use rand_core::TryCryptoRng;
use std::fmt;

const PART: &str = "the signer's entropy";

/// `signer_nym_entropy`: what the signer adds to the last secret of a holder, so that a stolen vector or commitment makes other pseudonyms
/// (section 10.1). Another for each holder; the same again for a holder who is to keep their pseudonyms. The signer sends it to the
/// holder with the signature.
pub struct SignerNymEntropy(SecretScalar);

impl SignerNymEntropy {
    /// New entropy.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Ok(Self(Hedged::new(rng, &[b"signer nym entropy"])?.nonzero_scalar()?))
    }

    /// Reads a number from 1 to r - 1, the most significant octet first.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        let entropy = Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part: PART })?;
        Ok(Self(SecretScalar::new(entropy)))
    }

    /// The number, the most significant octet first.
    #[must_use]
    pub fn to_octets(&self) -> [u8; SCALAR_OCTETS] {
        self.0.to_octets()
    }

    pub(super) fn scalar(&self) -> Scalar {
        *self.0
    }
}

impl fmt::Debug for SignerNymEntropy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignerNymEntropy").finish_non_exhaustive()
    }
}
