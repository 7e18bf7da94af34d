use super::{G1, G1Affine, Scalar, all_to_affine, ffi};
use blst::blst_p1_affine;

/// z, the parameter of the curve, up to its sign. r = z^4 - z^2 + 1.
const Z: u128 = 0xd201_0000_0001_0000;
/// z^2, by which a scalar is divided: quotient and remainder have half of its bits.
const Z_SQUARED: u128 = Z * Z;

/// A cube root of 1 such that z^2 * (x, y) = (x * root, -y) for every point of G1.
const CUBE_ROOT: [u8; 48] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0x5f, 0x19, 0x67, 0x2f, 0xdf, 0x76, 0xce, 0x51, 0xba, 0x69, 0xc6, 0x07, 0x6a,
    0x0f, 0x77, 0xea, 0xdd, 0xb3, 0xa9, 0x3b, 0xe6, 0xf8, 0x96, 0x88, 0xde, 0x17, 0xd8, 0x13, 0x62, 0x0a,
    0x00, 0x02, 0x2e, 0x01, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xfe,
];

/// Odd multiples of a point that are kept: 1, 3, 5 and 7.
const ODD_MULTIPLES: usize = 4;
/// Digits of a half scalar: its 128 bits, and one for what is carried out of them.
const DIGITS: usize = 129;
/// The same of half a factor.
const FACTOR_DIGITS: usize = 65;

/// The sum of multiples of a few points that have no tables, in a time that depends on the scalars: the doublings are shared
/// (Straus), and halved by the curve's endomorphism (Gallant, Lambert, Vanstone).
pub(crate) fn sum_of_few<const N: usize>(terms: [(&G1Affine, Scalar); N]) -> G1 {
    let (points, scalars): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    let streams = multiples(&points).into_iter().zip(&scalars);
    let streams: Vec<_> =
        streams.flat_map(|(multiples, scalar)| Stream::both(multiples, halves(scalar))).collect();
    sum(&streams, DIGITS)
}

/// Multiples of two points by a factor, in a time that depends on it. The factor has 128 bits; a scalar is made of it as
/// low + high * z^2 from its halves, so that different factors are different scalars and the doublings are those of 64 bits.
pub(crate) fn times_factor(points: [&G1Affine; 2], factor: u128) -> [G1; 2] {
    let halves = [factor & u128::from(u64::MAX), factor >> 64];
    let mut products =
        multiples(&points).into_iter().map(|multiples| sum(&Stream::both(multiples, halves), FACTOR_DIGITS));
    // As many come back as go in.
    [(); 2].map(|()| products.next().unwrap_or_default())
}

fn sum(streams: &[Stream], digits: usize) -> G1 {
    let mut sum = G1::default();
    for at in (0..digits).rev() {
        sum.double();
        streams.iter().filter_map(|stream| stream.entry(at)).for_each(|entry| sum.add_entry(&entry));
    }
    sum
}

/// The odd multiples of each point, with one inversion.
fn multiples(points: &[&G1Affine]) -> Vec<Multiples> {
    let odd = points.iter().flat_map(|point| {
        let one = G1::from(*point);
        let two = one.doubled();
        let three = two + one;
        let five = three + two;
        [one, three, five, five + two]
    });
    let affine = all_to_affine(&odd.collect::<Vec<_>>());
    affine
        .as_chunks()
        .0
        .iter()
        .map(|multiples: &[G1Affine; ODD_MULTIPLES]| multiples.map(|one| one.0))
        .collect()
}

/// 1, 3, 5 and 7 times a point.
type Multiples = [blst_p1_affine; ODD_MULTIPLES];

/// A point's odd multiples, and the digits of half a scalar.
struct Stream {
    multiples: Multiples,
    digits: [Digit; DIGITS],
}

/// 0, or an odd number from -7 to 7.
#[derive(Clone, Copy, Default)]
struct Digit {
    size: u8,
    negative: bool,
}

impl Stream {
    /// Of the two halves of a scalar: low + high * z^2.
    fn both(multiples: Multiples, [low, high]: [u128; 2]) -> [Self; 2] {
        let root = ffi::fp_from_octets(&CUBE_ROOT);
        let by_z_squared = |mut point: blst_p1_affine| {
            ffi::fp_multiply_by(&mut point.x, &root);
            ffi::fp_negate_if(&mut point.y, true);
            point
        };
        [
            Self { multiples, digits: digits(low) },
            Self { multiples: multiples.map(by_z_squared), digits: digits(high) },
        ]
    }

    fn entry(&self, at: usize) -> Option<blst_p1_affine> {
        let Digit { size, negative } = *self.digits.get(at)?;
        let mut point = *self.multiples.get(usize::from(size.checked_sub(1)? / 2))?;
        if negative {
            ffi::fp_negate_if(&mut point.y, true);
        }
        Some(point)
    }
}

/// Remainder and quotient of a scalar by z^2.
fn halves(scalar: &Scalar) -> [u128; 2] {
    let (mut remainder, mut quotient) = (0u128, 0u128);
    for octet in scalar.to_octets() {
        for bit in (0..8).rev() {
            let overflows = remainder >> 127 == 1;
            remainder = remainder << 1 | u128::from(octet >> bit & 1);
            let divides = overflows || remainder >= Z_SQUARED;
            if divides {
                remainder = remainder.wrapping_sub(Z_SQUARED);
            }
            quotient = quotient << 1 | u128::from(divides);
        }
    }
    [remainder, quotient]
}

/// The digits of a number, the lowest first: of any four in a row at most one is not 0. The number is below 2^128 - 8, as
/// halves are.
fn digits(mut number: u128) -> [Digit; DIGITS] {
    std::array::from_fn(|_| {
        let mut digit = Digit::default();
        if number & 1 == 1 {
            let low = u8::try_from(number & 15).unwrap_or_default();
            digit = Digit { size: if low > 8 { 16 - low } else { low }, negative: low > 8 };
            let size = u128::from(digit.size);
            number = if digit.negative { number.wrapping_add(size) } else { number.wrapping_sub(size) };
        }
        number >>= 1;
        digit
    })
}
