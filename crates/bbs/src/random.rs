//! Random scalars, and the generator that stands between them and the caller's.

use crate::Error;
use crate::curve::{EXPAND_OCTETS, Scalar, SecretScalar};
use crate::let_out::let_out;
use crate::octets::u64_octets;
use rand_core::{TryCryptoRng, TryRng};
use shake::{ExtendableOutput as _, Shake256, Shake256Reader, Update as _, XofReader as _};
use std::convert::Infallible;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// The octets that are drawn from the caller's generator.
const ENTROPY: usize = 64;

/// Names this construction, so that another never meets the same input.
const TAG: &[u8] = b"vouchsafe-bbs hedged randomness 1";

/// One scalar of `calculate_random_scalars` (draft section 4.2.1).
///
/// # Errors
/// [`Error::RandomnessFailed`].
pub(crate) fn scalar(rng: &mut impl TryCryptoRng) -> Result<SecretScalar, Error> {
    let mut octets = Zeroizing::new([0; EXPAND_OCTETS]);
    rng.try_fill_bytes(&mut *octets).map_err(|_| Error::RandomnessFailed)?;
    Ok(SecretScalar::new(Scalar::reduced(&octets)))
}

/// A generator whose output depends on fresh octets of the caller's and on the secrets and the circumstances of what it is
/// for (the idea of RFC 8937; the draft's section 6.7 recommends a deterministic generator from one seed). If the
/// caller's generator is weak, only somebody who knows the secrets can tell the output; if it gives the same twice, the
/// output is the same only where all the circumstances are.
///
/// SHAKE-256 over everything, each part with its length; read as far as needed.
pub(crate) struct Hedged(Shake256Reader);

impl Hedged {
    /// Mixes fresh octets with secrets and circumstances.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]; [`Error::RandomnessUnusable`] if the generator gives the same octets twice running.
    pub(crate) fn new(rng: &mut impl TryCryptoRng, parts: &[&[u8]]) -> Result<Self, Error> {
        let mut entropy = Zeroizing::new([0; ENTROPY]);
        rng.try_fill_bytes(&mut *entropy).map_err(|_| Error::RandomnessFailed)?;
        let (first, second) = entropy.split_at(ENTROPY / 2);
        if let_out(first.ct_eq(second).into()) {
            return Err(Error::RandomnessUnusable);
        }
        let mut hasher = Shake256::default();
        for part in [TAG, entropy.as_slice()].iter().chain(parts) {
            hasher.update(&u64_octets(part.len()));
            hasher.update(part);
        }
        Ok(Self(hasher.finalize_xof()))
    }

    /// A scalar that is not zero.
    ///
    /// # Errors
    /// [`Error::RandomnessUnusable`], once in 2^254 times.
    pub(crate) fn nonzero_scalar(&mut self) -> Result<SecretScalar, Error> {
        let scalar = scalar(self)?;
        if scalar.is_zero() { Err(Error::RandomnessUnusable) } else { Ok(scalar) }
    }

    /// A number of 128 bits that is not zero.
    ///
    /// # Errors
    /// [`Error::RandomnessUnusable`], once in 2^128 times.
    pub(crate) fn nonzero_factor(&mut self) -> Result<u128, Error> {
        let mut octets = [0; 16];
        self.0.read(&mut octets);
        match u128::from_be_bytes(octets) {
            0 => Err(Error::RandomnessUnusable),
            factor => Ok(factor),
        }
    }
}

impl TryRng for Hedged {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.0.read(&mut octets);
        Ok(u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.0.read(&mut octets);
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        self.0.read(octets);
        Ok(())
    }
}

impl TryCryptoRng for Hedged {}
