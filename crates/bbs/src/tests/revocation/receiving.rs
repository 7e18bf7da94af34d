//! What comes from an issuer is checked before anything is computed from it.

use super::scene::{Holder, REGISTRY, issuer};
use crate::curve::{G1, G1Affine};
use crate::revocation::{
    AccumulatorValue, Chain, Deletion, MembershipWitness, RegistryKey, RegistrySecret, RevocationProof,
};
use crate::tests::attacks_encodings::{identity, off_subgroup};
use crate::tests::hex::unhex;
use crate::tests::rngs::rng;
use crate::{Error, VerifyingKey};

fn receive(octets: &[u8]) -> Result<(), Error> {
    let payload = issuer().handle(1).payload();
    let value = issuer().genesis.value();
    MembershipWitness::receive(issuer().registry(), value, payload.as_bytes(), octets).map(drop)
}

/// (0, 2), of order 3.
fn torsion() -> G1 {
    let mut octets = [0; 48];
    octets[0] = 0x80;
    G1::from(&G1Affine::on_the_curve(&octets))
}

#[test]
fn a_witness_with_a_part_of_the_cofactor_is_refused_before_any_arithmetic() {
    let value = issuer().genesis.value();
    let witness = issuer().secret.issue(value, &issuer().handle(1)).unwrap();
    assert_eq!(receive(&witness.to_octets()), Ok(()));
    let marked: G1Affine = (G1::from(witness.point()) + torsion()).into();
    assert_eq!(receive(&marked.to_octets()), Err(Error::NotInSubgroup { part: "the witness" }));
    // The equation alone would let it pass, and whoever knows the mark would know the holder again by C'.
    let multiple = G1::from(value.point()) + -G1::from(&marked).times_secret(witness.y());
    assert!(issuer().registry().multiplies(&marked, &multiple.into()));
}

#[test]
fn a_witness_of_another_handle_value_or_registry() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let octets = |witness: Result<MembershipWitness, Error>| witness.unwrap().to_octets();
    let other_handle = octets(issuer.secret.issue(value, &issuer.handle(2)));
    let next = issuer.delete(value, &[50])[0];
    let other_value = octets(issuer.secret.issue(next.value(), &issuer.handle(1)));
    let other_secret = RegistrySecret::generate(REGISTRY, &mut rng(8)).unwrap();
    let other_registry = octets(other_secret.issue(value, &issuer.handle(1)));
    for octets in [other_handle, other_value, other_registry, value.to_octets()] {
        assert_eq!(receive(&octets), Err(Error::WitnessInvalid));
    }
    assert_eq!(receive(&identity(48)), Err(Error::Identity { part: "the witness" }));
    assert_eq!(receive(&other_handle[1..]), Err(Error::Length { part: "the witness" }));
    assert_eq!(receive(&[0xff; 48]), Err(Error::NotAPoint { part: "the witness" }));
}

#[test]
fn values_and_deletions_that_are_no_points_of_the_subgroup() {
    const VALUE: &str = "the accumulator's value";
    let (off, _) = off_subgroup();
    for (point, error) in [
        (identity(48), Error::Identity { part: VALUE }),
        (off.to_vec(), Error::NotInSubgroup { part: VALUE }),
        (vec![0xff; 48], Error::NotAPoint { part: VALUE }),
    ] {
        assert_eq!(AccumulatorValue::from_octets(&point), Err(error));
        assert_eq!(Deletion::from_octets(&[vec![1; 32], point].concat()), Err(error));
    }
    let octets = issuer().genesis.to_octets();
    assert_eq!(Deletion::from_octets(&octets), Ok(issuer().genesis));
    const LENGTH: Error = Error::Length { part: "the deletion" };
    for wrong in [&octets[1..], &octets[..79], &[&octets[..], &[0]].concat(), &[]] {
        assert_eq!(Deletion::from_octets(wrong), Err(LENGTH));
    }
    for y in [[0; 32], [0xff; 32]] {
        let wrong = Deletion::from_octets(&[&y, &octets[32..]].concat());
        assert_eq!(wrong, Err(Error::ScalarOutOfRange { part: "the deleted handle" }));
    }
}

#[test]
fn registry_keys() {
    const KEY: &str = "the registry's key";
    const POSSESSION: &str = "the proof of possession";
    let key = issuer().registry();
    let (octets, possession) = (key.to_octets(), key.possession());
    let new =
        |registry: &str, key: &[u8], possession: &[u8]| RegistryKey::new(registry, key, possession).map(drop);
    assert_eq!(new(REGISTRY, &octets, &possession), Ok(()));
    assert_eq!(new(REGISTRY, &identity(96), &possession), Err(Error::Identity { part: KEY }));
    let (off, off_in_g2) = off_subgroup();
    assert_eq!(new(REGISTRY, &off_in_g2, &possession), Err(Error::NotInSubgroup { part: KEY }));
    assert_eq!(new(REGISTRY, &octets[1..], &possession), Err(Error::Length { part: KEY }));
    assert_eq!(new(REGISTRY, &octets, &off), Err(Error::NotInSubgroup { part: POSSESSION }));
    assert_eq!(new(REGISTRY, &octets, &identity(48)), Err(Error::Identity { part: POSSESSION }));
    assert_eq!(new(REGISTRY, &octets, &possession[1..]), Err(Error::Length { part: POSSESSION }));
    // Of another key, for another registry, and a point that is known to be a multiple by the secret.
    let other = RegistrySecret::generate(REGISTRY, &mut rng(8)).unwrap();
    assert_eq!(new(REGISTRY, &octets, &other.key().possession()), Err(Error::PossessionInvalid));
    assert_eq!(new("another", &octets, &possession), Err(Error::PossessionInvalid));
    let genesis = issuer().genesis.value().to_octets();
    assert_eq!(new(REGISTRY, &octets, &genesis), Err(Error::PossessionInvalid));
    // A key that nobody here has the secret of.
    let stolen = VerifyingKey::to_octets(issuer().signing.verifying_key());
    assert_eq!(new(REGISTRY, &stolen, &possession), Err(Error::PossessionInvalid));
}

#[test]
fn revocation_proofs() {
    let value = issuer().genesis.value();
    let period = issuer().period(*value);
    let octets = Holder::new(value, 2, 1).present(&period, &[0], 2).proof.revocation.to_octets();
    let (off, _) = off_subgroup();
    for (at, part) in [(0, "the revocation proof's C'"), (48, "the revocation proof's Cb")] {
        let with = |point: &[u8]| {
            let mut changed = octets;
            changed[at..at + 48].copy_from_slice(point);
            RevocationProof::from_octets(&changed)
        };
        assert_eq!(with(&identity(48)), Err(Error::Identity { part }));
        assert_eq!(with(&off), Err(Error::NotInSubgroup { part }));
        assert_eq!(with(&[0xff; 48]), Err(Error::NotAPoint { part }));
    }
    const RANGE: Error = Error::ScalarOutOfRange { part: "the revocation proof's r^" };
    // r^ + r, which is the same number to whoever reduces it.
    let order = unhex("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");
    let mut sum = octets[96..].to_vec();
    let mut carry = 0;
    for (digit, add) in sum.iter_mut().zip(&order).rev() {
        let total = u16::from(*digit) + u16::from(*add) + carry;
        (*digit, carry) = (total as u8, total >> 8);
    }
    assert_eq!(carry, 0);
    for scalar in [sum, order, vec![0; 32]] {
        assert_eq!(RevocationProof::from_octets(&[&octets[..96], &scalar].concat()), Err(RANGE));
    }
    // Stripped, empty, too short, too long, twice.
    const LENGTH: Error = Error::Length { part: "the revocation proof" };
    let long = [&octets[..], &[0]].concat();
    for wrong in [&[][..], &octets[..127], &octets[1..], &long, &octets.repeat(2)] {
        assert_eq!(RevocationProof::from_octets(wrong), Err(LENGTH));
    }
}

#[test]
fn a_chain_with_a_deletion_left_out_moved_or_changed() {
    let (issuer, start) = (issuer(), issuer().genesis.value());
    let deletions = issuer.delete(start, &[50, 51, 52, 53]);
    let verify = |from: &AccumulatorValue, deletions: &[Deletion]| {
        Chain::verify(issuer.registry(), from, deletions.to_vec(), &mut rng(3)).map(|chain| *chain.end())
    };
    assert_eq!(verify(start, &deletions), Ok(*deletions[3].value()));
    assert_eq!(verify(start, &deletions[..1]), Ok(*deletions[0].value()));
    assert_eq!(verify(start, &[]), Ok(*start));
    assert_eq!(verify(deletions[1].value(), &deletions[2..]), Ok(*deletions[3].value()));

    let [one, two, three, four] = deletions[..].try_into().unwrap();
    let repeated = issuer.delete(four.value(), &[50])[0];
    for wrong in [
        &[two, three, four][..],
        &[one, three, four],
        &[one, three, two, four],
        &[one, one, two],
        &[Deletion::new(two.y(), *one.value()), Deletion::new(one.y(), *two.value())],
        &[one, Deletion::new(three.y(), *two.value())],
        &[one, Deletion::new(two.y(), *three.value())],
        &[one, two, three, Deletion::new(four.y(), *start)],
    ] {
        assert_eq!(verify(start, wrong), Err(Error::ChainInvalid));
    }
    assert_eq!(verify(two.value(), &deletions), Err(Error::ChainInvalid));
    // Errors that would cancel with equal factors: one value moved, the next moved back.
    let move_by = |deletion: &Deletion, by: G1| {
        let point = G1::from(deletion.value().point()) + by;
        Deletion::new(deletion.y(), AccumulatorValue::from_point(point.into()))
    };
    let by = G1::from(start.point());
    assert_eq!(verify(start, &[one, move_by(&two, by), move_by(&three, -by)]), Err(Error::ChainInvalid));
    // A handle that is deleted again makes a chain that holds: that it happened is for the issuer's records to refuse.
    assert_eq!(verify(start, &[one, two, three, four, repeated]), Ok(*repeated.value()));
}

#[test]
fn a_revoked_handle_cannot_catch_up() {
    let (issuer, start) = (issuer(), issuer().genesis.value());
    let holder = Holder::new(start, 2, 51);
    for seeds in [&[51][..], &[51, 52], &[50, 51], &[50, 51, 52]] {
        let chain = issuer.chain(start, seeds);
        let caught_up = holder.witness.catch_up(issuer.registry(), &chain);
        assert_eq!(caught_up.map(drop), Err(Error::Revoked));
    }
    // Issued again under the same handle after its deletion, it could not leave it behind either.
    let chain = issuer.chain(start, &[50, 51]);
    let again = Holder::new(chain.end(), 2, 51);
    assert_eq!(again.witness.walk_back(issuer.registry(), &chain).map(drop), Err(Error::Revoked));
}
