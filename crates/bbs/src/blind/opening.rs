use crate::Error;
use crate::curve::{SCALAR_OCTETS, Scalar, SecretScalar};
use std::fmt;
use zeroize::Zeroizing;

/// What opens a commitment: the committed messages, and the blinding factor that hides them. Without it nobody can prove anything
/// of the signature: it stays with the holder, as long as the signature does. [`BlindGenerators::opening`](super::BlindGenerators::opening)
/// makes it again from what was kept.
pub struct Opening(Vec<SecretScalar>);

impl Opening {
    /// Of a signature without a commitment: the blinding factor counts as zero.
    #[must_use]
    pub fn none() -> Self {
        Self::of(SecretScalar::default(), Vec::new())
    }

    pub(crate) fn of(blind: SecretScalar, scalars: Vec<SecretScalar>) -> Self {
        // Room for all, and copies: a list that grows, or gives its items away, leaves them behind unwiped.
        let mut all = Vec::with_capacity(scalars.len() + 1);
        all.push(blind);
        all.extend(scalars.iter().cloned());
        Self(all)
    }

    /// From the blinding factor and all that follows it.
    #[cfg(feature = "pseudonyms")]
    pub(crate) fn of_scalars(scalars: Vec<SecretScalar>) -> Self {
        Self(scalars)
    }

    /// The blinding factor, the most significant octet first.
    #[must_use]
    pub fn secret_prover_blind(&self) -> Zeroizing<[u8; SCALAR_OCTETS]> {
        Zeroizing::new(self.0.first().map_or([0; SCALAR_OCTETS], |blind| blind.to_octets()))
    }

    /// The blinding factor, then a scalar for each message.
    pub(crate) fn scalars(&self) -> &[SecretScalar] {
        &self.0
    }
}

/// Reads a number from 1 to r - 1.
///
/// # Errors
/// [`Error::Length`], [`Error::ScalarOutOfRange`].
pub(crate) fn blinding_factor(octets: &[u8]) -> Result<SecretScalar, Error> {
    const PART: &str = "the blinding factor";
    let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
    let blind = Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part: PART })?;
    Ok(SecretScalar::new(blind))
}

impl fmt::Debug for Opening {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Opening").finish_non_exhaustive()
    }
}
