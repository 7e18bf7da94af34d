//! The curve's own rules, and blst's hash against the one put together here.

use super::hex::{hex, unhex};
use super::rngs::rng;
use super::scene::SUITES;
use crate::curve::{
    G1, G1Affine, NarrowComb, Scalar, SecretScalar, WideComb, secret_sum_by_combs, sum_by_combs, sum_of_few,
    times_factor,
};
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

fn number(hex: &str) -> Scalar {
    Scalar::from_octets(&unhex(&format!("{hex:0>64}")).try_into().unwrap()).unwrap()
}

/// Scalars where digits or halves go wrong first: 0, 1, -1, powers of two, z^2 and its neighbours, (r - 1) / 2, random ones.
fn scalars(count: usize) -> Vec<Scalar> {
    let edges = [
        "1",
        "2",
        "8",
        "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000000",
        "39f6d3a994cebea4199cec0404d0ec02a9ded2017fff2dff7fffffff80000000",
        "ac45a4010001a4020000000100000000",
        "ac45a4010001a4020000000100000001",
        "ac45a4010001a40200000000ffffffff",
        "ffffffffffffffffffffffffffffffff",
        "4000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000080000000000",
    ];
    let mut rng = rng(7);
    let random = std::iter::repeat_with(|| *scalar(&mut rng));
    [Scalar::default()].into_iter().chain(edges.map(number)).chain(random).take(count).collect()
}

#[test]
fn multiples_are_the_same_every_way() {
    let [point] = points(1)[..] else { panic!() };
    let (wide, narrow) = (WideComb::of(&point), NarrowComb::of(&point));
    for scalar in scalars(20) {
        let expected = G1Affine::from(G1::from(&point).times_secret(&scalar));
        let ways = [
            sum_by_combs([(&wide, scalar)]),
            secret_sum_by_combs([(&narrow, SecretScalar::new(scalar))]),
            sum_of_few([(&point, scalar)]),
        ];
        for (way, sum) in ways.into_iter().enumerate() {
            assert!(G1Affine::from(sum) == expected, "way {way} of {}", hex(scalar.to_octets()));
        }
    }
}

#[test]
fn sums_of_multiples_are_the_same_every_way() {
    // From six on inversions are shared; an odd row is left over on several levels.
    for count in [0, 1, 2, 5, 6, 7, 11, 13, 32] {
        let (points, scalars) = (points(count), scalars(count));
        let wide: Vec<WideComb> = points.iter().map(WideComb::of).collect();
        let narrow: Vec<NarrowComb> = points.iter().map(NarrowComb::of).collect();
        let each = points.iter().zip(&scalars).map(|(point, scalar)| G1::from(point).times_secret(scalar));
        let expected = G1Affine::from(each.fold(G1::default(), |sum, point| sum + point));
        let public = sum_by_combs(wide.iter().zip(scalars.iter().copied()));
        let secret = secret_sum_by_combs(narrow.iter().zip(scalars.iter().copied().map(SecretScalar::new)));
        assert!(G1Affine::from(public) == expected && G1Affine::from(secret) == expected, "{count}");
    }
}

/// A factor's halves are those of a scalar: low + high * z^2.
#[test]
fn factors_are_scalars_in_two_halves() {
    let points = points(2);
    let z_squared = number("ac45a4010001a4020000000100000000");
    let half = |half: u128| if half == 0 { Scalar::default() } else { number(&format!("{half:x}")) };
    let low = u128::from(u64::MAX);
    for factor in
        [1, 7, 8, low, low + 1, low << 64, 1 << 127, u128::MAX, 0x1234_5678_9abc_def0_0fed_cba9_8765_4321]
    {
        let scalar = half(factor & low) + half(factor >> 64) * z_squared;
        let products = times_factor([&points[0], &points[1]], factor);
        for (product, point) in products.into_iter().zip(&points) {
            let expected = G1Affine::from(G1::from(point).times_secret(&scalar));
            assert!(G1Affine::from(product) == expected, "{factor:x}");
        }
    }
}

#[test]
fn the_same_point_many_times_is_added_by_formulas_that_hold() {
    let [point] = points(1)[..] else { panic!() };
    let (comb, one) = (WideComb::of(&point), number("1"));
    let minus_one = Scalar::default() - one;
    for (scalars, expected) in [
        (vec![one; 8], G1::from(&point).times_secret(&number("8"))),
        ([one, minus_one].repeat(4), G1::default()),
        (vec![Scalar::default(); 8], G1::default()),
    ] {
        let sum = sum_by_combs(scalars.into_iter().map(|scalar| (&comb, scalar)));
        assert!(G1Affine::from(sum) == G1Affine::from(expected));
    }
    let sum = sum_of_few([(&point, one), (&point, one), (&point, minus_one)]);
    assert!(G1Affine::from(sum) == point);
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
