use crate::curve::{EXPAND_OCTETS, Scalar, SecretScalar};
use crate::random;
use crate::tests::rngs::{Scripted, rng};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;

/// Which values a secret has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Class {
    /// The same each time.
    Fixed,
    /// One or two bits are set.
    LowWeight,
    Random,
}

/// The classes that are compared with random values.
pub(super) const COMPARED: [Class; 2] = [Class::Fixed, Class::LowWeight];

/// 48 octets from which a scalar of a class is read.
pub(super) fn octets(class: Class, rng: &mut ChaCha20Rng) -> [u8; EXPAND_OCTETS] {
    let mut octets = [0; EXPAND_OCTETS];
    // Drawn for every class, so that preparing takes as long for all.
    rng.fill_bytes(&mut octets);
    let places = [octets[0], octets[1]];
    match class {
        Class::Fixed => std::array::from_fn(|at| at as u8 + 1),
        Class::LowWeight => {
            octets = [0; EXPAND_OCTETS];
            for place in places {
                // Below bit 248, and so below the group's order.
                octets[EXPAND_OCTETS - 1 - usize::from(place) % 31] |= 1 << (place >> 5);
            }
            octets
        }
        Class::Random => octets,
    }
}

pub(super) fn scalar(class: Class, rng: &mut ChaCha20Rng) -> SecretScalar {
    SecretScalar::new(Scalar::reduced(&octets(class, rng)))
}

/// A generator that gives so many scalars of a class.
pub(super) fn script(class: Class, count: usize, rng: &mut ChaCha20Rng) -> Scripted {
    Scripted((0..count).flat_map(|_| octets(class, rng)).collect())
}

#[test]
fn low_weight_is_low_and_fixed_is_fixed() {
    let mut rng = rng(1);
    let weight = |scalar: &Scalar| scalar.to_octets().iter().map(|octet| octet.count_ones()).sum::<u32>();
    for _ in 0..100 {
        assert!((1..=2).contains(&weight(&scalar(Class::LowWeight, &mut rng))));
    }
    assert!(*scalar(Class::Fixed, &mut rng) == *scalar(Class::Fixed, &mut rng));
    assert!(*scalar(Class::Random, &mut rng) != *scalar(Class::Random, &mut rng));
    let mut script = script(Class::LowWeight, 3, &mut rng);
    (0..3).for_each(|_| assert!(weight(&random::scalar(&mut script).unwrap()) <= 2));
    assert!(random::scalar(&mut script).is_err());
}
