//! Octets to scalars and to points, as a ciphersuite says.

mod dst;
mod expand;

pub(crate) use dst::Dst;
pub(crate) use expand::expand;
#[cfg(test)]
pub(crate) use expand::expand_into;

use crate::ciphersuite::Ciphersuite;
use crate::curve::{EXPAND_OCTETS, G1, Scalar};
use zeroize::Zeroize as _;

/// `hash_to_scalar` (draft section 4.2.2).
pub(crate) fn to_scalar(suite: Ciphersuite, message: &[u8], dst: &Dst) -> Scalar {
    let mut uniform = expand::<EXPAND_OCTETS>(suite, message, dst);
    let scalar = Scalar::reduced(&uniform);
    uniform.zeroize();
    scalar
}

/// `hash_to_curve_g1` (RFC 9380 section 3, with two field elements of 64 octets).
pub(crate) fn to_g1(suite: Ciphersuite, message: &[u8], dst: &Dst) -> G1 {
    let uniform = expand::<128>(suite, message, dst);
    let (first, second) = uniform.split_at(64);
    // Both halves have 64 octets.
    G1::from_uniform(&first.try_into().unwrap_or([0; 64]), &second.try_into().unwrap_or([0; 64]))
}
