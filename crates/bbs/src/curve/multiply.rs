use super::{G1, G1Affine, Scalar, SecretScalar, ffi};
use std::borrow::Borrow;

/// The sum of all points times their scalars, in a time that depends on the scalars: for what is public only. A point without a
/// scalar, or the reverse, does not count.
pub(crate) fn sum_of_multiples<'a>(terms: impl IntoIterator<Item = (&'a G1Affine, Scalar)>) -> G1 {
    let (points, scalars): (Vec<_>, Vec<_>) =
        terms.into_iter().map(|(point, scalar)| (point.0, scalar.to_blst())).unzip();
    // The lengths are the same: they come from one list.
    G1(ffi::p1s_multiply(&points, &scalars).unwrap_or_default())
}

/// The sum of all points times their scalars, in a time that does not depend on the scalars.
pub(crate) fn sum_of_secret_multiples<'a, S: Borrow<SecretScalar>>(
    terms: impl IntoIterator<Item = (&'a G1Affine, S)>,
) -> G1 {
    terms
        .into_iter()
        .fold(G1::default(), |sum, (point, scalar)| sum + G1::from(point).times_secret(scalar.borrow()))
}
