use super::{INTERFACE, SUITE};
use crate::Error;
use crate::curve::{G1_OCTETS, G1Affine};
use crate::hash::{self, Dst};

/// The value V of a registry's accumulator at some time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccumulatorValue(G1Affine);

impl AccumulatorValue {
    /// The octets of a value.
    pub const OCTETS: usize = G1_OCTETS;

    /// Reads a compressed point, with all its checks.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const PART: &str = "the accumulator's value";
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        Ok(Self(G1Affine::from_octets(octets, PART)?))
    }

    /// The compressed point.
    #[must_use]
    pub fn to_octets(self) -> [u8; Self::OCTETS] {
        self.0.to_octets()
    }

    /// V_0: anybody can compute it, so that nobody knows how it relates to another registry's.
    pub(crate) fn origin(registry: &str) -> Self {
        Self(hash::to_g1(SUITE, registry.as_bytes(), &Dst::registry(INTERFACE)).into())
    }

    pub(crate) fn from_point(point: G1Affine) -> Self {
        Self(point)
    }

    pub(crate) fn point(&self) -> &G1Affine {
        &self.0
    }
}

impl std::fmt::Debug for AccumulatorValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("AccumulatorValue").finish_non_exhaustive()
    }
}
