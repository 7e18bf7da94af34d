//! A registry, an issuer, and a holder of a credential with a handle in one of its slots.

use crate::revocation::{
    AccumulatorValue, Chain, Deletion, Handle, Membership, MembershipClaim, MembershipWitness, Period,
    RegistryKey, RegistrySecret, RevocablePresentation, RevocableProof, base64url,
};
use crate::tests::rngs::rng;
use crate::tests::scene::{HEADER, SUITES, generators};
use crate::{Error, PreparedKey, Signature, SigningKey};
use std::sync::LazyLock;

pub(in crate::tests) const REGISTRY: &str = "https://issuer.example/registry/1";
pub(in crate::tests) const STATEMENT: [u8; 32] = [7; 32];
pub(in crate::tests) const COUNT: usize = 5;

/// One for all tests: preparing keys is what takes long.
pub(in crate::tests) struct Issuer {
    pub(in crate::tests) secret: RegistrySecret,
    pub(in crate::tests) genesis: Deletion,
    pub(in crate::tests) signing: SigningKey,
    pub(in crate::tests) key: PreparedKey,
}

pub(in crate::tests) fn issuer() -> &'static Issuer {
    static ISSUER: LazyLock<Issuer> = LazyLock::new(|| {
        let secret = RegistrySecret::generate(REGISTRY, &mut rng(100)).unwrap();
        let genesis = secret.genesis(&mut rng(101)).unwrap();
        let signing = SigningKey::generate(&mut rng(102)).unwrap();
        let key = PreparedKey::new(generators(SUITES[0]), signing.verifying_key(), HEADER, COUNT).unwrap();
        Issuer { secret, genesis, signing, key }
    });
    &ISSUER
}

impl Issuer {
    pub(in crate::tests) fn registry(&self) -> &RegistryKey {
        self.secret.key()
    }

    pub(in crate::tests) fn handle(&self, seed: u64) -> Handle {
        self.secret.new_handle(1, &mut rng(seed)).unwrap()
    }

    /// Deletes the handles of these seeds, one after the other.
    pub(in crate::tests) fn delete(&self, from: &AccumulatorValue, seeds: &[u64]) -> Vec<Deletion> {
        let next = |value: &mut AccumulatorValue, seed: &u64| {
            let deletion = self.secret.revoke(value, &self.handle(*seed)).unwrap();
            *value = *deletion.value();
            Some(deletion)
        };
        seeds.iter().scan(*from, next).collect()
    }

    pub(in crate::tests) fn chain(&self, from: &AccumulatorValue, seeds: &[u64]) -> Chain {
        Chain::verify(self.registry(), from, self.delete(from, seeds), &mut rng(3)).unwrap()
    }

    pub(in crate::tests) fn period(&self, value: AccumulatorValue) -> Period<'_> {
        Period::new(self.registry(), 1, value, STATEMENT).unwrap()
    }
}

pub(in crate::tests) struct Holder {
    pub(in crate::tests) slot: usize,
    pub(in crate::tests) messages: Vec<String>,
    pub(in crate::tests) signature: Signature,
    pub(in crate::tests) witness: MembershipWitness,
}

impl Holder {
    /// Issued at `value`, with the handle of `seed` in `slot`.
    pub(in crate::tests) fn new(value: &AccumulatorValue, slot: usize, seed: u64) -> Self {
        Self::in_registry(&issuer().secret, value, slot, seed)
    }

    /// The same in another registry.
    pub(in crate::tests) fn in_registry(
        registry: &RegistrySecret,
        value: &AccumulatorValue,
        slot: usize,
        seed: u64,
    ) -> Self {
        let issuer = issuer();
        let handle = registry.new_handle(1, &mut rng(seed)).unwrap();
        let mut messages: Vec<String> = (0..COUNT).map(|index| format!("\"claim {index}\"")).collect();
        messages[slot] = handle.payload();
        let signature = issuer.signing.sign(&issuer.key, &messages).unwrap();
        let octets = registry.issue(value, &handle).unwrap().to_octets();
        let witness =
            MembershipWitness::receive(registry.key(), value, messages[slot].as_bytes(), &octets).unwrap();
        Self { slot, messages, signature, witness }
    }

    pub(in crate::tests) fn prepare(
        &self,
        period: &Period<'_>,
        disclosed: &[usize],
        seed: u64,
    ) -> Result<RevocablePresentation, Error> {
        RevocablePresentation::new(
            &issuer().key,
            &self.signature,
            &self.messages,
            disclosed,
            &Membership { period, slot: self.slot },
            &self.witness,
            &mut rng(seed),
        )
    }

    pub(in crate::tests) fn shown(&self, disclosed: &[usize]) -> Vec<(usize, String)> {
        disclosed.iter().map(|index| (*index, self.messages[*index].clone())).collect()
    }

    pub(in crate::tests) fn present(&self, period: &Period<'_>, disclosed: &[usize], seed: u64) -> Presented {
        let prepared = self.prepare(period, disclosed, seed).unwrap();
        let digest = prepared.digest();
        let ph = format!("nonce {}", prepared.digest_text()).into_bytes();
        let proof = prepared.finish(&ph).unwrap();
        Presented { proof, ph, digest, disclosed: self.shown(disclosed), slot: self.slot }
    }
}

/// What a verifier gets.
#[derive(Clone)]
pub(in crate::tests) struct Presented {
    pub(in crate::tests) proof: RevocableProof,
    pub(in crate::tests) ph: Vec<u8>,
    pub(in crate::tests) digest: [u8; 32],
    pub(in crate::tests) disclosed: Vec<(usize, String)>,
    pub(in crate::tests) slot: usize,
}

impl Presented {
    /// The verdict, which is the same whether both proofs are verified at once or one after the other.
    pub(in crate::tests) fn verify(&self, period: &Period<'_>) -> Result<(), Error> {
        let membership = Membership { period, slot: self.slot };
        let Self { proof, ph, digest, disclosed, slot } = self;
        let key = &issuer().key;
        let verdict = proof.verify(key, disclosed, ph, &membership, digest, &mut rng(9));
        let claim = proof.verify_proof(key, disclosed, ph, *slot, digest);
        assert_eq!(claim.and_then(|claim| claim.verify(period)), verdict);
        verdict
    }
}

/// The digest that belongs to a proof with the first message shown, whatever its header says.
pub(in crate::tests) fn transcript(proof: &RevocableProof, period: &Period<'_>, slot: usize) -> [u8; 32] {
    let (any, key) = ([0; 32], &issuer().key);
    let ph = base64url::text(&any);
    let claim = MembershipClaim::of(proof, key, [0].into_iter(), ph.as_bytes(), slot, &any);
    claim.unwrap().transcript(period)
}
