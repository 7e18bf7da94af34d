use super::{G1Affine, G2, ffi};
use blst::{blst_fp, blst_fp6, blst_fp12};

/// How many doublings follow each addition of a Miller loop, after the doubling that it begins with: the bits of z.
const DOUBLINGS: [usize; 5] = [2, 3, 9, 32, 16];

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
    let pairs = pairs.into_iter().filter(|(point, _)| !point.is_identity());
    let mut pairs: Vec<Evaluation> = pairs.map(|(point, lines)| Evaluation::new(point, lines)).collect();
    pairs.is_empty() || ffi::is_one_after_final_exponentiation(&miller_loops(&mut pairs))
}

/// The product of the Miller loops of all pairs, up to conjugation, which leaves one what it is. They share their squarings, a good
/// third of a loop.
fn miller_loops(pairs: &mut [Evaluation]) -> blst_fp12 {
    let mut product = ffi::fp12_one();
    let mut multiply = |product: &mut blst_fp12| {
        for line in pairs.iter_mut().filter_map(Evaluation::next) {
            ffi::fp12_multiply_by_line(product, &line);
        }
    };
    multiply(&mut product);
    for doublings in DOUBLINGS {
        multiply(&mut product);
        for _ in 0..doublings {
            ffi::fp12_square(&mut product);
            multiply(&mut product);
        }
    }
    product
}

/// The lines of a point of G2, evaluated one by one at a point of G1 that is not the identity.
struct Evaluation<'a> {
    lines: std::slice::Iter<'a, blst_fp6>,
    /// -2x and 2y: blst's lines leave these factors out.
    factors: [blst_fp; 2],
}

impl<'a> Evaluation<'a> {
    fn new(point: &G1Affine, lines: &'a Lines) -> Self {
        let (mut x, y) = (ffi::fp_doubled(&point.0.x), ffi::fp_doubled(&point.0.y));
        ffi::fp_negate_if(&mut x, true);
        Self { lines: lines.0.iter(), factors: [x, y] }
    }

    fn next(&mut self) -> Option<blst_fp6> {
        let mut line = *self.lines.next()?;
        let [_, by_x, by_y] = &mut line.fp2;
        for (part, factor) in [by_x, by_y].into_iter().zip(&self.factors) {
            part.fp.iter_mut().for_each(|part| ffi::fp_multiply_by(part, factor));
        }
        Some(line)
    }
}
