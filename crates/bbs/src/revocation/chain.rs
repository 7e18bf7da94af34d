use super::{AccumulatorValue, Deletion, RegistryKey};
use crate::Error;
use crate::curve::{G1Affine, Scalar, SecretScalar, sum_of_multiples};
use crate::random::Hedged;
use rand_core::TryCryptoRng;

/// Deletions of which each follows from the one before, checked.
///
/// ```compile_fail
/// fn unchecked(start: vouchsafe_bbs::revocation::AccumulatorValue) -> vouchsafe_bbs::revocation::Chain {
///     vouchsafe_bbs::revocation::Chain { start, deletions: Vec::new() }
/// }
/// ```
pub struct Chain {
    start: AccumulatorValue,
    deletions: Vec<Deletion>,
}

impl Chain {
    /// Checks that these deletions lead on from a value, in their order: (alpha + y_j) V_j = V_(j-1) for each, all as one equation
    /// of two pairings with random factors. Takes a time that depends on what is public.
    ///
    /// # Errors
    /// [`Error::ChainInvalid`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn verify(
        key: &RegistryKey,
        start: &AccumulatorValue,
        deletions: Vec<Deletion>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let chain = Self { start: *start, deletions };
        if chain.deletions.is_empty() {
            return Ok(chain);
        }
        let listed: Vec<u8> = chain.deletions.iter().flat_map(Deletion::to_octets).collect();
        let mut rng = Hedged::new(rng, &[b"chain", &key.to_octets(), &start.to_octets(), &listed])?;
        let factor = |_: &Deletion| rng.nonzero_factor().map(Scalar::from_factor);
        let factors: Vec<Scalar> = chain.deletions.iter().map(factor).collect::<Result<_, _>>()?;
        // e(sum of f_j V_j, W) = e(sum of f_j (V_(j-1) - y_j V_j), BP2); on the right each V_j stands twice, and is taken once.
        let left = chain.points().zip(factors.iter().copied());
        let next = factors.iter().copied().skip(1).chain([Scalar::default()]);
        let both = chain.deletions.iter().zip(&factors).zip(next);
        let right =
            both.map(|((deletion, own), next)| (deletion.value().point(), next - *own * deletion.y()));
        let first = factors.first().map(|factor| (chain.start.point(), *factor));
        let (left, right) = (sum_of_multiples(left), sum_of_multiples(right.chain(first)));
        if key.multiplies(&left.into(), &right.into()) { Ok(chain) } else { Err(Error::ChainInvalid) }
    }

    /// The value before.
    #[must_use]
    pub fn start(&self) -> &AccumulatorValue {
        &self.start
    }

    /// The value after.
    #[must_use]
    pub fn end(&self) -> &AccumulatorValue {
        self.deletions.last().map_or(&self.start, Deletion::value)
    }

    fn points(&self) -> impl Iterator<Item = &G1Affine> {
        self.deletions.iter().map(|deletion| deletion.value().point())
    }

    /// Each deletion's point, and its d = y_j - y for a handle's y.
    ///
    /// # Errors
    /// [`Error::Revoked`] if one of them is of this handle.
    pub(crate) fn distances(&self, y: &SecretScalar) -> Result<Vec<(&G1Affine, SecretScalar)>, Error> {
        let distance = |deletion: &Deletion| SecretScalar::new(deletion.y() - **y);
        let distances: Vec<_> = self.points().zip(self.deletions.iter().map(distance)).collect();
        if distances.iter().any(|(_, distance)| distance.is_zero()) {
            Err(Error::Revoked)
        } else {
            Ok(distances)
        }
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Chain").field("deletions", &self.deletions.len()).finish_non_exhaustive()
    }
}
