use super::handle::payload_scalar;
use super::{AccumulatorValue, Chain, RegistryKey};
use crate::Error;
use crate::curve::{G1, G1_OCTETS, G1Affine, Scalar, SecretScalar, sum_of_multiples};
use zeroize::Zeroizing;

/// What a holder proves with that a handle was not deleted: C with (alpha + y) C = V, for one value V. It would identify the holder:
/// it never leaves the wallet.
pub struct MembershipWitness {
    y: SecretScalar,
    point: Zeroizing<G1Affine>,
    /// alpha C = V - y C, with which a proof needs one multiple less.
    multiple: Zeroizing<G1Affine>,
    value: AccumulatorValue,
}

impl MembershipWitness {
    /// The octets of a witness.
    pub const OCTETS: usize = G1_OCTETS;

    pub(crate) fn of(y: SecretScalar, point: G1Affine, value: AccumulatorValue) -> Self {
        let multiple = G1::from(value.point()) + -G1::from(&point).times_secret(&y);
        Self { y, point: Zeroizing::new(point), multiple: Zeroizing::new(multiple.into()), value }
    }

    /// A witness from the issuer, or from the wallet's own records, for the value and the payload of the handle's slot. The point is
    /// checked before anything is computed from it: one with a part outside of the subgroup would satisfy the equation and
    /// mark the holder.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`], [`Error::WitnessInvalid`].
    pub fn receive(
        key: &RegistryKey,
        value: &AccumulatorValue,
        payload: &[u8],
        octets: &[u8],
    ) -> Result<Self, Error> {
        const PART: &str = "the witness";
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        let point = G1Affine::from_octets(octets, PART)?;
        Self::of(SecretScalar::new(payload_scalar(payload)), point, *value).checked(key)
    }

    /// The compressed point.
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        self.point.to_octets()
    }

    /// The value that it is for.
    #[must_use]
    pub fn value(&self) -> &AccumulatorValue {
        &self.value
    }

    /// Refuses a payload that is not that of the handle which this is the witness of.
    ///
    /// # Errors
    /// [`Error::OtherValue`].
    pub fn admit_payload(&self, payload: &[u8]) -> Result<(), Error> {
        if *SecretScalar::new(payload_scalar(payload)) == *self.y { Ok(()) } else { Err(Error::OtherValue) }
    }

    /// The witness for the value after these deletions. Takes a time that depends on the handle, the one operation of a holder that does:
    /// for the background alone, where nobody who is shown something can measure it.
    ///
    /// # Errors
    /// [`Error::OtherValue`] unless the deletions start at this witness' value; [`Error::Revoked`];
    /// [`Error::WitnessInvalid`].
    pub fn catch_up(&self, key: &RegistryKey, chain: &Chain) -> Result<Self, Error> {
        if *chain.start() != self.value {
            return Err(Error::OtherValue);
        }
        let distances = chain.distances(&self.y)?;
        let Some(((_, first), rest)) = distances.split_first() else {
            return Ok(Self::of(self.y.clone(), *self.point, self.value));
        };
        // C / (d_1 ... d_m) - the sum of V_k / (d_k ... d_m), with one inversion.
        let times = |product: SecretScalar, (_, distance): &(&G1Affine, SecretScalar)| {
            SecretScalar::new(*product * **distance)
        };
        let product = rest.iter().fold(first.clone(), times);
        let mut inverse = SecretScalar::new(product.inverse());
        let first = (&*self.point, *inverse);
        let quotients = distances.iter().map(|(point, distance)| {
            let term = (*point, Scalar::default() - *inverse);
            *inverse = *inverse * **distance;
            term
        });
        let point = sum_of_multiples([first].into_iter().chain(quotients)).into();
        Self::of(self.y.clone(), point, *chain.end()).checked(key)
    }

    /// The witness for the value before these deletions, where a verifier still holds it. Takes a time that depends on their number
    /// alone.
    ///
    /// # Errors
    /// [`Error::OtherValue`] unless the deletions end at this witness' value; [`Error::Revoked`];
    /// [`Error::WitnessInvalid`].
    pub fn walk_back(&self, key: &RegistryKey, chain: &Chain) -> Result<Self, Error> {
        if *chain.end() != self.value {
            return Err(Error::OtherValue);
        }
        // Of each deletion, the last one first: C before = d C after + V after.
        let distances = chain.distances(&self.y)?;
        let step = |point: G1, (value, distance): &(&G1Affine, SecretScalar)| {
            point.times_secret(distance) + G1::from(*value)
        };
        let point = distances.iter().rev().fold(G1::from(&*self.point), step).into();
        Self::of(self.y.clone(), point, *chain.start()).checked(key)
    }

    pub(crate) fn y(&self) -> &SecretScalar {
        &self.y
    }

    pub(crate) fn point(&self) -> &G1Affine {
        &self.point
    }

    pub(crate) fn multiple(&self) -> &G1Affine {
        &self.multiple
    }

    /// e(C, W + y BP2) = e(V, BP2), as e(C, W) = e(V - y C, BP2).
    fn checked(self, key: &RegistryKey) -> Result<Self, Error> {
        if key.multiplies(&self.point, &self.multiple) { Ok(self) } else { Err(Error::WitnessInvalid) }
    }
}
