//! Provers who do not keep to the protocol.

use super::forger::Forger;
use super::scene::{COUNT, Holder, Presented, issuer, transcript};
use crate::curve::{G1, G1Affine, SecretScalar};
use crate::revocation::base64url;
use crate::revocation::{AccumulatorValue, Membership};
use crate::tests::rngs::rng;
use crate::{Error, Proof, random};

#[test]
fn the_forger_who_keeps_to_the_protocol_passes() {
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let presented = Forger::honest(&holder, &holder.witness).present(&period, &mut rng(71));
    assert_eq!(presented.verify(&period), Ok(()));
}

#[test]
fn a_public_pair_passes_the_pairing_and_nothing_else() {
    // C' = V_1, Cb = V_0 - y_1 V_1: known to everyone, and Cb = alpha C'.
    let (issuer, genesis) = (issuer(), &issuer().genesis);
    let period = issuer.period(*genesis.value());
    let cprime = *genesis.value().point();
    let y_1 = SecretScalar::new(genesis.y());
    let origin = G1::from(issuer.registry().origin().point());
    let cbar: G1Affine = (origin + -G1::from(&cprime).times_secret(&y_1)).into();
    assert!(issuer.registry().multiplies(&cprime, &cbar));

    let revoked = Holder::new(genesis.value(), 2, 1);
    for seed in 0..8 {
        let r = random::scalar(&mut rng(seed)).unwrap();
        let one = SecretScalar::new(*r * r.inverse());
        for r in [one, r] {
            let scaled = SecretScalar::new(*r);
            let pair = Forger {
                point: cprime,
                cbar: Some(G1::from(&cbar).times_secret(&scaled).into()),
                r,
                ..Forger::honest(&revoked, &revoked.witness)
            };
            let presented = pair.present(&period, &mut rng(seed));
            let membership = Membership { period: &period, slot: 2 };
            assert!(presented.proof.pairings_hold(&issuer.key, &membership, 7));
            assert_eq!(presented.verify(&period), Err(Error::RevocationInvalid));
        }
    }
    // Any r^ with T computed afterwards: the digest that fits is not in the header.
    let mut presented = Forger::honest(&revoked, &revoked.witness).present(&period, &mut rng(1));
    presented.proof.revocation.cprime = cprime;
    presented.proof.revocation.cbar = cbar;
    presented.digest = transcript(&presented.proof, &period, 2);
    assert_eq!(presented.verify(&period), Err(Error::DigestNotBound));
    presented.ph = base64url::text(&presented.digest).into_bytes();
    assert_eq!(presented.verify(&period), Err(Error::ProofInvalid));
}

#[test]
fn the_blinding_of_another_slot() {
    // A good witness of somebody else, or of a handle that is in no signature, with responses that are not of the handle's slot.
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let friend = Holder::new(value, 3, 2);
    for blinding_of in [1, 3, COUNT - 1] {
        let forger = Forger { blinding_of, ..Forger::honest(&holder, &holder.witness) };
        let verdict = forger.present(&period, &mut rng(71)).verify(&period);
        assert_eq!(verdict, Err(Error::RevocationInvalid));
        let y = **friend.witness.y();
        let forger = Forger { blinding_of, y, ..Forger::honest(&holder, &friend.witness) };
        let verdict = forger.present(&period, &mut rng(71)).verify(&period);
        assert_eq!(verdict, Err(Error::RevocationInvalid));
    }
    let borrowed = Forger { y: **friend.witness.y(), ..Forger::honest(&holder, &friend.witness) };
    let verdict = borrowed.present(&period, &mut rng(71)).verify(&period);
    assert_eq!(verdict, Err(Error::RevocationInvalid));
    let mixed = Forger::honest(&holder, &friend.witness).present(&period, &mut rng(71));
    assert_eq!(mixed.verify(&period), Err(Error::RevocationInvalid));
}

#[test]
fn the_response_moved_by_the_randomizer() {
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let forger = Forger::honest(&holder, &holder.witness);
    let mut presented = forger.present(&period, &mut rng(71));
    assert_eq!(presented.verify(&period), Ok(()));
    // r^ + r is the response to c + 1.
    presented.proof.revocation.response = presented.proof.revocation.response + *forger.r;
    assert_eq!(presented.verify(&period), Err(Error::RevocationInvalid));
    presented.proof.proof.responses.challenge =
        presented.proof.proof.responses.challenge + *forger.r * forger.r.inverse();
    assert_eq!(presented.verify(&period), Err(Error::ProofInvalid));
}

#[test]
fn the_second_part_stripped_added_or_swapped() {
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let one = holder.present(&period, &[0], 2);
    let other = holder.present(&period, &[0], 3);
    let friend = Holder::new(value, 2, 4).present(&period, &[0], 5);
    for theirs in [&other, &friend] {
        let mut swapped = one.clone();
        swapped.proof.revocation = theirs.proof.revocation.clone();
        assert_eq!(swapped.verify(&period), Err(Error::RevocationInvalid));
        swapped.digest = theirs.digest;
        assert_eq!(swapped.verify(&period), Err(Error::DigestNotBound));
    }
    // Stripped, the BBS part verifies as what it is. Added to a proof that was made without: the header does not hold it.
    let Presented { proof, disclosed, ph, .. } = &one;
    assert_eq!(proof.proof.verify(&issuer().key, disclosed, ph), Ok(()));
    let (signature, messages) = (&holder.signature, &holder.messages);
    let alone = Proof::generate(&issuer().key, signature, messages, &[0], b"nonce", &mut rng(6)).unwrap();
    let mut added = one.clone();
    (added.proof.proof, added.ph) = (alone, b"nonce".to_vec());
    assert_eq!(added.verify(&period), Err(Error::DigestNotBound));
}

#[test]
fn a_revoked_handle_at_the_period_before_and_after() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let holder = Holder::new(value, 2, 51);
    let chain = issuer.chain(value, &[50, 51, 52]);
    let (before, after) = (issuer.period(*value), issuer.period(*chain.end()));
    // What the lag of a policy exposes.
    assert_eq!(holder.present(&before, &[0], 2).verify(&before), Ok(()));
    assert_eq!(holder.prepare(&after, &[0], 2).map(drop), Err(Error::OtherValue));
    assert_eq!(holder.present(&before, &[0], 2).verify(&after), Err(Error::RevocationInvalid));
    // With its old witness, with that of every value on the way, with that of somebody who is not revoked.
    let friend = Holder::new(chain.end(), 2, 60);
    let mut points = vec![*holder.witness.point(), *friend.witness.point(), *after.value().point()];
    points.extend(chain.distances(&SecretScalar::default()).unwrap().iter().map(|(point, _)| **point));
    for point in points {
        let forger = Forger { point, ..Forger::honest(&holder, &holder.witness) };
        let verdict = forger.present(&after, &mut rng(71)).verify(&after);
        assert_eq!(verdict, Err(Error::RevocationInvalid));
    }
    // The equation would hold for a witness that only the issuer can make: who holds alpha can make one.
    let again = issuer.secret.issue(chain.end(), &issuer.handle(51)).unwrap();
    let by_the_issuer = Forger::honest(&holder, &again).present(&after, &mut rng(71));
    assert_eq!(by_the_issuer.verify(&after), Ok(()));
}

#[test]
fn errors_in_both_equations_do_not_cancel() {
    let value = issuer().genesis.value();
    let (period, holder) = (issuer().period(*value), Holder::new(value, 2, 1));
    let membership = Membership { period: &period, slot: 2 };
    let presented = holder.present(&period, &[0], 2);
    let mut moved = presented.proof.clone();
    let by = G1::from(AccumulatorValue::point(value));
    moved.proof.bbar = (G1::from(&moved.proof.bbar) + by).into();
    moved.revocation.cbar = (G1::from(&moved.revocation.cbar) + -by).into();
    assert!(moved.pairings_hold(&issuer().key, &membership, 1));
    for factor in [2, 3, u128::MAX] {
        assert!(!moved.pairings_hold(&issuer().key, &membership, factor));
    }
}
