//! BLS12-381 as safe types over blst: [`Scalar`], [`G1`], [`G2`], sums of multiples, pairings.

mod column_sums;
mod comb;
mod ffi;
mod g1;
mod g2;
mod multiply;
mod pairing;
mod scalar;
mod straus;

pub(crate) use comb::{NarrowComb, WideComb, secret_sum_by_combs, sum_by_combs};
pub(crate) use g1::{G1, G1Affine, all_to_affine, batch_to_affine};
pub(crate) use g2::G2;
pub(crate) use multiply::sum_of_multiples;
pub(crate) use pairing::{Lines, product_is_one};
pub(crate) use scalar::{Scalar, SecretScalar};
pub(crate) use straus::{sum_of_few, times_factor};

/// Octets of a compressed point of G1 (draft section 7.2).
pub(crate) const G1_OCTETS: usize = 48;
/// Octets of a compressed point of G2 (draft section 7.2).
pub(crate) const G2_OCTETS: usize = 96;
/// Octets of a scalar (draft section 7.2).
pub(crate) const SCALAR_OCTETS: usize = 32;
/// Octets of `expand_len`, from which a scalar is reduced (draft section 7.2).
pub(crate) const EXPAND_OCTETS: usize = 48;
