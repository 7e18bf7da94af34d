//! Ours and `zkryptium`, both of the IETF draft, put to random cases: signatures have to be the same octets, proofs of each hold
//! with the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, Proof, Signature, SigningKey};
use vouchsafe_peers::zkryptium::{self, Statement};

const MOST_MESSAGES: usize = 64;
const LONGEST_HEADER: usize = 64 * 1024;
const SUITES: [(Ciphersuite, zkryptium::Suite); 2] = [
    (Ciphersuite::Bls12381Sha256, zkryptium::Suite::Sha256),
    (Ciphersuite::Bls12381Shake256, zkryptium::Suite::Shake256),
];

/// What one random case is about.
struct Case {
    key: [u8; 32],
    header: Vec<u8>,
    presentation_header: Vec<u8>,
    messages: Vec<Vec<u8>>,
    disclosed: Vec<usize>,
}

fn below(rng: &mut ChaCha20Rng, bound: usize) -> usize {
    usize::try_from(rng.next_u64()).unwrap() % bound
}

fn octets(rng: &mut ChaCha20Rng, length: usize) -> Vec<u8> {
    let mut octets = vec![0; length];
    rng.fill_bytes(&mut octets);
    octets
}

impl Case {
    fn random(rng: &mut ChaCha20Rng) -> Self {
        let mut key = [0; 32];
        rng.fill_bytes(&mut key);
        // Below the group's order, whose first octet is 0x73.
        key[0] &= 0x3f;
        let header = match below(rng, 8) {
            0 => 0,
            1 => LONGEST_HEADER,
            _ => below(rng, 200),
        };
        let presentation_header = below(rng, 200);
        let count = 1 + below(rng, MOST_MESSAGES);
        let messages = (0..count).map(|_| {
            let length = if below(rng, 5) == 0 { 0 } else { below(rng, 120) };
            octets(rng, length)
        });
        let messages: Vec<_> = messages.collect();
        // All, none and everything between.
        let odds = 1 + below(rng, 6);
        let disclosed = match below(rng, 6) {
            0 => Vec::new(),
            1 => (0..count).collect(),
            _ => (0..count).filter(|_| below(rng, odds) == 0).collect(),
        };
        Self {
            key,
            header: octets(rng, header),
            presentation_header: octets(rng, presentation_header),
            messages,
            disclosed,
        }
    }

    fn statement(&self) -> Statement<'_> {
        Statement {
            header: &self.header,
            presentation_header: &self.presentation_header,
            disclosed: &self.disclosed,
        }
    }
}

fn check(generators: &Generators, theirs: zkryptium::Suite, case: &Case, rng: &mut ChaCha20Rng) {
    let issuer = SigningKey::from_octets(&case.key).unwrap();
    let key =
        PreparedKey::new(generators, issuer.verifying_key(), &case.header, case.messages.len()).unwrap();
    let public = issuer.verifying_key().to_octets();
    let peer = zkryptium::Keys::new(&case.key).unwrap();
    assert_eq!(public, peer.public());

    let signature = issuer.sign(&key, &case.messages).unwrap();
    let octets = signature.to_octets();
    assert_eq!(octets, zkryptium::sign(theirs, &peer, &case.header, &case.messages).unwrap());
    zkryptium::verify(theirs, &public, &case.header, &case.messages, &octets).unwrap();
    Signature::from_octets(&octets).unwrap().verify(&key, &case.messages).unwrap();

    let ph = &case.presentation_header;
    let shown: Vec<(usize, &[u8])> =
        case.disclosed.iter().map(|at| (*at, case.messages[*at].as_slice())).collect();
    let values: Vec<Vec<u8>> = shown.iter().map(|(_, message)| message.to_vec()).collect();
    let ours = Proof::generate(&key, &signature, &case.messages, &case.disclosed, ph, rng).unwrap();
    zkryptium::verify_proof(theirs, &public, &case.statement(), &values, &ours.to_octets()).unwrap();
    let proof = zkryptium::prove(theirs, &public, &case.statement(), &case.messages, &octets).unwrap();
    let proof = Proof::from_octets(&proof).unwrap();
    proof.verify(&key, &shown, ph).unwrap();
    let other = [ph.as_slice(), b"!"].concat();
    assert!(proof.verify(&key, &shown, &other).is_err());
    assert!(
        zkryptium::verify_proof(
            theirs,
            &public,
            &Statement { presentation_header: &other, ..case.statement() },
            &values,
            &ours.to_octets()
        )
        .is_err()
    );
}

fn random_cases(count: u64) {
    for (ours, theirs) in SUITES {
        let generators = Generators::new(ours);
        for number in 0..count {
            let mut rng = ChaCha20Rng::seed_from_u64(number);
            let case = Case::random(&mut rng);
            println!("{theirs:?}, case {number}: {} messages", case.messages.len());
            check(&generators, theirs, &case, &mut rng);
        }
    }
}

#[test]
fn a_hundred_random_cases_of_each_suite() {
    random_cases(100);
}

#[test]
#[ignore = "for soak"]
fn soak_a_thousand_random_cases_of_each_suite() {
    random_cases(1_000);
    println!("soak: 1000 random cases of each BBS suite agree with zkryptium {}", zkryptium::VERSION);
}
