use super::{G1_OCTETS, Scalar, ffi};
use crate::Error;
use crate::let_out::let_out;
use blst::{blst_p1, blst_p1_affine};
use std::ops::{Add, Neg};
use zeroize::Zeroize;

/// A point of G1, in the coordinates that add quickly. The default is the identity.
#[derive(Clone, Copy, Default)]
pub(crate) struct G1(pub(super) blst_p1);

/// A point of G1, in the coordinates that tables and encodings have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct G1Affine(pub(super) blst_p1_affine);

impl Zeroize for G1Affine {
    fn zeroize(&mut self) {
        self.0.x.l.zeroize();
        self.0.y.l.zeroize();
    }
}

impl G1 {
    /// `hash_to_curve_g1` from the uniform octets of its two field elements (RFC 9380 sections 3 and 8.8.1).
    pub(crate) fn from_uniform(first: &[u8; 64], second: &[u8; 64]) -> Self {
        Self(ffi::p1_from_uniform(first, second))
    }

    /// Adds it to itself.
    pub(super) fn double(&mut self) {
        ffi::p1_double(&mut self.0);
    }

    /// Twice the point.
    pub(super) fn doubled(mut self) -> Self {
        self.double();
        self
    }

    /// Adds a point of a table to it.
    pub(super) fn add_entry(&mut self, entry: &blst_p1_affine) {
        ffi::p1_add_affine(&mut self.0, entry);
    }

    /// A multiple, in a time that does not depend on the scalar.
    pub(crate) fn times_secret(&self, scalar: &Scalar) -> Self {
        let mut scalar = scalar.to_blst();
        let product = Self(ffi::p1_multiply(&self.0, &scalar));
        scalar.b.zeroize();
        product
    }
}

impl Add for G1 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(ffi::p1_add(&self.0, &other.0))
    }
}

impl Neg for G1 {
    type Output = Self;

    fn neg(self) -> Self {
        Self(ffi::p1_negate(self.0))
    }
}

impl From<&G1Affine> for G1 {
    fn from(point: &G1Affine) -> Self {
        Self(ffi::p1_from_affine(&point.0))
    }
}

impl G1Affine {
    /// `octets_to_point_E1` with all checks that the draft asks for (section 4.2.4): canonical, not the identity, in the subgroup.
    ///
    /// # Errors
    /// [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`], each with the name of the part.
    pub(crate) fn from_octets(octets: &[u8; G1_OCTETS], part: &'static str) -> Result<Self, Error> {
        let point = ffi::p1_affine_from_octets(octets).map_err(|_| Error::NotAPoint { part })?;
        if ffi::p1_affine_is_identity(&point) {
            return Err(Error::Identity { part });
        }
        if !ffi::p1_affine_in_subgroup(&point) {
            return Err(Error::NotInSubgroup { part });
        }
        Ok(Self(point))
    }

    /// A point that no reader takes: its subgroup is not checked.
    #[cfg(test)]
    pub(crate) fn on_the_curve(octets: &[u8; G1_OCTETS]) -> Self {
        Self(ffi::p1_affine_from_octets(octets).unwrap())
    }

    /// `point_to_octets_E1`.
    pub(crate) fn to_octets(self) -> [u8; G1_OCTETS] {
        ffi::p1_affine_to_octets(&self.0)
    }

    pub(crate) fn is_identity(&self) -> bool {
        let_out(ffi::p1_affine_is_identity(&self.0))
    }
}

impl From<G1> for G1Affine {
    fn from(point: G1) -> Self {
        let [affine] = batch_to_affine([point]);
        affine
    }
}

/// All points with one inversion.
pub(crate) fn batch_to_affine<const N: usize>(points: [G1; N]) -> [G1Affine; N] {
    let mut converted = all_to_affine(&points).into_iter();
    // As many come back as go in.
    points.map(|_| converted.next().unwrap_or(G1Affine(blst_p1_affine::default())))
}

/// The same of as many as there are.
pub(crate) fn all_to_affine(points: &[G1]) -> Vec<G1Affine> {
    let points: Vec<_> = points.iter().map(|point| point.0).collect();
    ffi::p1s_to_affine(&points).into_iter().map(G1Affine).collect()
}
