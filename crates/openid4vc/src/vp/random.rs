use super::Error;
use crate::oauth::random_text;
use rand_core::TryCryptoRng;

/// 32 fresh random bytes as base64url, to be guessed by nobody.
pub(crate) fn text(rng: &mut impl TryCryptoRng) -> Result<String, Error> {
    match random_text::<32>(rng) {
        Ok(text) => Ok(text.to_string()),
        Err(_) => Err(vouchsafe_jose::Error::RandomnessFailed.into()),
    }
}
