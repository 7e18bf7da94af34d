//! What the group operations of BBS alone take, by blst's own functions: the floor.

use anyhow::{Result, anyhow};
use blst::{MultiPoint as _, blst_fp12, blst_p1_affine, blst_p2_affine, min_pk, min_sig};
use std::hint::black_box;

/// Additions for one multiple of a point that is known beforehand, by tables: of a public scalar, and of a secret one.
const PUBLIC_COMB: usize = 32;
const SECRET_COMB: usize = 43;

/// What an operation cannot do without.
#[derive(Clone, Copy, Default)]
pub(crate) struct Work {
    /// Additions of points.
    additions: usize,
    /// Points to decode and check.
    points: usize,
    /// Multiples of points that were not known beforehand, by secret scalars.
    secret_multiples: usize,
    /// The same by public scalars, as one sum.
    public_multiples: usize,
    /// Products of two pairings.
    pairings: usize,
}

impl Work {
    /// B, then A = B / (key + e).
    pub(crate) fn sign(messages: usize) -> Self {
        Self { additions: PUBLIC_COMB * messages, secret_multiples: 1, ..Self::default() }
    }

    /// B and e A; e(A, W) = e(B - e A, P2).
    pub(crate) fn verify(messages: usize) -> Self {
        let additions = PUBLIC_COMB * messages;
        Self { additions, points: 1, public_multiples: 1, pairings: 1, ..Self::default() }
    }

    /// B and the sum of T2, both of secrets; Abar and D one multiple each, Bbar and T1 two, T2 one.
    pub(crate) fn prove(messages: usize, shown: usize) -> Self {
        let additions = SECRET_COMB * (messages + messages.saturating_sub(shown));
        Self { additions, points: 1, secret_multiples: 7, ..Self::default() }
    }

    /// T1 of three multiples, T2 of one, of P1 + Q1 * domain and of all generators.
    pub(crate) fn verify_proof(messages: usize) -> Self {
        let additions = PUBLIC_COMB * (messages + 1);
        Self { additions, points: 3, public_multiples: 4, pairings: 1, ..Self::default() }
    }
}

/// Points and scalars to work with.
pub(crate) struct Floor {
    secret: min_pk::SecretKey,
    encoded: [u8; 48],
    points: Vec<blst_p1_affine>,
    scalars: Vec<u8>,
    g2: [blst_p2_affine; 2],
}

impl Floor {
    /// Enough for `messages` messages.
    pub(crate) fn new(messages: usize) -> Result<Self> {
        let failed = |error| anyhow!("blst: {error:?}");
        let secret = min_pk::SecretKey::key_gen(&[7; 32], b"floor").map_err(failed)?;
        let public = secret.sk_to_pk();
        let mut points = Vec::new();
        for at in 0..2 * SECRET_COMB * messages + PUBLIC_COMB {
            let secret = min_pk::SecretKey::key_gen(&[7; 32], &at.to_be_bytes()).map_err(failed)?;
            points.push(blst_p1_affine::from(secret.sk_to_pk()));
        }
        let of_g2 = |text: &[u8]| {
            let secret = min_sig::SecretKey::key_gen(&[7; 32], text).map_err(failed)?;
            anyhow::Ok(blst_p2_affine::from(secret.sk_to_pk()))
        };
        Ok(Self {
            scalars: secret.to_bytes().repeat(8),
            g2: [of_g2(b"one")?, of_g2(b"other")?],
            encoded: public.to_bytes(),
            secret,
            points,
        })
    }

    /// Does `work`.
    pub(crate) fn run(&self, work: Work) {
        let points = |count: usize| self.points.get(..count).unwrap_or(&self.points);
        if work.additions > 0 {
            black_box(points(work.additions).add());
        }
        for _ in 0..work.points {
            black_box(min_sig::Signature::sig_validate(&self.encoded, true).is_ok());
        }
        for _ in 0..work.secret_multiples {
            black_box(self.secret.sk_to_pk());
        }
        if work.public_multiples > 0 {
            black_box(points(work.public_multiples).mult(&self.scalars, 255));
        }
        for _ in 0..work.pairings {
            black_box(blst_fp12::miller_loop_n(&self.g2, points(2)).final_exp());
        }
    }
}
