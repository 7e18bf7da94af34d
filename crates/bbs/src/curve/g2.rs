use super::{G2_OCTETS, Scalar, ffi};
use crate::Error;
use blst::blst_p2_affine;
use zeroize::Zeroize as _;

/// A point of G2.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct G2(pub(super) blst_p2_affine);

impl G2 {
    /// -BP2: in an equation of two pairings one side is negated, and this one once for all.
    pub(crate) fn negated_base() -> Self {
        Self(ffi::p2_base_negated())
    }

    /// The base point times a secret, in a time that does not depend on it (draft section 3.4.2).
    pub(crate) fn from_secret(secret: &Scalar) -> Self {
        let mut scalar = secret.to_blst();
        let point = Self(ffi::p2_from_secret(&scalar));
        scalar.b.zeroize();
        point
    }

    /// `octets_to_pubkey` (draft section 4.2.4.6): canonical, not the identity, in the subgroup.
    ///
    /// # Errors
    /// [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`], each with the name of the part.
    pub(crate) fn from_octets(octets: &[u8; G2_OCTETS], part: &'static str) -> Result<Self, Error> {
        let point = ffi::p2_affine_from_octets(octets).map_err(|_| Error::NotAPoint { part })?;
        if ffi::p2_affine_is_identity(&point) {
            return Err(Error::Identity { part });
        }
        if !ffi::p2_affine_in_subgroup(&point) {
            return Err(Error::NotInSubgroup { part });
        }
        Ok(Self(point))
    }

    /// `point_to_octets_E2`.
    pub(crate) fn to_octets(self) -> [u8; G2_OCTETS] {
        ffi::p2_affine_to_octets(&self.0)
    }
}
