//! Attack case 60: sound proofs, changed by somebody who knows what their parts are.

use super::rngs::rng;
use super::scene::{HEADER, PH, SUITES, generators, prepared};
use crate::curve::{G1, G1Affine, Scalar};
use crate::{Ciphersuite, Error, PreparedKey, Proof, Signature, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;

const TEXTS: [&str; 5] = ["name: Ada", "born: 1815", "city: London", "", "nick: Countess"];
const POINTS: usize = 3;
/// Octets of the three points of a proof.
const SCALARS_FROM: usize = 48 * POINTS;

fn below(rng: &mut ChaCha20Rng, bound: usize) -> usize {
    (rng.next_u64() % bound as u64) as usize
}

/// One issuer's signatures on the first texts, from none to all.
struct Town {
    suite: Ciphersuite,
    issuer: SigningKey,
    signed: Vec<(PreparedKey, Signature)>,
}

impl Town {
    fn new(suite: Ciphersuite) -> Self {
        let issuer = SigningKey::generate(&mut rng(1)).unwrap();
        let sign = |count: usize| {
            let key = prepared(suite, &issuer, HEADER, count);
            let signature = issuer.sign(&key, &TEXTS[..count]).unwrap();
            (key, signature)
        };
        let signed = (0..=TEXTS.len()).map(sign).collect();
        Self { suite, issuer, signed }
    }

    fn prove(&self, count: usize, shown: &[usize], rng: &mut ChaCha20Rng) -> Vec<u8> {
        let (key, signature) = &self.signed[count];
        Proof::generate(key, signature, &TEXTS[..count], shown, PH, rng).unwrap().to_octets()
    }
}

/// What is said to a verifier.
#[derive(Clone, PartialEq)]
struct Statement {
    octets: Vec<u8>,
    count: usize,
    shown: Vec<(usize, Vec<u8>)>,
    ph: Vec<u8>,
    header: Vec<u8>,
}

impl Statement {
    fn verify(&self, town: &Town) -> Result<(), Error> {
        let proof = Proof::from_octets(&self.octets)?;
        if self.header == HEADER {
            return proof.verify(&town.signed[self.count].0, &self.shown, &self.ph);
        }
        proof.verify(&prepared(town.suite, &town.issuer, &self.header, self.count), &self.shown, &self.ph)
    }

    fn scalars(&self) -> usize {
        (self.octets.len() - SCALARS_FROM) / 32
    }

    fn point(&mut self, at: usize) -> &mut [u8] {
        &mut self.octets[48 * at..48 * (at + 1)]
    }

    fn scalar(&mut self, at: usize) -> &mut [u8] {
        &mut self.octets[SCALARS_FROM + 32 * at..SCALARS_FROM + 32 * (at + 1)]
    }

    fn change_point(&mut self, at: usize, change: impl Fn(G1) -> G1) {
        let point = G1Affine::from_octets((&*self.point(at)).try_into().unwrap(), "point").unwrap();
        let changed = G1Affine::from(change(G1::from(&point)));
        self.point(at).copy_from_slice(&changed.to_octets());
    }

    fn change_scalar(&mut self, at: usize, change: impl Fn(Scalar) -> Scalar) {
        let scalar = Scalar::from_octets((&*self.scalar(at)).try_into().unwrap()).unwrap();
        let changed = change(scalar).to_octets();
        self.scalar(at).copy_from_slice(&changed);
    }
}

/// A change of one kind. It may leave everything as it was, where there is nothing of the kind to change.
fn change(kind: usize, statement: &mut Statement, town: &Town, rng: &mut ChaCha20Rng) {
    let (point, other_point) = (below(rng, POINTS), below(rng, POINTS));
    let (scalar, other_scalar) = (below(rng, statement.scalars()), below(rng, statement.scalars()));
    let count = statement.count;
    let indexes: Vec<usize> = statement.shown.iter().map(|(index, _)| *index).collect();
    let generator = *generators(town.suite).q1().point();
    let one = Scalar::from_factor(1);
    match kind {
        0 => statement.point(point)[0] ^= 0x20,
        1 => {
            let copy = statement.point(point).to_vec();
            statement.point(other_point).copy_from_slice(&copy);
        }
        2 => statement.change_point(point, |point| point + point),
        3 => statement.change_point(point, |point| point + G1::from(&generator)),
        4 => statement.change_point(point, |_| G1::from(&generator)),
        5 => {
            // All three by one factor: the pairing still holds.
            (0..POINTS).for_each(|at| statement.change_point(at, |point| point + point));
        }
        6 => statement.change_scalar(scalar, |scalar| scalar + one),
        7 => statement.change_scalar(scalar, |scalar| Scalar::default() - scalar),
        8 => statement.change_scalar(scalar, |scalar| scalar + scalar),
        9 => {
            let copy = statement.scalar(scalar).to_vec();
            statement.scalar(other_scalar).copy_from_slice(&copy);
        }
        10 => {
            // One up, another down: sums stay what they were.
            statement.change_scalar(scalar, |scalar| scalar + one);
            statement.change_scalar(other_scalar, |scalar| scalar - one);
        }
        11 => {
            let fresh = Statement { octets: town.prove(count, &indexes, rng), ..statement.clone() };
            let (from, to) = ([0, SCALARS_FROM][scalar % 2], statement.octets.len());
            let to = if from == 0 { SCALARS_FROM } else { to };
            statement.octets[from..to].copy_from_slice(&fresh.octets[from..to]);
        }
        12 => {
            let copy = statement.scalar(scalar).to_vec();
            let end = statement.octets.len() - 32;
            statement.octets.splice(end..end, copy);
        }
        13 => drop(statement.octets.drain(SCALARS_FROM + 32 * scalar..SCALARS_FROM + 32 * (scalar + 1))),
        14 => {
            if let Some((_, message)) = statement.shown.first_mut() {
                message.push(0);
            }
        }
        15 => drop(statement.shown.pop()),
        16 => {
            // What is hidden, told truly, and one response less.
            if let Some(index) = (0..count).find(|index| !indexes.contains(index)) {
                statement.shown.push((index, TEXTS[index].as_bytes().to_vec()));
                statement.shown.sort();
                let first_hidden = SCALARS_FROM + 3 * 32;
                statement.octets.drain(first_hidden..first_hidden + 32);
            }
        }
        17 => {
            if let Some((index, _)) = statement.shown.last_mut() {
                *index += 1;
            }
        }
        18 => statement.ph.push(0),
        19 => statement.header.push(0),
        _ => {
            // Another number of messages, the last being shown.
            if count < TEXTS.len() {
                statement.count += 1;
                statement.shown.push((count, TEXTS[count].as_bytes().to_vec()));
            }
        }
    }
}

const KINDS: usize = 21;
const PROOFS: usize = 1000;
/// Of each proof.
const CHANGES: usize = 2;

#[test]
fn a60_a_thousand_proofs_changed_by_their_parts() {
    let towns = SUITES.map(Town::new);
    let rng = &mut rng(7);
    let mut changed = [0; KINDS];
    for number in 0..PROOFS {
        let town = &towns[number % towns.len()];
        let count = below(rng, TEXTS.len() + 1);
        let shown: Vec<usize> = (0..count).filter(|_| rng.next_u32() & 1 == 1).collect();
        let sound = Statement {
            octets: town.prove(count, &shown, rng),
            count,
            shown: shown.iter().map(|index| (*index, TEXTS[*index].as_bytes().to_vec())).collect(),
            ph: PH.to_vec(),
            header: HEADER.to_vec(),
        };
        assert_eq!(sound.verify(town), Ok(()));
        for of in 0..CHANGES {
            let kind = (number * CHANGES + of) % KINDS;
            let mut statement = sound.clone();
            change(kind, &mut statement, town, rng);
            if statement != sound {
                changed[kind] += 1;
                assert!(statement.verify(town).is_err(), "proof {number}, change {kind}");
            }
        }
    }
    // Every kind had something to change, most of the time.
    assert!(changed.iter().all(|count| *count > PROOFS * CHANGES / KINDS / 3), "{changed:?}");
}
