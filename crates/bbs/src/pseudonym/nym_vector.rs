use crate::Error;
use crate::curve::{SCALAR_OCTETS, Scalar, SecretScalar};
use crate::limits::MAX_MESSAGES;
use crate::random::Hedged;
use rand_core::TryCryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// A vector of secrets from which pseudonyms are computed: `prover_nyms`, the holder's own part, and, with the signer's entropy
/// added to the last of them, `nym_secrets`. Wiped when it goes.
pub struct NymVector(Vec<SecretScalar>);

impl NymVector {
    /// New secrets, so many; one at least.
    ///
    /// # Errors
    /// [`Error::NoNymSecret`], [`Error::TooManyMessages`], [`Error::RandomnessFailed`],
    /// [`Error::RandomnessUnusable`].
    pub fn generate(count: usize, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        admit(count)?;
        let mut rng = Hedged::new(rng, &[b"prover nyms"])?;
        Ok(Self((0..count).map(|_| rng.nonzero_scalar()).collect::<Result<_, _>>()?))
    }

    /// Reads numbers from 1 to r - 1, 32 octets each, the most significant first.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NoNymSecret`], [`Error::TooManyMessages`], [`Error::ScalarOutOfRange`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const PART: &str = "the vector of secrets";
        let (secrets, []) = octets.as_chunks::<SCALAR_OCTETS>() else {
            return Err(Error::Length { part: PART });
        };
        admit(secrets.len())?;
        let secret = |octets| Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part: PART });
        let secrets = secrets.iter().map(|octets| secret(octets).map(SecretScalar::new));
        Ok(Self(secrets.collect::<Result<_, _>>()?))
    }

    /// The numbers, 32 octets each, the most significant first.
    #[must_use]
    pub fn to_octets(&self) -> Zeroizing<Vec<u8>> {
        let mut octets = Zeroizing::new(Vec::with_capacity(self.0.len() * SCALAR_OCTETS));
        for secret in &self.0 {
            octets.extend_from_slice(Zeroizing::new(secret.to_octets()).as_slice());
        }
        octets
    }

    pub(crate) fn of(secrets: &[SecretScalar]) -> Self {
        Self(secrets.to_vec())
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// These scalars, then the secrets.
    pub(crate) fn after(&self, scalars: &[SecretScalar]) -> Vec<SecretScalar> {
        [scalars, &self.0].concat()
    }
}

/// # Errors
/// [`Error::NoNymSecret`], [`Error::TooManyMessages`].
fn admit(count: usize) -> Result<(), Error> {
    match count {
        0 => Err(Error::NoNymSecret),
        1..=MAX_MESSAGES => Ok(()),
        _ => Err(Error::TooManyMessages),
    }
}

impl fmt::Debug for NymVector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NymVector").finish_non_exhaustive()
    }
}
