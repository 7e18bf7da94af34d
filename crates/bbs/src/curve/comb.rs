use super::column_sums::{Row, column_sums};
use super::{G1, G1Affine, Scalar, SecretScalar, ffi};
use blst::blst_p1_affine;
use std::array;
use std::borrow::Borrow;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// A table of one point by which its multiples are quick: a comb of so many teeth, so many bits apart, that together cover a
/// scalar. A multiple takes an addition for each column. The entries are the sums for half of the patterns of the teeth, the
/// other half being their negatives.
///
/// A scalar is written with the digits 1 and -1 alone, so that no addition is left out and no entry is the identity, whatever
/// the scalar.
pub(crate) struct Comb<const TEETH: usize, const COLUMNS: usize, const ENTRIES: usize>(
    Box<[G1Affine; ENTRIES]>,
);

/// For public scalars: 12 KiB, 32 additions.
pub(crate) type WideComb = Comb<8, 32, 128>;
/// For secret scalars, where all entries are read for each addition: 3 KiB, 43 additions.
pub(crate) type NarrowComb = Comb<6, 43, 32>;

impl<const TEETH: usize, const COLUMNS: usize, const ENTRIES: usize> Comb<TEETH, COLUMNS, ENTRIES> {
    const SHAPE: () =
        assert!(TEETH <= 8 && ENTRIES == 1 << (TEETH - 1) && TEETH * COLUMNS >= 256 && TEETH * COLUMNS < 264);

    /// The table of a point that is not the identity.
    pub(crate) fn of(point: &G1Affine) -> Self {
        let () = Self::SHAPE;
        let mut tooth = G1::from(point);
        let teeth: [G1; TEETH] = array::from_fn(|number| {
            if number > 0 {
                (0..COLUMNS).for_each(|_| tooth.double());
            }
            tooth
        });
        // Entry 0: the top tooth with 1, all others with -1; each set bit of another entry turns one of them to 1.
        let (top, low) = teeth.split_last().map_or((G1::default(), [].as_slice()), |(top, low)| (*top, low));
        let mut entries = [low.iter().fold(top, |sum, tooth| sum + -*tooth); ENTRIES];
        for (number, tooth) in low.iter().enumerate() {
            let (done, rest) = entries.split_at_mut(1 << number);
            let twice = tooth.doubled();
            rest.iter_mut().zip(done).for_each(|(entry, without)| *entry = *without + twice);
        }
        Self(Box::new(super::batch_to_affine(entries)))
    }

    /// The entries of a scalar's digits, found in a time that depends on it.
    fn row(&self, scalar: &Scalar) -> Row<COLUMNS> {
        Self::patterns(scalar).map(|pattern| {
            let Lookup { index, negative } = Self::lookup(pattern);
            let mut point =
                self.0.get(usize::from(index)).copied().unwrap_or(G1Affine(blst_p1_affine::default())).0;
            ffi::fp_negate_if(&mut point.y, negative == 1);
            point
        })
    }

    /// The same, by reading all entries for each digit.
    fn secret_row(&self, scalar: &SecretScalar) -> Row<COLUMNS> {
        let patterns = Zeroizing::new(Self::patterns(scalar));
        patterns.map(|pattern| self.secret_entry(Self::lookup(pattern)))
    }

    fn secret_entry(&self, Lookup { index, negative }: Lookup) -> blst_p1_affine {
        let mut point = blst_p1_affine::default();
        for (G1Affine(entry), number) in self.0.iter().zip(0u8..) {
            let mask = u64::from(number.ct_eq(&index).unwrap_u8()).wrapping_neg();
            point.x.l.iter_mut().zip(entry.x.l).for_each(|(limb, entry)| *limb |= entry & mask);
            point.y.l.iter_mut().zip(entry.y.l).for_each(|(limb, entry)| *limb |= entry & mask);
        }
        ffi::fp_negate_if(&mut point.y, negative == 1);
        point
    }

    fn lookup(pattern: u8) -> Lookup {
        let negative = (pattern >> (TEETH - 1)) & 1 ^ 1;
        let low = (pattern ^ negative.wrapping_neg()) << (9 - TEETH) >> (9 - TEETH);
        Lookup { index: low, negative }
    }

    /// The digits of a scalar by column, the lowest first: bit j of a pattern says that the digit at
    /// j * COLUMNS + column is 1 and not -1.
    ///
    /// With n digits those of k are the bits of K = (k + 2^n - 1) / 2 mod r, a set bit being 1 and another -1: their sum is
    /// 2 K - (2^n - 1).
    fn patterns(scalar: &Scalar) -> [u8; COLUMNS] {
        let mut all_ones = [0xff; super::EXPAND_OCTETS];
        // 256 bits are 32 octets; those above them stand in the 16th.
        let (head, _) = all_ones.split_at_mut(super::EXPAND_OCTETS - super::SCALAR_OCTETS);
        head.fill(0);
        if let Some(last) = head.last_mut() {
            *last = (1 << (TEETH * COLUMNS - 256)) - 1;
        }
        let digits = SecretScalar::new((*scalar + Scalar::reduced(&all_ones)).half());
        let octets = Zeroizing::new(digits.to_octets());
        let (high, low) = octets.split_at(super::SCALAR_OCTETS / 2);
        let [high, low] = [high, low].map(|half| half.try_into().map_or(0, u128::from_be_bytes));
        // The bits of each tooth, the lowest column first.
        let teeth: [u128; TEETH] = array::from_fn(|tooth| match tooth * COLUMNS {
            0 => low,
            first @ 1..128 => low >> first | high << (128 - first),
            first => high >> (first - 128),
        });
        let bit = |tooth: u128, column: usize| u8::from(tooth >> column & 1 == 1);
        array::from_fn(|column| {
            teeth
                .iter()
                .zip(0u8..)
                .fold(0, |pattern, (tooth, number)| pattern | bit(*tooth, column) << number)
        })
    }
}

/// Where the entry of a pattern is: the pattern itself where its top tooth is 1, else the negative of its complement.
struct Lookup {
    index: u8,
    /// 0 or 1.
    negative: u8,
}

/// The sum of multiples of points that have tables, in a time that depends on the scalars.
pub(crate) fn sum_by_combs<'a>(terms: impl IntoIterator<Item = (&'a WideComb, Scalar)>) -> G1 {
    sum(&terms.into_iter().map(|(comb, scalar)| comb.row(&scalar)).collect::<Vec<_>>())
}

/// The same, in a time that depends only on how many there are.
pub(crate) fn secret_sum_by_combs<'a, S: Borrow<SecretScalar>>(
    terms: impl IntoIterator<Item = (&'a NarrowComb, S)>,
) -> G1 {
    sum(&terms.into_iter().map(|(comb, scalar)| comb.secret_row(scalar.borrow())).collect::<Vec<_>>())
}

/// Adds up the rows column by column, then the columns by their weights.
fn sum<const COLUMNS: usize>(rows: &[Row<COLUMNS>]) -> G1 {
    match column_sums(rows) {
        Some(columns) => weighted(&[columns]),
        None => weighted(rows),
    }
}

/// The sum of all rows, column c having the weight 2^c, by additions that hold for any two points.
fn weighted<const COLUMNS: usize>(rows: &[Row<COLUMNS>]) -> G1 {
    let mut sum = G1::default();
    for column in (0..COLUMNS).rev() {
        sum.double();
        rows.iter().filter_map(|row| row.get(column)).for_each(|entry| sum.add_entry(entry));
    }
    sum
}
