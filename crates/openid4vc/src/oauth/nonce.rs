use super::limits::NONCE_LIFETIME;
use super::mac::{equal_digests, hmac_sha256};
use super::{Error, ReplayKey};
use rand_core::TryCryptoRng;
use vouchsafe_credential::{Timestamp, base64url};
use zeroize::Zeroizing;

/// What a nonce is for. One for another purpose is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoncePurpose {
    /// `c_nonce` (OpenID4VCI 1.0 section 7).
    Credential,
    /// `DPoP-Nonce` (RFC 9449 section 8).
    Dpop,
    /// The challenge for a client attestation.
    Attestation,
}

impl NoncePurpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Credential => b"c_nonce",
            Self::Dpop => b"dpop",
            Self::Attestation => b"attestation",
        }
    }
}

/// The key by which a server knows the nonces that it made, without storing them: anybody may ask for any number of them and
/// fills no store. Docs/decisions/0030 says why.
///
/// A nonce is the time, 128 random bits and a code (HMAC with SHA-256, 128 bits) over purpose, server, time and random bits.
pub struct NonceKey(Zeroizing<[u8; 32]>);

/// Lengths in bytes.
const TIME: usize = 8;
const RANDOM: usize = 16;
const CODE: usize = 16;

impl NonceKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        rng.try_fill_bytes(&mut *key).map_err(|_| Error::RandomnessFailed)?;
        Ok(Self(key))
    }

    /// Takes a key that several instances of a server share.
    #[must_use]
    pub fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    /// A new nonce of the server with this identifier.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn make(
        &self,
        purpose: NoncePurpose,
        server: &str,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let mut random = [0; RANDOM];
        rng.try_fill_bytes(&mut random).map_err(|_| Error::RandomnessFailed)?;
        let time = now.as_unix().to_be_bytes();
        let code = self.code(purpose, server, &time, &random);
        let mut nonce = Vec::with_capacity(TIME + RANDOM + CODE);
        nonce.extend_from_slice(&time);
        nonce.extend_from_slice(&random);
        nonce.extend(code.iter().take(CODE));
        Ok(base64url::encode(&nonce))
    }

    /// Accepts a nonce that was made with this key for this purpose and server, within [`NONCE_LIFETIME`]. Gives what to
    /// remember, and until when, if it is to be good once.
    ///
    /// # Errors
    /// [`Error::NonceUnknown`]
    pub fn verify(
        &self,
        purpose: NoncePurpose,
        server: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<(ReplayKey, Timestamp), Error> {
        let bytes = base64url::decode(nonce).map_err(|_| Error::NonceUnknown)?;
        let (time, rest) = bytes.split_first_chunk::<TIME>().ok_or(Error::NonceUnknown)?;
        let (random, code) = rest.split_first_chunk::<RANDOM>().ok_or(Error::NonceUnknown)?;
        let expected = self.code(purpose, server, time, random);
        let code: [u8; CODE] = code.try_into().map_err(|_| Error::NonceUnknown)?;
        let widen = |code: &[u8]| {
            let mut wide = [0; 32];
            wide.iter_mut().zip(code.iter().take(CODE)).for_each(|(to, from)| *to = *from);
            wide
        };
        if !equal_digests(&widen(&expected), &widen(&code)) {
            return Err(Error::NonceUnknown);
        }
        let made = Timestamp::from_unix(i64::from_be_bytes(*time));
        match now.since(made) {
            Some(age) if age <= NONCE_LIFETIME => {
                Ok((ReplayKey::of(&[purpose.label(), &bytes]), made.saturating_add(NONCE_LIFETIME)))
            }
            _ => Err(Error::NonceUnknown),
        }
    }

    fn code(&self, purpose: NoncePurpose, server: &str, time: &[u8], random: &[u8]) -> [u8; 32] {
        // The two parts of varying length are told apart by their lengths.
        let length = u64::try_from(server.len()).unwrap_or(u64::MAX).to_be_bytes();
        hmac_sha256(&self.0, &[purpose.label(), b"\0", &length, server.as_bytes(), time, random])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::SeedableRng;
    use vouchsafe_credential::Duration;

    #[test]
    fn a_nonce_is_good_for_one_purpose_one_server_and_five_minutes() {
        let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let key = NonceKey::generate(&mut rng).unwrap();
        let now = Timestamp::from_unix(1_700_000_000);
        let nonce = key.make(NoncePurpose::Credential, "https://a.example", now, &mut rng).unwrap();
        let verify = |purpose, server: &str, nonce: &str, now| key.verify(purpose, server, nonce, now);
        let credential = NoncePurpose::Credential;

        let last = now.saturating_add(NONCE_LIFETIME);
        assert!(verify(credential, "https://a.example", &nonce, now).is_ok());
        assert!(verify(credential, "https://a.example", &nonce, last).is_ok());
        let refused = Err(Error::NonceUnknown);
        let later = last.saturating_add(Duration::from_secs(1));
        assert_eq!(verify(credential, "https://a.example", &nonce, later), refused);
        let earlier = now.saturating_sub(Duration::from_secs(1));
        assert_eq!(verify(credential, "https://a.example", &nonce, earlier), refused);
        assert_eq!(verify(credential, "https://b.example", &nonce, now), refused);
        assert_eq!(verify(NoncePurpose::Dpop, "https://a.example", &nonce, now), refused);
        let other = NonceKey::generate(&mut rng).unwrap();
        assert_eq!(other.verify(credential, "https://a.example", &nonce, now), refused);
        let bytes = base64url::decode(&nonce).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(verify(credential, "https://a.example", &base64url::encode(&changed), now), refused);
        }
        for cut in ["", "AA", &nonce[..nonce.len() - 2]] {
            assert_eq!(verify(credential, "https://a.example", cut, now), refused);
        }
        assert_ne!(nonce, key.make(credential, "https://a.example", now, &mut rng).unwrap());
    }
}
