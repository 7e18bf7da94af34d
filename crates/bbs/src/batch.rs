use crate::bisection::failing;
use crate::curve::{G1, Lines, all_to_affine, product_is_one, times_factor};
use crate::octets::u64_octets;
use crate::random::Hedged;
use crate::revocation::{Membership, RegistryKey, RevocableProof, RevocationProof};
use crate::{Error, PreparedKey, Proof};
use rand_core::TryCryptoRng;

/// Proofs under one issuer's key, verified together, also such that say that a credential was not revoked.
///
/// Every proof is given its verdict, the one that [`Proof::verify`] or [`RevocableProof::verify`] gives. Together they share the
/// pairings, which do not depend on the number of messages: about 0.6 ms a proof is saved. Proofs that fail in the pairing alone cost
/// nothing to make; they are found by halving, and if there are many, each is checked alone. So a batch costs 1.3 times what its proofs
/// cost alone at most. Two are not worth it and are checked alone.
pub struct Batch<'a> {
    /// Of any of the keys: both kinds of lines are the same for all.
    key: &'a PreparedKey,
    /// Of different registries, the keys.
    registries: Vec<&'a RegistryKey>,
    items: Vec<Item<'a>>,
}

/// A proof of which all has been checked but the pairings.
struct Item<'a> {
    proof: &'a Proof,
    revocation: Option<Revocation<'a>>,
    /// What the verdict is if the pairings hold.
    verdict: Result<(), Error>,
}

#[derive(Clone, Copy)]
struct Revocation<'a> {
    proof: &'a RevocationProof,
    /// The place of the registry's key.
    registry: usize,
}

/// The equations of one proof, all sides times a factor of each equation's own: e(Abar, W) = e(Bbar, BP2); and, of a registry,
/// e(C', W) = e(Cb, BP2). The right sides are added.
struct Equations {
    /// The proof's place in the batch.
    item: usize,
    issuer: G1,
    registry: Option<(usize, G1)>,
    right: G1,
}

impl<'a> Batch<'a> {
    /// A batch for the issuer of this key. Headers and numbers of messages may differ from proof to proof, and so may registries.
    #[must_use]
    pub fn new(key: &'a PreparedKey) -> Self {
        Self { key, registries: Vec::new(), items: Vec::new() }
    }

    /// Adds a proof, and checks all of it but its pairing.
    ///
    /// # Errors
    /// [`Error::BatchKeyDiffers`] if the key is another issuer's: then nothing is added. What is wrong with the proof is its
    /// verdict, not an error.
    pub fn add(
        &mut self,
        proof: &'a Proof,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
    ) -> Result<(), Error> {
        self.admit(key)?;
        let verdict = proof.check_challenge(key, disclosed, ph);
        self.items.push(Item { proof, revocation: None, verdict });
        Ok(())
    }

    /// Adds a proof with the proof that the credential was not revoked, and checks all of both but their pairings: as
    /// [`RevocableProof::verify`].
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_revocable(
        &mut self,
        proof: &'a RevocableProof,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
        membership: &Membership<'a>,
        digest: &[u8; 32],
    ) -> Result<(), Error> {
        self.admit(key)?;
        let registry = self.place_of(membership.period.key());
        let claim = proof.check_challenge(key, disclosed, ph, membership.slot, digest);
        let verdict = claim.and_then(|claim| claim.check_digest(membership.period));
        let revocation = Some(Revocation { proof: &proof.revocation, registry });
        self.items.push(Item { proof: &proof.proof, revocation, verdict });
        Ok(())
    }

    /// The verdicts, in the order in which the proofs were added. A wrong proof is taken for a right one with a probability of
    /// 2^-127 at most.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn verify(self, rng: &mut impl TryCryptoRng) -> Result<Vec<Result<(), Error>>, Error> {
        let equations = self.equations(rng)?;
        let mut verdicts: Vec<_> = self.items.iter().map(|item| item.verdict).collect();
        let hold = |range| equations.get(range).is_some_and(|some| self.hold(some));
        for failing in failing(equations.len(), hold) {
            let Some(Equations { item, .. }) = equations.get(failing) else { continue };
            if let (Some(verdict), Some(item)) = (verdicts.get_mut(*item), self.items.get(*item)) {
                *verdict = Err(self.refusal(item));
            }
        }
        Ok(verdicts)
    }

    fn admit(&self, key: &PreparedKey) -> Result<(), Error> {
        if key.verifying_key() == self.key.verifying_key() { Ok(()) } else { Err(Error::BatchKeyDiffers) }
    }

    fn place_of(&mut self, registry: &'a RegistryKey) -> usize {
        let same = |other: &&RegistryKey| other.to_octets() == registry.to_octets();
        self.registries.iter().position(same).unwrap_or_else(|| {
            self.registries.push(registry);
            self.registries.len() - 1
        })
    }

    /// The equations of what is left after the challenges. With one factor for all, two forgeries whose points are each other's
    /// negatives would pass together, and so would one whose two equations fail by the same; so each equation has its own, drawn when
    /// nothing can be changed any more.
    fn equations(&self, rng: &mut impl TryCryptoRng) -> Result<Vec<Equations>, Error> {
        let mut transcript = Vec::new();
        for item in &self.items {
            transcript.extend(item.proof.to_octets());
            transcript.extend(item.revocation.iter().flat_map(|revocation| revocation.proof.to_octets()));
        }
        let count = u64_octets(self.items.len());
        let mut factors = Hedged::new(rng, &[b"batch", self.key.verifying_key(), &count, &transcript])?;
        let mut equations = Vec::with_capacity(self.items.len());
        for (item, Item { proof, revocation, verdict }) in self.items.iter().enumerate() {
            if verdict.is_err() {
                continue;
            }
            let factor = factors.nonzero_factor()?;
            let [issuer, mut right] = times_factor([&proof.abar, &proof.bbar], factor);
            let mut left_of_registry = None;
            if let Some(Revocation { proof, registry }) = revocation {
                let factor = factors.nonzero_factor()?;
                let [left, other] = times_factor([&proof.cprime, &proof.cbar], factor);
                left_of_registry = Some((*registry, left));
                right = right + other;
            }
            equations.push(Equations { item, issuer, registry: left_of_registry, right });
        }
        Ok(equations)
    }

    /// Whether the sum of some equations holds.
    fn hold(&self, equations: &[Equations]) -> bool {
        let sum = |points: &mut dyn Iterator<Item = G1>| points.reduce(|sum, point| sum + point);
        let mut sums: Vec<(G1, &Lines)> = Vec::new();
        let issuer = sum(&mut equations.iter().map(|one| one.issuer));
        sums.extend(issuer.map(|sum| (sum, self.key.key_lines())));
        for (place, registry) in self.registries.iter().enumerate() {
            let of_this = |one: &Equations| one.registry.filter(|(other, _)| *other == place);
            let left = sum(&mut equations.iter().filter_map(of_this).map(|(_, left)| left));
            sums.extend(left.map(|sum| (sum, registry.lines())));
        }
        let right = sum(&mut equations.iter().map(|one| one.right));
        sums.extend(right.map(|sum| (sum, self.key.base_lines())));
        let (points, lines): (Vec<G1>, Vec<&Lines>) = sums.into_iter().unzip();
        product_is_one(all_to_affine(&points).iter().zip(lines))
    }

    /// Why an item is refused whose pairings do not hold.
    fn refusal(&self, item: &Item<'_>) -> Error {
        match item.revocation {
            None => Error::ProofInvalid,
            Some(_) => item.proof.check_pairing(self.key).err().unwrap_or(Error::RevocationInvalid),
        }
    }
}
