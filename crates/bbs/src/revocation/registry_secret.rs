use super::registry_key::{admit_id, possession_base};
use super::{AccumulatorValue, Deletion, Handle, MembershipWitness, RegistryKey};
use crate::Error;
use crate::curve::{G1, G1Affine, G2, SCALAR_OCTETS, Scalar, SecretScalar};
use crate::limits::MAX_HANDLES;
use crate::random::Hedged;
use rand_core::{TryCryptoRng, TryRng as _};
use zeroize::Zeroizing;

const PART: &str = "the registry's secret";

/// The secret alpha of one registry, wiped when it goes, with the public key that belongs to it. Whoever has it can revoke, and can
/// make a witness for what was revoked. It serves one registry, and is no issuer's signing key.
///
/// What depends on it takes a time that does not.
///
/// ```compile_fail
/// fn print(secret: &vouchsafe_bbs::revocation::RegistrySecret) {
///     println!("{secret:?}");
/// }
/// ```
pub struct RegistrySecret {
    alpha: SecretScalar,
    key: RegistryKey,
}

impl RegistrySecret {
    /// A new secret for the registry with this id.
    ///
    /// # Errors
    /// [`Error::RegistryId`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn generate(registry: &str, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let alpha = Hedged::new(rng, &[b"registry secret", registry.as_bytes()])?.nonzero_scalar()?;
        Self::of(registry, alpha)
    }

    /// Reads a number from 1 to r - 1, the most significant octet first.
    ///
    /// # Errors
    /// [`Error::RegistryId`], [`Error::Length`], [`Error::ScalarOutOfRange`].
    pub fn from_octets(registry: &str, octets: &[u8]) -> Result<Self, Error> {
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        let alpha = Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part: PART })?;
        Self::of(registry, SecretScalar::new(alpha))
    }

    fn of(registry: &str, alpha: SecretScalar) -> Result<Self, Error> {
        admit_id(registry)?;
        let point = G2::from_secret(&alpha);
        let base = possession_base(registry, &point.to_octets());
        let possession = G1::from(&base).times_secret(&alpha).into();
        let key = RegistryKey::assemble(registry, &point, &possession);
        Ok(Self { alpha, key })
    }

    /// The secret number, the most significant octet first.
    #[must_use]
    pub fn to_octets(&self) -> Zeroizing<[u8; SCALAR_OCTETS]> {
        Zeroizing::new(self.alpha.to_octets())
    }

    /// The public key, with its proof of possession.
    #[must_use]
    pub fn key(&self) -> &RegistryKey {
        &self.key
    }

    /// A handle for one credential. `issued` is how many there have ever been under this secret, the one of
    /// [`genesis`](Self::genesis) included: after [`MAX_HANDLES`] a new registry has to be begun.
    ///
    /// # Errors
    /// [`Error::TooManyHandles`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn new_handle(&self, issued: u32, rng: &mut impl TryCryptoRng) -> Result<Handle, Error> {
        if issued >= MAX_HANDLES {
            return Err(Error::TooManyHandles);
        }
        let secret = self.to_octets();
        let mut rng = Hedged::new(rng, &[b"handle", secret.as_slice(), &issued.to_be_bytes()])?;
        let mut octets = Zeroizing::new([0; Handle::OCTETS]);
        let Ok(()) = rng.try_fill_bytes(&mut *octets);
        Handle::from_octets(octets.as_slice())
    }

    /// The first deletion of a registry, of a handle that nobody ever has: it comes before any credential. Without one
    /// there is no pair of a point and its multiple by alpha to be seen, and proofs would show one.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`], [`Error::HandleUnusable`].
    pub fn genesis(&self, rng: &mut impl TryCryptoRng) -> Result<Deletion, Error> {
        self.revoke(self.key.origin(), &self.new_handle(0, rng)?)
    }

    /// The witness of a handle that was not deleted, for the value as it is now. The value does not change.
    ///
    /// # Errors
    /// [`Error::HandleUnusable`], once in 2^254 handles.
    pub fn issue(&self, value: &AccumulatorValue, handle: &Handle) -> Result<MembershipWitness, Error> {
        let y = handle.scalar();
        let point = self.divided(value, &y)?;
        Ok(MembershipWitness::of(y, point, *value))
    }

    /// Deletes a handle that was not deleted yet. The value after it is the registry's from now on; it never goes back.
    ///
    /// # Errors
    /// [`Error::HandleUnusable`], once in 2^254 handles.
    pub fn revoke(&self, value: &AccumulatorValue, handle: &Handle) -> Result<Deletion, Error> {
        let y = handle.scalar();
        let point = self.divided(value, &y)?;
        Ok(Deletion::new(*y, AccumulatorValue::from_point(point)))
    }

    /// (alpha + y)^-1 V.
    fn divided(&self, value: &AccumulatorValue, y: &SecretScalar) -> Result<G1Affine, Error> {
        let sum = SecretScalar::new(*self.alpha + **y);
        // No reader takes a y of zero.
        if sum.is_zero() || y.is_zero() {
            return Err(Error::HandleUnusable);
        }
        let inverse = SecretScalar::new(sum.inverse());
        Ok(G1::from(value.point()).times_secret(&inverse).into())
    }
}
