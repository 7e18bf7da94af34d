//! Batches with proofs of not being revoked: the verdicts are those of single checks, whichever equation fails and wherever.

use super::forger::Forger;
use super::scene::{Holder, Presented, STATEMENT, issuer};
use crate::curve::{G1, Scalar, SecretScalar};
use crate::revocation::{Membership, Period, RegistrySecret};
use crate::tests::rngs::rng;
use crate::{Batch, Error, Proof, Signature};

/// What is wrong with an item of a batch.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Good,
    /// The signature does not hold: the equation of the BBS proof fails, and nothing before it.
    Unsigned,
    /// The witness is somebody else's: the equation of the registry fails, and nothing before it.
    Borrowed,
    Both,
    /// Both fail, by the same with other signs.
    Cancelling,
}

impl Kind {
    const BAD: [Self; 4] = [Self::Unsigned, Self::Borrowed, Self::Both, Self::Cancelling];

    fn verdict(self) -> Result<(), Error> {
        match self {
            Self::Good => Ok(()),
            Self::Borrowed => Err(Error::RevocationInvalid),
            Self::Unsigned | Self::Both | Self::Cancelling => Err(Error::ProofInvalid),
        }
    }

    fn present(self, period: &Period<'_>, seed: u64) -> Presented {
        let value = issuer().genesis.value();
        let (mut holder, friend) = (Holder::new(value, 2, 1), Holder::new(value, 3, 2));
        if !matches!(self, Self::Good | Self::Borrowed) {
            let mut octets = holder.signature.to_octets();
            octets[79] ^= 1;
            holder.signature = Signature::from_octets(&octets).unwrap();
        }
        let borrows = matches!(self, Self::Borrowed | Self::Both);
        let forger = Forger::honest(&holder, if borrows { &friend.witness } else { &holder.witness });
        match self {
            Self::Cancelling => forger.present_cancelling(period, &mut rng(seed)),
            _ => forger.present(period, &mut rng(seed)),
        }
    }
}

fn period() -> Period<'static> {
    issuer().period(*issuer().genesis.value())
}

fn add<'a>(batch: &mut Batch<'a>, presented: &'a Presented, period: &'a Period<'a>) {
    let Presented { proof, ph, digest, disclosed, slot } = presented;
    let membership = Membership { period, slot: *slot };
    batch.add_revocable(proof, &issuer().key, disclosed, ph, &membership, digest).unwrap();
}

fn together(period: &Period<'_>, items: &[&Presented]) -> Vec<Result<(), Error>> {
    let mut batch = Batch::new(&issuer().key);
    for presented in items {
        add(&mut batch, presented, period);
    }
    batch.verify(&mut rng(99)).unwrap()
}

#[test]
fn each_equation_at_each_place() {
    let period = period();
    let good = Kind::Good.present(&period, 1);
    assert_eq!(good.verify(&period), Ok(()));
    for kind in Kind::BAD {
        let bad = kind.present(&period, 2);
        assert_eq!(bad.verify(&period), kind.verdict(), "{kind:?}");
        for count in [1, 2, 3, 9] {
            for place in 0..count {
                let items: Vec<_> = (0..count).map(|at| if at == place { &bad } else { &good }).collect();
                let expected: Vec<_> =
                    (0..count).map(|at| if at == place { kind.verdict() } else { Ok(()) }).collect();
                assert_eq!(together(&period, &items), expected, "{kind:?} at {place} of {count}");
            }
        }
        // All of them.
        assert_eq!(together(&period, &[&bad; 9]), [kind.verdict(); 9]);
    }
}

#[test]
fn every_pattern_of_what_may_be_wrong_among_four() {
    let period = period();
    let kinds = [Kind::Good, Kind::Unsigned, Kind::Borrowed, Kind::Both];
    let items = kinds.map(|kind| kind.present(&period, 3));
    for pattern in 0..4_usize.pow(4) {
        let chosen: Vec<usize> = (0..4).map(|place| pattern / 4_usize.pow(place) % 4).collect();
        let batch: Vec<_> = chosen.iter().map(|kind| &items[*kind]).collect();
        let expected: Vec<_> = chosen.iter().map(|kind| kinds[*kind].verdict()).collect();
        assert_eq!(together(&period, &batch), expected, "{chosen:?}");
    }
}

#[test]
fn errors_that_cancel_do_not_pass_together() {
    let period = period();
    // In one item.
    let cancelling = Kind::Cancelling.present(&period, 4);
    let membership = Membership { period: &period, slot: cancelling.slot };
    assert!(cancelling.proof.pairings_hold(&issuer().key, &membership, 1));
    assert_eq!(together(&period, &[&cancelling]), [Err(Error::ProofInvalid)]);
    // In two: the same borrowed point, times r and times -r.
    let value = issuer().genesis.value();
    let (holder, friend) = (Holder::new(value, 2, 1), Holder::new(value, 3, 2));
    let one = Forger::honest(&holder, &friend.witness);
    let r = SecretScalar::new(Scalar::default() - *one.r);
    let other = Forger { r, ..Forger::honest(&holder, &friend.witness) };
    let [one, other] = [one, other].map(|forger| forger.present(&period, &mut rng(5)));
    let (first, second) = (&one.proof.revocation, &other.proof.revocation);
    assert!(first.cprime == (-G1::from(&second.cprime)).into());
    assert!(first.cbar == (-G1::from(&second.cbar)).into());
    let invalid = Err(Error::RevocationInvalid);
    assert_eq!(together(&period, &[&one, &other]), [invalid; 2]);
    assert_eq!(together(&period, &[&one, &one, &other, &other]), [invalid; 4]);
}

#[test]
fn with_other_registries_and_with_what_fails_before_the_pairing() {
    let (issuer, period) = (issuer(), period());
    let good = Kind::Good.present(&period, 6);
    let borrowed = Kind::Borrowed.present(&period, 7);
    // A credential of the same issuer in another registry, which says the same of a period.
    let secret = RegistrySecret::generate("another", &mut rng(8)).unwrap();
    let genesis = secret.genesis(&mut rng(9)).unwrap();
    let others = Period::new(secret.key(), 1, *genesis.value(), STATEMENT).unwrap();
    let elsewhere = Holder::in_registry(&secret, genesis.value(), 2, 1).present(&others, &[0], 2);
    assert_eq!(elsewhere.verify(&others), Ok(()));

    let plain = Holder::new(period.value(), 2, 1);
    let (signature, messages) = (&plain.signature, &plain.messages);
    let alone = Proof::generate(&issuer.key, signature, messages, &[0], b"nonce", &mut rng(10)).unwrap();
    let next = issuer.period(*issuer.delete(period.value(), &[50])[0].value());
    let mut unbound = good.clone();
    unbound.digest[0] ^= 1;

    let mut batch = Batch::new(&issuer.key);
    add(&mut batch, &good, &period);
    add(&mut batch, &elsewhere, &others);
    add(&mut batch, &good, &next);
    add(&mut batch, &good, &others);
    batch.add(&alone, &issuer.key, &plain.shown(&[0]), b"nonce").unwrap();
    add(&mut batch, &borrowed, &period);
    add(&mut batch, &unbound, &period);
    batch.add(&alone, &issuer.key, &plain.shown(&[0]), b"another").unwrap();
    let invalid = Err(Error::RevocationInvalid);
    assert_eq!(
        batch.verify(&mut rng(11)).unwrap(),
        [
            Ok(()),
            Ok(()),
            invalid,
            invalid,
            Ok(()),
            invalid,
            Err(Error::DigestNotBound),
            Err(Error::ProofInvalid)
        ]
    );
}
