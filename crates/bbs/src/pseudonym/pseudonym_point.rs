use crate::Error;
use crate::curve::{G1_OCTETS, G1Affine};
use crate::let_out::let_out;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// The base point of G1, which is nobody's pseudonym (section 3.3).
const BASE_POINT: [u8; G1_OCTETS] = [
    0x97, 0xf1, 0xd3, 0xa7, 0x31, 0x97, 0xd7, 0x94, 0x26, 0x95, 0x63, 0x8c, 0x4f, 0xa9, 0xac, 0x0f, 0xc3,
    0x68, 0x8c, 0x4f, 0x97, 0x74, 0xb9, 0x05, 0xa1, 0x4e, 0x3a, 0x3f, 0x17, 0x1b, 0xac, 0x58, 0x6c, 0x55,
    0xe8, 0x3f, 0xf9, 0x7a, 0x1a, 0xef, 0xfb, 0x3a, 0xf0, 0x0a, 0xdb, 0x22, 0xc6, 0xbb,
];

/// A pseudonym: a point of G1 that is the same whenever the same secrets are used in the same context. It proves nothing without
/// [`Proof::verify_with_nym`](crate::Proof::verify_with_nym).
#[derive(Clone, PartialEq, Eq)]
pub struct Pseudonym(G1Affine);

impl Pseudonym {
    /// The octets of a pseudonym.
    pub const OCTETS: usize = G1_OCTETS;

    /// Reads a compressed point that is neither the identity nor the base point (section 3.3).
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`],
    /// [`Error::PseudonymUnusable`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const PART: &str = "the pseudonym";
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        let point = G1Affine::from_octets(octets, PART)?;
        Self::of(point)
    }

    /// The compressed point, which is also what a verifier keeps to know the holder again.
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        self.0.to_octets()
    }

    /// # Errors
    /// [`Error::PseudonymUnusable`].
    pub(super) fn of(point: G1Affine) -> Result<Self, Error> {
        let is_base = let_out(point.to_octets().ct_eq(&BASE_POINT).into());
        if is_base || point.is_identity() { Err(Error::PseudonymUnusable) } else { Ok(Self(point)) }
    }

    pub(super) fn point(&self) -> &G1Affine {
        &self.0
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pseudonym").finish_non_exhaustive()
    }
}
