use crate::aead::Key;
use crate::error::Error;
use getrandom::rand_core::TryCryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Length of [`Keys`] as they are wrapped.
pub(crate) const KEYS_BYTES: usize = 64;

/// The vault's secrets, drawn at random once and wrapped in the header. Boxed, so that moving them leaves no copy.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Keys {
    /// Encrypts the database.
    pub(crate) database: Key,
    /// Authenticates the header as a whole.
    pub(crate) header: Key,
}

impl Keys {
    pub(crate) fn generate(rng: &mut impl TryCryptoRng) -> Result<Box<Self>, Error> {
        let mut keys = Box::new(Self { database: [0; 32], header: [0; 32] });
        fill(rng, &mut keys.database)?;
        fill(rng, &mut keys.header)?;
        Ok(keys)
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<[u8; KEYS_BYTES]> {
        let mut bytes = Zeroizing::new([0; KEYS_BYTES]);
        for (to, from) in bytes.iter_mut().zip(self.database.iter().chain(&self.header)) {
            *to = *from;
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; KEYS_BYTES]) -> Box<Self> {
        let mut keys = Box::new(Self { database: [0; 32], header: [0; 32] });
        let Self { database, header } = &mut *keys;
        for (to, from) in database.iter_mut().chain(header).zip(bytes) {
            *to = *from;
        }
        keys
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
