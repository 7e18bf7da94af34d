use super::ffi;
use crate::let_out::all_zero;
use blst::{blst_fp, blst_p1_affine};

/// A point for each column of a comb.
pub(super) type Row<const COLUMNS: usize> = [blst_p1_affine; COLUMNS];

/// From so many rows on, sharing inversions is quicker than adding without.
const WORTH_IT: usize = 6;

/// The sums of rows, column by column, with one inversion for all additions of a level: rows are added in pairs until one is
/// left. Branches only on how many there are.
///
/// `None` where it does not pay, and where two points to be added have the same x: the formula does not hold for them. Between
/// tables of independent generators that does not happen, short of somebody knowing a discrete logarithm; then additions that
/// hold for any points take over.
pub(super) fn column_sums<const COLUMNS: usize>(rows: &[Row<COLUMNS>]) -> Option<Row<COLUMNS>> {
    if rows.len() < WORTH_IT {
        return None;
    }
    let mut sums = add_pairs(rows)?;
    while sums.len() > 1 {
        sums = add_pairs(&sums)?;
    }
    sums.pop()
}

/// The sums of the first two rows, of the next two and so on; an odd row at the end stays as it is:
/// λ = (y2 - y1) / (x2 - x1), x3 = λ^2 - x1 - x2, y3 = λ (x1 - x3) - y1.
fn add_pairs<const COLUMNS: usize>(rows: &[Row<COLUMNS>]) -> Option<Vec<Row<COLUMNS>>> {
    let (pairs, odd) = rows.as_chunks::<2>();
    let mut steps = vec![[Step::default(); COLUMNS]; pairs.len()];
    let mut product = ffi::fp_one();
    for ([ones, others], steps) in pairs.iter().zip(&mut steps) {
        for ((one, other), step) in ones.iter().zip(others).zip(steps) {
            step.before = product;
            ffi::fp_subtract(&mut step.difference, &other.x, &one.x);
            ffi::fp_multiply_by(&mut product, &step.difference);
        }
    }
    if all_zero(&product.l) {
        return None;
    }
    // Of the product of all differences up to the step in hand.
    let mut inverse = ffi::fp_inverse(&product);
    let mut slope = blst_fp::default();
    let mut sums = vec![[blst_p1_affine::default(); COLUMNS]; pairs.len()];
    for (([ones, others], steps), sums) in pairs.iter().zip(&steps).zip(&mut sums).rev() {
        for (((one, other), step), sum) in ones.iter().zip(others).zip(steps).zip(sums).rev() {
            ffi::fp_subtract(&mut slope, &other.y, &one.y);
            ffi::fp_multiply_by(&mut slope, &inverse);
            ffi::fp_multiply_by(&mut slope, &step.before);
            ffi::fp_multiply_by(&mut inverse, &step.difference);
            ffi::fp_square(&mut sum.x, &slope);
            ffi::fp_subtract_from(&mut sum.x, &one.x);
            ffi::fp_subtract_from(&mut sum.x, &other.x);
            ffi::fp_subtract(&mut sum.y, &one.x, &sum.x);
            ffi::fp_multiply_by(&mut sum.y, &slope);
            ffi::fp_subtract_from(&mut sum.y, &one.y);
        }
    }
    sums.extend(odd);
    Some(sums)
}

/// An addition that waits for its inverse.
#[derive(Clone, Copy, Default)]
struct Step {
    /// x2 - x1.
    difference: blst_fp,
    /// The product of the differences of all steps before.
    before: blst_fp,
}
