//! The curve's own rules, and blst's hash against the one put together here.

use super::hex::{hex, unhex};
use super::rngs::rng;
use super::scene::SUITES;
use crate::curve::{G1, G1Affine, Scalar, SecretScalar, sum_of_multiples, sum_of_secret_multiples};
use crate::hash::{self, Dst};
use crate::random;

fn scalar(rng: &mut rand_chacha::ChaCha20Rng) -> SecretScalar {
    random::scalar(rng).unwrap()
}

fn points(count: usize) -> Vec<G1Affine> {
    let dst = Dst::given(b"points of a test").unwrap();
    (0..count).map(|index| hash::to_g1(SUITES[0], &index.to_be_bytes(), &dst).into()).collect()
}

#[test]
fn hashing_to_a_point_is_rfc_9380s() {
    // RFC 9380 appendix J.9.1, the first two messages.
    let dst = Dst::given(b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_").unwrap();
    for (message, x) in [
        (
            "",
            "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
        ),
        (
            "abc",
            "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
        ),
    ] {
        let point: G1Affine = hash::to_g1(SUITES[0], message.as_bytes(), &dst).into();
        let mut octets = point.to_octets();
        octets[0] &= 0x1f;
        assert_eq!(hex(octets), x);
    }
}

#[test]
fn sums_of_multiples_are_the_same_both_ways() {
    // 31 and 32: blst changes its algorithm there.
    for count in [0, 1, 2, 3, 31, 32, 40] {
        let (points, mut rng) = (points(count), rng(7));
        let scalars: Vec<SecretScalar> = points.iter().map(|_| scalar(&mut rng)).collect();
        let public = sum_of_multiples(points.iter().zip(scalars.iter().map(|scalar| **scalar)));
        let secret = sum_of_secret_multiples(points.iter().zip(&scalars));
        assert!(G1Affine::from(public) == G1Affine::from(secret), "{count}");
    }
}

#[test]
fn sums_with_zeros_ones_and_the_same_point_twice() {
    let points = points(2);
    let one = Scalar::from_octets(&unhex(&format!("{:064x}", 1)).try_into().unwrap()).unwrap();
    let (zero, minus_one) = (Scalar::default(), Scalar::default() - one);
    for (first, second, expected) in [
        (zero, one, G1::from(&points[0])),
        (one, one, G1::from(&points[0]) + G1::from(&points[0])),
        (one, minus_one, G1::default()),
        (minus_one, zero, -G1::from(&points[0])),
    ] {
        let terms = [(&points[0], first), (&points[0], second)];
        let sums = [
            sum_of_multiples(terms),
            sum_of_secret_multiples(terms.map(|(point, scalar)| (point, SecretScalar::new(scalar)))),
        ];
        for sum in sums {
            assert!(G1Affine::from(sum) == G1Affine::from(expected));
        }
    }
}

#[test]
fn scalars_are_a_field() {
    let mut rng = rng(8);
    let (a, b) = (*scalar(&mut rng), *scalar(&mut rng));
    assert!(a + b - b == a);
    assert!(a * b * b.inverse() == a);
    assert!(Scalar::default().inverse().is_zero());
    assert!(Scalar::from_octets(&a.to_octets()) == Some(a));
}
