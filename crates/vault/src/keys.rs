use crate::aead::Key;
use crate::error::Error;
use crate::locked::Locked;
use getrandom::rand_core::TryCryptoRng;
use zeroize::Zeroize;

/// Length of [`Keys`] as they are wrapped.
pub(crate) const KEYS_BYTES: usize = 64;

/// The vault's secrets, drawn at random once and wrapped in the header.
pub(crate) type Keys = Locked<KeyPair>;

/// See [`Keys`].
#[derive(Zeroize)]
pub(crate) struct KeyPair {
    /// Encrypts the database.
    pub(crate) database: Key,
    /// Authenticates the header as a whole.
    pub(crate) header: Key,
}

impl Keys {
    pub(crate) fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut keys = Self::empty();
        fill(rng, &mut keys.database)?;
        fill(rng, &mut keys.header)?;
        Ok(keys)
    }

    pub(crate) fn to_bytes(&self) -> Locked<[u8; KEYS_BYTES]> {
        let mut bytes = Locked::new([0; KEYS_BYTES]);
        for (to, from) in bytes.iter_mut().zip(self.database.iter().chain(&self.header)) {
            *to = *from;
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; KEYS_BYTES]) -> Self {
        let mut keys = Self::empty();
        let KeyPair { database, header } = &mut *keys;
        for (to, from) in database.iter_mut().chain(header).zip(bytes) {
            *to = *from;
        }
        keys
    }

    fn empty() -> Self {
        Self::new(KeyPair { database: [0; 32], header: [0; 32] })
    }
}

/// Fills `bytes` with randomness.
pub(crate) fn fill(rng: &mut impl TryCryptoRng, bytes: &mut [u8]) -> Result<(), Error> {
    rng.try_fill_bytes(bytes).map_err(|_| Error::NoRandomness)
}

/// A random array, for what is no secret: salts, nonces, ids.
pub(crate) fn random<const N: usize>(rng: &mut impl TryCryptoRng) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    fill(rng, &mut bytes)?;
    Ok(bytes)
}
