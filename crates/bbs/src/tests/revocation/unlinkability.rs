//! What a presentation tells about the handle: nothing.

use super::scene::{COUNT, Holder, issuer, transcript};
use crate::curve::{G1, Scalar, SecretScalar};
use crate::proof::Responses;
use crate::revocation::{Membership, RevocableProof, RevocationProof, base64url};
use crate::tests::rngs::rng;
use crate::{Error, Proof, random};
use std::collections::BTreeSet;

#[test]
fn two_presentations_share_no_run_of_five_octets() {
    let value = issuer().genesis.value();
    let period = issuer().period(*value);
    let holder = Holder::new(value, 2, 1);
    let octets = |seed| -> Vec<u8> {
        let proof = holder.present(&period, &[0, 4], seed).proof;
        [proof.proof.to_octets(), proof.revocation.to_octets().to_vec()].concat()
    };
    let (one, other) = (octets(2), octets(3));
    assert_eq!(one.len(), other.len());
    let runs = |octets: &[u8]| -> BTreeSet<Vec<u8>> { octets.windows(5).map(<[u8]>::to_vec).collect() };
    assert!(runs(&one).is_disjoint(&runs(&other)));
    // Nor anything of the witness, the handle or its number.
    let (y, c) = (holder.witness.y().to_octets(), holder.witness.to_octets());
    for secret in [&y[..], &c, issuer().handle(1).to_octets().as_slice(), holder.messages[2].as_bytes()] {
        assert!(runs(&one).is_disjoint(&runs(secret)));
    }
}

/// Somebody who knows no signature, no handle and no witness makes transcripts that satisfy every equation, for a challenge that they
/// choose: so the transcripts tell nothing. Only the hash, which they cannot choose, refuses them.
#[test]
fn a_simulator_needs_no_witness() {
    let (issuer, genesis) = (issuer(), &issuer().genesis);
    let period = issuer.period(*genesis.value());
    let membership = Membership { period: &period, slot: 2 };
    // Public pairs: one of the registry, and one from the presentation of somebody else.
    let seen = Holder::new(genesis.value(), 2, 1).present(&period, &[0], 2).proof.proof;
    let x = G1::from(genesis.value().point());
    let alpha_x =
        G1::from(issuer.registry().origin().point()) + -x.times_secret(&SecretScalar::new(genesis.y()));
    let rng = &mut rng(80);
    for _ in 0..8 {
        let scalars: Vec<SecretScalar> = (0..8 + COUNT).map(|_| random::scalar(rng).unwrap()).collect();
        let [s, u, d, e, r1, r3, response, challenge, hidden @ ..] = scalars.as_slice() else {
            panic!("fewer scalars than asked for")
        };
        let scaled = |point: &G1, by: &Scalar| point.times_secret(by).into();
        let proof = Proof {
            abar: scaled(&G1::from(&seen.abar), u),
            bbar: scaled(&G1::from(&seen.bbar), u),
            d: scaled(&x, d),
            responses: Responses {
                e: **e,
                r1: **r1,
                r3: **r3,
                hidden: hidden.iter().take(COUNT - 1).map(|scalar| **scalar).collect(),
                challenge: **challenge,
            },
        };
        let revocation =
            RevocationProof { cprime: scaled(&x, s), cbar: scaled(&alpha_x, s), response: **response };
        let simulated = RevocableProof { proof, revocation };
        let read = RevocableProof {
            proof: Proof::from_octets(&simulated.proof.to_octets()).unwrap(),
            revocation: RevocationProof::from_octets(&simulated.revocation.to_octets()).unwrap(),
        };
        assert!(read == simulated);
        // T1, T2 and T are what the verifier computes from the rest, so these equations are what is left.
        assert!(simulated.pairings_hold(&issuer.key, &membership, 7));
        let digest = transcript(&simulated, &period, 2);
        let ph = base64url::text(&digest).into_bytes();
        let shown = [(0, "\"claim 0\"")];
        let verdict = simulated.verify(&issuer.key, &shown, &ph, &membership, &digest, rng);
        assert_eq!(verdict, Err(Error::ProofInvalid));
    }
}
