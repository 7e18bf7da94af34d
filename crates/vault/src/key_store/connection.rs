//! A vault that a key store opens as well. The passphrase always does.

use super::{KeyStore, KeyStoreEntry};
use crate::authority::Authority;
use crate::error::Error;
use crate::kdf::KdfPolicy;
use crate::key_store_key::{KeyStoreEntryId, KeyStoreKey};
use crate::key_wrap::KeyWrap;
use crate::rekey::Rekeyed;
use crate::vault::Vault;
use std::path::Path;

/// What became of a vault's key in the key store, when the store was to open the vault no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disconnected {
    /// It is gone.
    KeyRemoved,
    /// It is there still, for this reason. It opens nothing but an older copy of `vault.header`.
    KeyLeft(Error),
}

impl Vault {
    /// Opens the vault in `directory` with what `store` keeps for it. Nobody is asked for a passphrase; the store may ask
    /// to be unlocked. A refusal leaves the vault's files as they were, and the passphrase opens it then as ever.
    ///
    /// # Errors
    /// [`Error::NoKeyStoreWrap`] if no key store was connected; [`Error::KeyStoreKeyGone`], [`Error::WrongKeyStoreKey`],
    /// and those of [`KeyStore::get`], for what the store says; those of [`Vault::open`] for the vault.
    pub fn open_with_key_store(
        directory: &Path,
        store: &dyn KeyStore,
        policy: &KdfPolicy,
    ) -> Result<Self, Error> {
        let wraps = Self::key_wraps_in(directory, policy)?;
        let key = load_key(store, item_in(&wraps).ok_or(Error::NoKeyStoreWrap)?)?;
        Self::open(directory, &key, policy)
    }

    /// Lets `store` open this vault as well: puts a new random key there, reads it back, and only then writes the header.
    ///
    /// Interrupted, it leaves at most a key in the store that opens nothing. One that was connected before is so no more.
    ///
    /// # Errors
    /// Those of [`KeyStore::set`], if the store does not keep the key; those of [`Vault::set_key_store_key`].
    pub fn connect_key_store(&mut self, authority: &Authority, store: &dyn KeyStore) -> Result<(), Error> {
        let before = item_in(self.key_wraps());
        let (item, key) = (KeyStoreEntryId::generate()?, KeyStoreKey::generate()?);
        let connected = save_key(store, item, &key)
            .and_then(|()| self.save_generation(store, item))
            .and_then(|()| self.set_key_store_key(authority, item, &key));
        // Whichever the header does not name opens nothing: no harm if it cannot be removed.
        let superseded = if item_in(self.key_wraps()) == Some(item) { before } else { Some(item) };
        if let Some(item) = superseded {
            let _ = delete(store, item);
        }
        connected
    }

    /// Lets no key store open this vault: writes the header, and only then removes the key from `store`.
    ///
    /// # Errors
    /// Those of [`Vault::remove_key_store_key`].
    pub fn disconnect_key_store(
        &mut self,
        authority: &Authority,
        store: &dyn KeyStore,
    ) -> Result<Disconnected, Error> {
        let item = self.remove_key_store_key(authority)?;
        Ok(removed(store, item))
    }
}

impl Rekeyed {
    /// Removes from `store` the key that it kept for this vault before, which opens nothing but older copies of it; none
    /// if no key store was connected.
    pub fn disconnect_key_store(&self, store: &dyn KeyStore) -> Option<Disconnected> {
        item_in(&self.dropped).map(|item| removed(store, item))
    }
}

/// The item of a key store that opens a vault as well, if one does.
pub(super) fn item_in(wraps: &[KeyWrap]) -> Option<KeyStoreEntryId> {
    wraps.iter().find_map(|wrap| match wrap {
        KeyWrap::KeyStore(item) => Some(*item),
        KeyWrap::Passphrase(_) | KeyWrap::RecoveryCode => None,
    })
}

fn load_key(store: &dyn KeyStore, item: KeyStoreEntryId) -> Result<KeyStoreKey, Error> {
    let bytes = store.get(&KeyStoreEntry::vault_key(item))?.ok_or(Error::KeyStoreKeyGone)?;
    KeyStoreKey::from_bytes(&bytes).ok_or(Error::KeyStoreDamaged)
}

fn save_key(store: &dyn KeyStore, item: KeyStoreEntryId, key: &KeyStoreKey) -> Result<(), Error> {
    store.set(&KeyStoreEntry::vault_key(item), key.as_bytes())?;
    match load_key(store, item) {
        Ok(kept) if kept.as_bytes() == key.as_bytes() => Ok(()),
        Ok(_) | Err(Error::KeyStoreKeyGone | Error::KeyStoreDamaged) => Err(Error::KeyStoreFailed),
        Err(why) => Err(why),
    }
}

fn removed(store: &dyn KeyStore, item: KeyStoreEntryId) -> Disconnected {
    match delete(store, item) {
        Ok(()) => Disconnected::KeyRemoved,
        Err(why) => Disconnected::KeyLeft(why),
    }
}

fn delete(store: &dyn KeyStore, item: KeyStoreEntryId) -> Result<(), Error> {
    store.delete(&KeyStoreEntry::vault_key(item))?;
    store.delete(&KeyStoreEntry::generation(item)).map(drop)
}
