//! The operating system's key store: where a vault may keep a short secret, so that whoever is logged in need not type.

mod connection;
mod failure;
mod os;
mod rollback;
mod text;

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::key_store_key::KeyStoreEntryId;
pub use connection::Disconnected;
pub use os::OsKeyStore;
pub use rollback::Freshness;
use std::fmt;
use zeroize::Zeroizing;

/// Keeps short secrets of vaults, outside of them.
///
/// "There is none" is a value and never an error; and it is never said of a store that cannot be read. What a store
/// without such secrets means is for the caller to say: the vault itself tells whether it should have one.
pub trait KeyStore {
    /// The secret, or `None` where the store is in order and holds none.
    ///
    /// # Errors
    /// [`Error::KeyStoreNoSession`], [`Error::KeyStoreMissing`], [`Error::KeyStoreLocked`],
    /// [`Error::KeyStoreNoCollection`], [`Error::KeyStoreSilent`], [`Error::KeyStoreFailed`] if it cannot be known;
    /// [`Error::KeyStoreDamaged`] if what is there is no vault's.
    fn get(&self, entry: &KeyStoreEntry) -> Result<Option<Zeroizing<Vec<u8>>>, Error>;

    /// Keeps `secret`, in place of one that was there. At most
    /// [`KEY_STORE_SECRET_MAX_BYTES`](crate::limits::KEY_STORE_SECRET_MAX_BYTES).
    ///
    /// # Errors
    /// As [`KeyStore::get`]; [`Error::KeyStoreDamaged`] also if the secret is too long.
    fn set(&self, entry: &KeyStoreEntry, secret: &[u8]) -> Result<(), Error>;

    /// Removes the secret; `false` where the store is in order and holds none.
    ///
    /// # Errors
    /// As [`KeyStore::get`].
    fn delete(&self, entry: &KeyStoreEntry) -> Result<bool, Error>;
}

/// Names one secret in a key store: what it is for, and whose it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyStoreEntry {
    purpose: Purpose,
    number: [u8; 16],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    VaultKey,
    Generation,
    Probe,
}

impl KeyStoreEntry {
    /// Holds the [`KeyStoreKey`](crate::KeyStoreKey) that a vault's header names.
    #[must_use]
    pub const fn vault_key(item: KeyStoreEntryId) -> Self {
        Self { purpose: Purpose::VaultKey, number: *item.as_bytes() }
    }

    /// Holds the generation of the vault whose header names this item, 8 bytes, big-endian: how far it had come.
    #[must_use]
    pub const fn generation(item: KeyStoreEntryId) -> Self {
        Self { purpose: Purpose::Generation, number: *item.as_bytes() }
    }

    /// Holds a canary, for a moment.
    const fn probe(number: [u8; 16]) -> Self {
        Self { purpose: Purpose::Probe, number }
    }
}

/// The name as the key store shows it to a person, such as "vault key 00112233445566778899aabbccddeeff".
impl fmt::Display for KeyStoreEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let purpose = match self.purpose {
            Purpose::VaultKey => "vault key",
            Purpose::Generation => "vault generation",
            Purpose::Probe => "probe",
        };
        write!(f, "{purpose} {:032x}", u128::from_be_bytes(self.number))
    }
}
