//! What is meant to work, and each field that a proof is bound to.

use super::scene::{COUNT, Holder, REGISTRY, STATEMENT, issuer};
use crate::revocation::{
    Membership, MembershipWitness, Period, RegistryKey, RegistrySecret, RevocablePresentation,
    RevocationProof,
};
use crate::tests::rngs::{Stuck, rng};
use crate::tests::scene::{HEADER, SUITES, generators};
use crate::{Error, PreparedKey, Proof};

#[test]
fn the_handle_first_last_and_between_disclosed_slots() {
    let value = issuer().genesis.value();
    let period = issuer().period(*value);
    for (slot, disclosed) in [
        (0, &[][..]),
        (0, &[1, 2, 3, 4]),
        (COUNT - 1, &[][..]),
        (COUNT - 1, &[0, 1, 2, 3]),
        (2, &[1, 3]),
        (2, &[0, 1, 3, 4]),
        (2, &[0, 4]),
        (3, &[2]),
    ] {
        let presented = Holder::new(value, slot, 1).present(&period, disclosed, 2);
        assert_eq!(presented.verify(&period), Ok(()), "{slot} {disclosed:?}");
        // The BBS part stands alone; the rest adds 128 octets, whatever is shown.
        let proof = Proof::from_octets(&presented.proof.proof.to_octets()).unwrap();
        assert_eq!(proof.verify(&issuer().key, &presented.disclosed, &presented.ph), Ok(()));
        let octets = presented.proof.revocation.to_octets();
        assert_eq!(octets.len(), 128);
        assert!(RevocationProof::from_octets(&octets).unwrap() == presented.proof.revocation);
    }
}

#[test]
fn every_field_of_the_transcript_changed_alone() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let period = issuer.period(*value);
    let presented = Holder::new(value, 2, 1).present(&period, &[0], 2);
    assert_eq!(presented.verify(&period), Ok(()));

    // The statement, the number, the value.
    let mut statement = STATEMENT;
    statement[31] ^= 1;
    let next = issuer.delete(value, &[50])[0];
    for other in [
        Period::new(issuer.registry(), 1, *value, statement).unwrap(),
        Period::new(issuer.registry(), 2, *value, STATEMENT).unwrap(),
        Period::new(issuer.registry(), 1, *next.value(), STATEMENT).unwrap(),
    ] {
        assert_eq!(presented.verify(&other), Err(Error::RevocationInvalid));
    }
    // The registry's id under the same key, and another key under the same id.
    let renamed = RegistrySecret::from_octets("another", issuer.secret.to_octets().as_slice()).unwrap();
    let rekeyed = RegistrySecret::generate(REGISTRY, &mut rng(5)).unwrap();
    for other in [renamed, rekeyed] {
        let other = Period::new(other.key(), 1, *value, STATEMENT).unwrap();
        assert_eq!(presented.verify(&other), Err(Error::RevocationInvalid));
    }
    // The slot, C', Cb and r^.
    let another = Holder::new(value, 2, 1).present(&period, &[0], 3);
    for slot in [1, 3, 4] {
        let mut changed = presented.clone();
        changed.slot = slot;
        assert_eq!(changed.verify(&period), Err(Error::RevocationInvalid));
    }
    let theirs = &another.proof.revocation;
    let mut changed = [presented.clone(), presented.clone(), presented.clone()];
    changed[0].proof.revocation.cprime = theirs.cprime;
    changed[1].proof.revocation.cbar = theirs.cbar;
    changed[2].proof.revocation.response = theirs.response;
    for changed in changed {
        assert_eq!(changed.verify(&period), Err(Error::RevocationInvalid));
    }
    // The digest that the header names, and the header.
    let mut changed = presented.clone();
    changed.digest[0] ^= 1;
    assert_eq!(changed.verify(&period), Err(Error::DigestNotBound));
    changed.digest = another.digest;
    assert_eq!(changed.verify(&period), Err(Error::DigestNotBound));
    changed.ph = another.ph;
    assert_eq!(changed.verify(&period), Err(Error::ProofInvalid));
}

#[test]
fn a_header_without_the_digest() {
    let value = issuer().genesis.value();
    let period = issuer().period(*value);
    let holder = Holder::new(value, 2, 1);
    let prepare = || holder.prepare(&period, &[0], 2).unwrap();
    let text = prepare().digest_text();
    for ph in [&b""[..], b"nonce", &text.as_bytes()[1..], &text.as_bytes()[..42]] {
        assert_eq!(prepare().finish(ph).map(drop), Err(Error::DigestNotBound));
    }
    assert!(prepare().finish(text.as_bytes()).is_ok());
    // A verifier refuses it too: made by a wallet that does not keep the rule.
    let presented = holder.present(&period, &[0], 2);
    let ph = b"nonce alone";
    let proof =
        Proof::generate(&issuer().key, &holder.signature, &holder.messages, &[0], ph, &mut rng(4)).unwrap();
    let mut unbound = presented;
    (unbound.proof.proof, unbound.ph) = (proof, ph.to_vec());
    assert_eq!(unbound.verify(&period), Err(Error::DigestNotBound));
}

#[test]
fn what_a_holder_cannot_prepare() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let period = issuer.period(*value);
    let holder = Holder::new(value, 2, 1);
    let prepare = |key: &PreparedKey, disclosed: &[usize], slot, period: &Period<'_>, witness| {
        let membership = Membership { period, slot };
        let (signature, messages) = (&holder.signature, &holder.messages);
        RevocablePresentation::new(key, signature, messages, disclosed, &membership, witness, &mut rng(2))
            .map(drop)
    };
    let own = &holder.witness;
    assert_eq!(prepare(&issuer.key, &[0], 2, &period, own), Ok(()));
    assert_eq!(prepare(&issuer.key, &[2], 2, &period, own), Err(Error::HandleNotHidden));
    assert_eq!(prepare(&issuer.key, &[0], COUNT, &period, own), Err(Error::HandleNotHidden));
    assert_eq!(prepare(&issuer.key, &[0], usize::MAX, &period, own), Err(Error::HandleNotHidden));
    // A slot with another message; the witness of another handle, or for another value.
    assert_eq!(prepare(&issuer.key, &[0], 3, &period, own), Err(Error::OtherValue));
    let theirs = Holder::new(value, 2, 9).witness;
    assert_eq!(prepare(&issuer.key, &[0], 2, &period, &theirs), Err(Error::OtherValue));
    let next = issuer.period(*issuer.delete(value, &[50])[0].value());
    assert_eq!(prepare(&issuer.key, &[0], 2, &next, own), Err(Error::OtherValue));

    let other_suite =
        PreparedKey::new(generators(SUITES[1]), issuer.signing.verifying_key(), HEADER, COUNT).unwrap();
    assert_eq!(prepare(&other_suite, &[0], 2, &period, own), Err(Error::RevocationSuite));
    let reused = RegistrySecret::from_octets(REGISTRY, issuer.signing.to_octets().as_slice()).unwrap();
    let reused = Period::new(reused.key(), 1, *value, STATEMENT).unwrap();
    assert_eq!(prepare(&issuer.key, &[0], 2, &reused, own), Err(Error::RegistryKeyReused));
    // Nor does a verifier take such a registry.
    assert_eq!(holder.present(&period, &[0], 2).verify(&reused), Err(Error::RegistryKeyReused));
}

#[test]
fn a_disclosed_handle_is_refused() {
    let value = issuer().genesis.value();
    let period = issuer().period(*value);
    let holder = Holder::new(value, 2, 1);
    let mut presented = holder.present(&period, &[0], 2);
    presented.disclosed = holder.shown(&[0, 2]);
    assert_eq!(presented.verify(&period), Err(Error::HandleNotHidden));
}

#[test]
fn no_presentation_before_the_first_deletion() {
    let (registry, genesis) = (issuer().registry(), issuer().genesis.value());
    let new = |number, value| Period::new(registry, number, value, STATEMENT).map(drop);
    assert_eq!(new(1, *genesis), Ok(()));
    assert_eq!(new(0, *genesis), Err(Error::PeriodZero));
    assert_eq!(new(1, *registry.origin()), Err(Error::PeriodZero));
}

#[test]
fn a_witness_walks_back_one_period() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let holder = Holder::new(value, 2, 1);
    for seeds in [&[][..], &[60], &[60, 61, 62]] {
        let chain = issuer.chain(value, seeds);
        let current = holder.witness.catch_up(issuer.registry(), &chain).unwrap();
        assert!(current.value() == chain.end());
        let back = current.walk_back(issuer.registry(), &chain).unwrap();
        assert_eq!(back.to_octets(), holder.witness.to_octets());
        assert!(back.value() == value);
        let old = Holder { witness: back, ..Holder::new(value, 2, 1) };
        let period = issuer.period(*value);
        assert_eq!(old.present(&period, &[0], 2).verify(&period), Ok(()));
        if !seeds.is_empty() {
            let refused = |result: Result<MembershipWitness, Error>| result.map(drop);
            assert_eq!(refused(current.catch_up(issuer.registry(), &chain)), Err(Error::OtherValue));
            assert_eq!(refused(holder.witness.walk_back(issuer.registry(), &chain)), Err(Error::OtherValue));
        }
    }
}

#[test]
fn a_generator_that_is_stuck() {
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let presented = holder.present(&period, &[0], 2);
    let membership = Membership { period: &period, slot: 2 };
    let (key, stuck) = (&issuer().key, &mut Stuck(0));
    let verdict = presented.proof.verify(
        key,
        &presented.disclosed,
        &presented.ph,
        &membership,
        &presented.digest,
        stuck,
    );
    assert_eq!(verdict, Err(Error::RandomnessUnusable));
    let (signature, messages) = (&holder.signature, &holder.messages);
    let prepared = RevocablePresentation::new(
        key,
        signature,
        messages,
        &[0],
        &membership,
        &holder.witness,
        &mut Stuck(1),
    );
    assert_eq!(prepared.map(drop), Err(Error::RandomnessUnusable));
    assert_eq!(RegistrySecret::generate(REGISTRY, &mut Stuck(0)).map(drop), Err(Error::RandomnessUnusable));
    assert_eq!(issuer().secret.new_handle(1, &mut Stuck(3)).map(drop), Err(Error::RandomnessUnusable));
}

#[test]
fn a_registry_is_made_again_from_its_octets() {
    let secret = &issuer().secret;
    let again = RegistrySecret::from_octets(REGISTRY, secret.to_octets().as_slice()).unwrap();
    assert_eq!(again.key().to_octets(), secret.key().to_octets());
    let read = RegistryKey::new(REGISTRY, &secret.key().to_octets(), &secret.key().possession()).unwrap();
    assert!(read.origin() == secret.key().origin());
    assert_eq!(read.registry(), REGISTRY);
    assert_eq!(format!("{read:?}"), format!("RegistryKey {{ registry: {REGISTRY:?}, .. }}"));
}
