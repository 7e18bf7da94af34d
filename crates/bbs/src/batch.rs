use crate::curve::{G1, G2_OCTETS, product_is_one};
use crate::octets::u64_octets;
use crate::random::Hedged;
use crate::{Error, PreparedKey, Proof};
use rand_core::TryCryptoRng;

/// Proofs under one issuer's key, verified together.
///
/// Every proof is given its verdict, the one that [`Proof::verify`] gives. Together they share the pairings, which do not depend
/// on the number of messages: about 0.6 ms a proof is saved. Proofs that fail in the pairing alone cost nothing to make; they
/// are found by halving, and if there are many, each is checked alone.
pub struct Batch<'a> {
    key: [u8; G2_OCTETS],
    /// Of any of the keys: both kinds of lines are the same for all.
    prepared: &'a PreparedKey,
    items: Vec<Item<'a>>,
}

/// A proof whose challenge has been checked.
struct Item<'a> {
    proof: &'a Proof,
    /// What the verdict is if the pairing holds.
    verdict: Result<(), Error>,
}

/// One proof's equation e(Abar, W) = e(Bbar, BP2), both sides times a factor of its own.
struct Equation {
    /// The proof's place in the batch.
    item: usize,
    left: G1,
    right: G1,
}

impl<'a> Batch<'a> {
    /// A batch for the issuer of this key. Headers and numbers of messages may differ from proof to proof.
    #[must_use]
    pub fn new(key: &'a PreparedKey) -> Self {
        Self { key: *key.verifying_key(), prepared: key, items: Vec::new() }
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
        if *key.verifying_key() != self.key {
            return Err(Error::BatchKeyDiffers);
        }
        self.items.push(Item { proof, verdict: proof.check_challenge(key, disclosed, ph) });
        Ok(())
    }

    /// The verdicts, in the order in which the proofs were added. A wrong proof is taken for a right one with a probability of
    /// 2^-128 at most.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn verify(self, rng: &mut impl TryCryptoRng) -> Result<Vec<Result<(), Error>>, Error> {
        let equations = self.equations(rng)?;
        let mut verdicts: Vec<_> = self.items.iter().map(|item| item.verdict).collect();
        for item in self.failing(&equations) {
            if let Some(verdict) = verdicts.get_mut(item) {
                *verdict = Err(Error::ProofInvalid);
            }
        }
        Ok(verdicts)
    }

    /// The equations of what is left after the challenges. With one factor for all, two forgeries whose points are each other's
    /// negatives would pass together; so each has its own, drawn when nothing can be changed any more.
    fn equations(&self, rng: &mut impl TryCryptoRng) -> Result<Vec<Equation>, Error> {
        let transcript: Vec<u8> = self.items.iter().flat_map(|item| item.proof.to_octets()).collect();
        let count = u64_octets(self.items.len());
        let mut factors = Hedged::new(rng, &[b"batch", &self.key, &count, &transcript])?;
        let mut equations = Vec::with_capacity(self.items.len());
        for (item, Item { proof, verdict }) in self.items.iter().enumerate() {
            if verdict.is_ok() {
                let factor = factors.nonzero_factor()?;
                let scaled = |point| G1::from(point).times_factor(factor);
                equations.push(Equation { item, left: scaled(&proof.abar), right: scaled(&proof.bbar) });
            }
        }
        Ok(equations)
    }

    /// The items whose equations do not hold.
    fn failing(&self, equations: &[Equation]) -> Vec<usize> {
        let mut failing = Vec::new();
        let mut failed_nodes = 0;
        // Past so many, halving would cost more than it saves.
        let most_failed_nodes = 2 * equations.len().checked_ilog2().unwrap_or(0);
        let mut nodes = vec![(equations, false)];
        while let Some((node, known_to_fail)) = nodes.pop() {
            if node.is_empty() || (!known_to_fail && self.holds(node)) {
                continue;
            }
            failed_nodes += 1;
            if let [equation] = node {
                failing.push(equation.item);
            } else if failed_nodes > most_failed_nodes {
                failing.extend(
                    node.iter()
                        .filter(|equation| !self.holds(std::slice::from_ref(equation)))
                        .map(|one| one.item),
                );
            } else {
                let (one, other) = node.split_at(node.len() / 2);
                if self.holds(one) {
                    // Then it is the other half that does not.
                    nodes.push((other, true));
                } else {
                    nodes.extend([(other, false), (one, true)]);
                }
            }
        }
        failing
    }

    /// Whether the sum of some equations holds.
    fn holds(&self, equations: &[Equation]) -> bool {
        let sum = |side: fn(&Equation) -> G1| {
            equations.iter().map(side).fold(G1::default(), |sum, point| sum + point)
        };
        let [left, right] = crate::curve::batch_to_affine([sum(|one| one.left), sum(|one| one.right)]);
        product_is_one([(&left, self.prepared.key_lines()), (&right, self.prepared.base_lines())])
    }
}
