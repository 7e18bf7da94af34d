use super::Error;
use rand_core::TryCryptoRng;
use vouchsafe_credential::base64url;

/// 32 fresh random bytes as base64url, to be guessed by nobody.
pub(crate) fn text(rng: &mut impl TryCryptoRng) -> Result<String, Error> {
    let mut bytes = [0; 32];
    rng.try_fill_bytes(&mut bytes).map_err(|_| vouchsafe_jose::Error::RandomnessFailed)?;
    Ok(base64url::encode(&bytes))
}
