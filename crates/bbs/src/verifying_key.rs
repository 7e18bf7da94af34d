use crate::Error;
use crate::curve::{G2, G2_OCTETS};
use std::fmt;

/// An issuer's public key: a point of G2 that is in the subgroup and not the identity. It does not say for which ciphersuite it
/// is.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    point: G2,
    octets: [u8; G2_OCTETS],
}

impl VerifyingKey {
    pub(crate) fn from_point(point: G2) -> Self {
        Self { point, octets: point.to_octets() }
    }

    /// Reads a compressed point (draft section 4.2.4.6).
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const PART: &str = "the public key";
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        Ok(Self { point: G2::from_octets(octets, PART)?, octets: *octets })
    }

    /// The compressed point.
    #[must_use]
    pub fn to_octets(&self) -> [u8; G2_OCTETS] {
        self.octets
    }

    pub(crate) fn point(&self) -> &G2 {
        &self.point
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("VerifyingKey").finish_non_exhaustive()
    }
}
