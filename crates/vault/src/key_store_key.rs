use crate::aead::Key;
use crate::error::Error;
use crate::keys::{fill, random};
use crate::locked::Locked;
use getrandom::SysRng;
use std::fmt;

/// Names the entry of a key store that holds a vault's [`KeyStoreKey`]: 16 random bytes, no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStoreEntryId([u8; 16]);

impl KeyStoreEntryId {
    /// A name that nothing else has.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] if the operating system's generator fails.
    pub fn generate() -> Result<Self, Error> {
        random(&mut SysRng).map(Self)
    }

    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for KeyStoreEntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A random key that a key store keeps for a vault, and that opens the vault alone. Wiped from memory when dropped.
///
/// It cannot be printed or copied:
///
/// ```compile_fail,E0277
/// # let key = vouchsafe_vault::KeyStoreKey::generate()?;
/// println!("{key:?}");
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
/// ```compile_fail,E0599
/// # let key = vouchsafe_vault::KeyStoreKey::generate()?;
/// let copy = key.clone();
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
pub struct KeyStoreKey(Locked<Key>);

impl KeyStoreKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] if the operating system's generator fails.
    pub fn generate() -> Result<Self, Error> {
        let mut key = Locked::new(Key::default());
        fill(&mut SysRng, &mut *key)?;
        Ok(Self(key))
    }

    /// A key that a key store gave back, or `None` if these are not 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Locked::new(Key::default());
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    /// The key, to be handed to a key store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_back() {
        let key = KeyStoreKey::generate().unwrap();
        assert!(KeyStoreKey::from_bytes(key.as_bytes()).unwrap().as_bytes() == key.as_bytes());
        assert!(key.as_bytes() != KeyStoreKey::generate().unwrap().as_bytes());
        for length in [0, 31, 33] {
            assert!(KeyStoreKey::from_bytes(&vec![1; length]).is_none());
        }
        assert_eq!(KeyStoreEntryId::from_bytes([0xa7; 16]).to_string(), "a7".repeat(16));
    }
}
