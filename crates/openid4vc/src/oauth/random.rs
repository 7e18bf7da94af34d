//! Texts that nobody guesses.

use super::Error;
use rand_core::TryCryptoRng;
use vouchsafe_credential::base64url;
use zeroize::Zeroizing;

/// `BYTES` random bytes in base64url.
///
/// # Errors
/// [`Error::RandomnessFailed`]
pub fn random_text<const BYTES: usize>(rng: &mut impl TryCryptoRng) -> Result<Zeroizing<String>, Error> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    rng.try_fill_bytes(&mut *bytes).map_err(|_| Error::RandomnessFailed)?;
    Ok(Zeroizing::new(base64url::encode(&*bytes)))
}
