//! Random histories of a registry: who is not revoked can always show it, who is revoked never again.

use super::scene::{Holder, issuer};
use crate::Error;
use crate::curve::{G1, SecretScalar};
use crate::revocation::{AccumulatorValue, Chain, MembershipWitness};
use crate::tests::rngs::rng;
use rand_core::Rng as _;

/// One holder in a history, with the seed of their handle.
struct Person {
    seed: u64,
    holder: Holder,
    revoked: bool,
}

fn history(seed: u64) {
    let (issuer, mut choice) = (issuer(), rng(seed));
    let mut value = *issuer.genesis.value();
    let mut people: Vec<Person> = Vec::new();
    let mut next_seed = 1000 * seed;
    for step in 0..2 + choice.next_u32() % 3 {
        // Somebody joins, some are revoked in one period, among them strangers; all catch up.
        next_seed += 1;
        let slot = choice.next_u32() as usize % 5;
        people.push(Person { seed: next_seed, holder: Holder::new(&value, slot, next_seed), revoked: false });
        let mut batch = Vec::new();
        for _ in 0..choice.next_u32() % 3 {
            next_seed += 1;
            batch.push(next_seed);
        }
        for person in &mut people {
            if !person.revoked && choice.next_u32().is_multiple_of(4) {
                person.revoked = true;
                batch.push(person.seed);
            }
        }
        batch.sort_by_key(|_| choice.next_u32());
        let before = value;
        let chain = issuer.chain(&before, &batch);
        value = *chain.end();
        for person in &mut people {
            follow(person, &chain, &batch, &value);
        }
        present_somebody(&people, &value, seed.wrapping_add(u64::from(step)));
    }
}

fn follow(person: &mut Person, chain: &Chain, batch: &[u64], value: &AccumulatorValue) {
    let registry = issuer().registry();
    if person.holder.witness.value() != chain.start() {
        // Revoked in an earlier period, and left behind.
        assert!(person.revoked);
        let caught_up = person.holder.witness.catch_up(registry, chain).map(drop);
        assert_eq!(caught_up, Err(Error::OtherValue));
        return;
    }
    match person.holder.witness.catch_up(registry, chain) {
        Ok(witness) => {
            assert!(!batch.contains(&person.seed) && witness.value() == value);
            person.holder.witness = witness;
        }
        Err(error) => {
            assert!(person.revoked && batch.contains(&person.seed));
            assert_eq!(error, Error::Revoked);
        }
    }
}

fn present_somebody(people: &[Person], value: &AccumulatorValue, seed: u64) {
    let (issuer, period) = (issuer(), issuer().period(*value));
    let person = &people[seed as usize % people.len()];
    if !person.revoked {
        assert_eq!(person.holder.present(&period, &[], seed).verify(&period), Ok(()));
        return;
    }
    // Nothing that the holder has is taken for a witness of the new value: the old witness, moved along by hand.
    assert_eq!(person.holder.prepare(&period, &[], seed).map(drop), Err(Error::OtherValue));
    let payload = person.holder.messages[person.holder.slot].as_bytes();
    let old = person.holder.witness.point();
    let scaled = G1::from(old).times_secret(&SecretScalar::new(person.holder.witness.y().inverse()));
    for octets in [old.to_octets(), crate::curve::G1Affine::from(scaled).to_octets(), value.to_octets()] {
        let received = MembershipWitness::receive(issuer.registry(), value, payload, &octets);
        assert_eq!(received.map(drop), Err(Error::WitnessInvalid));
    }
    // Passed off as one all the same, it makes a proof that no verifier takes.
    let forged = Holder {
        witness: MembershipWitness::of(person.holder.witness.y().clone(), *old, *value),
        messages: person.holder.messages.clone(),
        signature: person.holder.signature.clone(),
        slot: person.holder.slot,
    };
    assert_eq!(forged.present(&period, &[], seed).verify(&period), Err(Error::RevocationInvalid));
}

#[test]
fn five_hundred_random_histories() {
    (0..500).for_each(history);
}

#[test]
#[ignore = "takes minutes; run by `cargo xtask soak`"]
fn soak_ten_thousand_random_histories() {
    (500..10_500).for_each(history);
}
