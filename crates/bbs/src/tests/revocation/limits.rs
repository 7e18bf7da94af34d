//! Every limit, at it and one past it.

use super::scene::{REGISTRY, issuer};
use crate::Error;
use crate::curve::Scalar;
use crate::limits::{MAX_HANDLES, MAX_REGISTRY_ID};
use crate::revocation::{Handle, RegistryKey, RegistrySecret};
use crate::tests::rngs::rng;

#[test]
fn the_handles_of_a_registry() {
    let handle = |issued| issuer().secret.new_handle(issued, &mut rng(1)).map(drop);
    assert_eq!(handle(MAX_HANDLES - 1), Ok(()));
    assert_eq!(handle(MAX_HANDLES), Err(Error::TooManyHandles));
    assert_eq!(handle(u32::MAX), Err(Error::TooManyHandles));
}

#[test]
fn the_id_of_a_registry() {
    let generate = |length: usize| RegistrySecret::generate(&"r".repeat(length), &mut rng(1));
    let longest = generate(MAX_REGISTRY_ID).unwrap();
    let (key, possession) = (longest.key().to_octets(), longest.key().possession());
    assert!(RegistryKey::new(&"r".repeat(MAX_REGISTRY_ID), &key, &possession).is_ok());
    for length in [0, MAX_REGISTRY_ID + 1] {
        assert_eq!(generate(length).map(drop), Err(Error::RegistryId));
        let read = RegistryKey::new(&"r".repeat(length), &key, &possession);
        assert_eq!(read.map(drop), Err(Error::RegistryId));
    }
}

#[test]
fn secrets() {
    const PART: &str = "the registry's secret";
    let read = |octets: &[u8]| RegistrySecret::from_octets(REGISTRY, octets).map(drop);
    assert_eq!(read(&[1; 32]), Ok(()));
    for length in [0, 31, 33] {
        assert_eq!(read(&vec![1; length]), Err(Error::Length { part: PART }));
    }
    for octets in [[0; 32], [0xff; 32]] {
        assert_eq!(read(&octets), Err(Error::ScalarOutOfRange { part: PART }));
    }
}

#[test]
fn handles() {
    let handle = Handle::from_octets(&[0; 32]).unwrap();
    assert_eq!(handle.payload(), format!("\"{}\"", "A".repeat(43)));
    assert_eq!(*handle.to_octets(), [0; 32]);
    for length in [0, 31, 33] {
        let read = Handle::from_octets(&vec![0; length]);
        assert_eq!(read.map(drop), Err(Error::Length { part: "the handle" }));
    }
    // y = -alpha has no inverse.
    let alpha = Scalar::default() - *handle.scalar();
    let secret = RegistrySecret::from_octets(REGISTRY, &alpha.to_octets()).unwrap();
    let value = secret.key().origin();
    assert_eq!(secret.issue(value, &handle).map(drop), Err(Error::HandleUnusable));
    assert_eq!(secret.revoke(value, &handle).map(drop), Err(Error::HandleUnusable));
}
