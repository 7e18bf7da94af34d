use crate::Error;
use crate::curve::{EXPAND_OCTETS, Scalar};
use crate::random::Hedged;
use rand_core::TryRng as _;

/// Octets of a factor.
const OCTETS: usize = 16;

/// A random number of 128 bits that is not zero, to check several equations as one: all hold, but once in 2^128 times.
///
/// # Errors
/// [`Error::RandomnessUnusable`], once in 2^128 times.
pub(crate) fn factor(rng: &mut Hedged) -> Result<Scalar, Error> {
    let mut octets = [0; EXPAND_OCTETS];
    let (_, low) = octets.split_at_mut(EXPAND_OCTETS - OCTETS);
    let Ok(()) = rng.try_fill_bytes(low);
    let factor = Scalar::reduced(&octets);
    if factor.is_zero() { Err(Error::RandomnessUnusable) } else { Ok(factor) }
}
