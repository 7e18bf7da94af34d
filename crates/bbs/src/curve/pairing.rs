use super::{G1Affine, G2, ffi};
use blst::blst_fp6;

/// A point of G2 as the lines of its Miller loop, 19,584 octets, made once for a point that is used again.
pub(crate) struct Lines(Box<[blst_fp6; ffi::LINES]>);

impl Lines {
    /// The lines of a point that is not the identity.
    pub(crate) fn of(point: &G2) -> Self {
        Self(Box::new(ffi::p2_lines(&point.0)))
    }
}

/// Whether the product of all pairings is the identity, with one final exponentiation. A pairing with the identity counts
/// as one.
pub(crate) fn product_is_one<'a>(pairs: impl IntoIterator<Item = (&'a G1Affine, &'a Lines)>) -> bool {
    let loops = pairs.into_iter().filter(|(point, _)| !point.is_identity());
    let product = loops
        .map(|(point, lines)| ffi::miller_loop(&lines.0, &point.0))
        .reduce(|product, factor| ffi::fp12_multiply(&product, &factor));
    product.is_none_or(|product| ffi::is_one_after_final_exponentiation(&product))
}
