//! Every reader of the crate, given octets of chance.

use super::rngs::rng;
use crate::revocation::{AccumulatorValue, Deletion, Handle, RegistryKey, RegistrySecret, RevocationProof};
use crate::{Proof, Signature, SigningKey, VerifyingKey};
use rand_core::Rng as _;

/// Lengths that a reader takes.
const LENGTHS: [usize; 9] = [32, 48, 80, 96, 112, 128, 144, 272, 304];

/// Has every reader read, or refuse.
pub(super) fn read(octets: &[u8]) {
    let _ = Proof::from_octets(octets);
    let _ = Signature::from_octets(octets);
    #[cfg(feature = "blind-signatures")]
    let _ = crate::blind::Commitment::from_octets(octets);
    #[cfg(feature = "pseudonyms")]
    let _ = crate::pseudonym::Pseudonym::from_octets(octets);
    #[cfg(feature = "pseudonyms")]
    let _ = crate::pseudonym::NymVector::from_octets(octets);
    let _ = VerifyingKey::from_octets(octets);
    let _ = SigningKey::from_octets(octets);
    let _ = AccumulatorValue::from_octets(octets);
    let _ = Deletion::from_octets(octets);
    let _ = Handle::from_octets(octets);
    let _ = RevocationProof::from_octets(octets);
    let _ = RegistrySecret::from_octets("registry", octets);
    let _ = RegistryKey::new("registry", octets, octets.get(..48).unwrap_or_default());
}

/// Gives octets a length and flags that get further.
pub(super) fn likely(octets: &mut Vec<u8>, length: usize) {
    octets.resize(LENGTHS[length % LENGTHS.len()], 1);
    for at in [0, 32, 48, 96] {
        if let Some(octet) = octets.get_mut(at) {
            *octet = *octet & 0x1f | 0x80;
        }
    }
}

fn read_octets_of_chance(count: u32, seed: u64) {
    let mut rng = rng(seed);
    let mut octets = Vec::new();
    for _ in 0..count {
        let choice = rng.next_u64() as usize;
        octets.resize(choice % 600, 0);
        rng.fill_bytes(&mut octets);
        if choice.is_multiple_of(8) {
            likely(&mut octets, choice / 8);
        }
        read(&octets);
    }
}

#[test]
fn a_hundred_thousand_octet_strings_are_read_or_refused() {
    read_octets_of_chance(100_000, 1);
}

#[test]
#[ignore = "a minute; run by `cargo xtask soak`"]
fn soak_a_million_octet_strings_are_read_or_refused() {
    read_octets_of_chance(1_000_000, 2);
    println!("soak: 1000000 octet strings given to every reader of bbs, no panic");
}
