use crate::Error;
use crate::curve::{G1_OCTETS, G1Affine, SCALAR_OCTETS, Scalar};

/// The part of a proof that says that a handle was not deleted: C', Cb and r^. Says nothing without the BBS proof it was made with.
#[derive(Clone, PartialEq, Eq)]
pub struct RevocationProof {
    pub(crate) cprime: G1Affine,
    pub(crate) cbar: G1Affine,
    pub(crate) response: Scalar,
}

impl RevocationProof {
    /// The octets of it: always as many.
    pub const OCTETS: usize = 2 * G1_OCTETS + SCALAR_OCTETS;

    /// Reads it, with all checks of both points and the scalar.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const LENGTH: Error = Error::Length { part: "the revocation proof" };
        let (cprime, rest) = octets.split_first_chunk().ok_or(LENGTH)?;
        let (cbar, rest) = rest.split_first_chunk().ok_or(LENGTH)?;
        let response = rest.try_into().map_err(|_| LENGTH)?;
        let out_of_range = Error::ScalarOutOfRange { part: "the revocation proof's r^" };
        Ok(Self {
            response: Scalar::from_octets(response).ok_or(out_of_range)?,
            cprime: G1Affine::from_octets(cprime, "the revocation proof's C'")?,
            cbar: G1Affine::from_octets(cbar, "the revocation proof's Cb")?,
        })
    }

    /// C', Cb, r^.
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        let mut octets = [0; Self::OCTETS];
        let points = self.cprime.to_octets().into_iter().chain(self.cbar.to_octets());
        let parts = points.chain(self.response.to_octets());
        octets.iter_mut().zip(parts).for_each(|(octet, part)| *octet = part);
        octets
    }
}

impl std::fmt::Debug for RevocationProof {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RevocationProof").finish_non_exhaustive()
    }
}
