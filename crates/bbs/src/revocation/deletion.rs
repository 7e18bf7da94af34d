use super::AccumulatorValue;
use crate::Error;
use crate::curve::{G1_OCTETS, SCALAR_OCTETS, Scalar};

/// One revocation: the number y of the handle, and the value after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    y: Scalar,
    value: AccumulatorValue,
}

impl Deletion {
    /// The octets of a deletion: the number, then the compressed point.
    pub const OCTETS: usize = SCALAR_OCTETS + G1_OCTETS;

    pub(crate) fn new(y: Scalar, value: AccumulatorValue) -> Self {
        Self { y, value }
    }

    /// Reads a deletion, with all checks of its point. Whether it follows from the one before is for [`Chain`](super::Chain).
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const LENGTH: Error = Error::Length { part: "the deletion" };
        let octets: &[u8; Self::OCTETS] = octets.try_into().map_err(|_| LENGTH)?;
        let (y, value) = octets.split_first_chunk().ok_or(LENGTH)?;
        let y = Scalar::from_octets(y).ok_or(Error::ScalarOutOfRange { part: "the deleted handle" })?;
        Ok(Self { y, value: AccumulatorValue::from_octets(value)? })
    }

    /// The number and the compressed point.
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        let mut octets = [0; Self::OCTETS];
        let parts = self.y.to_octets().into_iter().chain(self.value.to_octets());
        octets.iter_mut().zip(parts).for_each(|(octet, part)| *octet = part);
        octets
    }

    /// The value after it.
    #[must_use]
    pub fn value(&self) -> &AccumulatorValue {
        &self.value
    }

    pub(crate) fn y(&self) -> Scalar {
        self.y
    }
}

impl std::fmt::Debug for Deletion {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Deletion").finish_non_exhaustive()
    }
}
