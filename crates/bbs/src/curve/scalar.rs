use super::{EXPAND_OCTETS, SCALAR_OCTETS, ffi};
use crate::let_out::all_zero;
use blst::{blst_fr, blst_scalar};
use std::ops::{Add, Mul, Sub};
use zeroize::{Zeroize, Zeroizing};

/// A number modulo the order r of the groups. Arithmetic takes a time that does not depend on the value; comparing does.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scalar(blst_fr);

/// A scalar that is wiped when it goes.
pub(crate) type SecretScalar = Zeroizing<Scalar>;

impl Scalar {
    /// From 32 octets, the most significant first; `None` unless it is from 1 to r - 1 (draft section 4.2.4).
    pub(crate) fn from_octets(octets: &[u8; SCALAR_OCTETS]) -> Option<Self> {
        let scalar = ffi::scalar_from_octets(octets);
        ffi::scalar_is_in_range(&scalar).then(|| Self(ffi::fr_from_scalar(&scalar)))
    }

    /// `OS2IP(octets) mod r` (draft sections 4.2.1 and 4.2.2).
    pub(crate) fn reduced(octets: &[u8; EXPAND_OCTETS]) -> Self {
        let mut scalar = ffi::scalar_reduced(octets);
        let reduced = Self(ffi::fr_from_scalar(&scalar));
        scalar.b.zeroize();
        reduced
    }

    /// A random factor of half as many bits.
    pub(crate) fn from_factor(factor: u128) -> Self {
        let mut octets = [0; EXPAND_OCTETS];
        let (_, low) = octets.split_at_mut(EXPAND_OCTETS - size_of::<u128>());
        low.copy_from_slice(&factor.to_be_bytes());
        Self::reduced(&octets)
    }

    pub(crate) fn to_octets(self) -> [u8; SCALAR_OCTETS] {
        let mut scalar = self.to_blst();
        let octets = ffi::scalar_to_octets(&scalar);
        scalar.b.zeroize();
        octets
    }

    /// The inverse; that of zero is zero.
    pub(crate) fn inverse(self) -> Self {
        Self(ffi::fr_inverse(&self.0))
    }

    /// Half of it, modulo r.
    pub(super) fn half(self) -> Self {
        Self(ffi::fr_half(&self.0))
    }

    pub(crate) fn is_zero(self) -> bool {
        all_zero(&self.0.l)
    }

    /// In the form that multiplies a point. The caller wipes it where it is secret.
    pub(super) fn to_blst(self) -> blst_scalar {
        ffi::scalar_from_fr(&self.0)
    }
}

impl Zeroize for Scalar {
    fn zeroize(&mut self) {
        self.0.l.zeroize();
    }
}

impl Add for Scalar {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(ffi::fr_add(&self.0, &other.0))
    }
}

impl Sub for Scalar {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(ffi::fr_sub(&self.0, &other.0))
    }
}

impl Mul for Scalar {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(ffi::fr_mul(&self.0, &other.0))
    }
}
