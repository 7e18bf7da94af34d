use super::{G1, G1Affine, Scalar, ffi};

/// The sum of many points without tables times their scalars, in a time that depends on the scalars: for what is public only.
pub(crate) fn sum_of_multiples<'a>(terms: impl IntoIterator<Item = (&'a G1Affine, Scalar)>) -> G1 {
    let (points, scalars): (Vec<_>, Vec<_>) =
        terms.into_iter().map(|(point, scalar)| (point.0, scalar.to_blst())).unzip();
    // The lengths are the same: they come from one list.
    G1(ffi::p1s_multiply(&points, &scalars).unwrap_or_default())
}
