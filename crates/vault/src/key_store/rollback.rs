//! Noticing that a vault was replaced by an older copy of itself: a key store remembers how far it had come.

use super::connection::item_in;
use super::{KeyStore, KeyStoreEntry};
use crate::error::Error;
use crate::generation::{self, Generation};
use crate::key_store_key::KeyStoreEntryId;
use crate::vault::Vault;

/// More than any vault comes to, and so far below the largest integer of SQLite that a vault which is made to believe it
/// can still count.
const GENERATION_MAX: u64 = 1 << 62;

/// How a vault stands to what the key store remembers of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// No key store is connected with it, so that nothing can be noticed.
    Unwatched,
    /// It is the one that the key store remembers, or a later one.
    Current,
    /// The key store is in order and remembers nothing of it: that was deleted there. It does again from now on.
    Forgotten,
    /// It is an older copy. What happened to the vault since is missing: single-use copies that this one offers may have
    /// been shown already.
    RolledBack {
        /// How many times a change was remembered that this copy does not have; at least 1.
        missing: u64,
    },
}

impl Vault {
    /// Compares this vault with what `store` remembers of it. To be called when it was opened, by whatever secret.
    ///
    /// Noticed is every older copy of the vault's files, except one that lacks only what happened after
    /// [`Vault::remember_in_key_store`] was called last (in a process that was killed, say) and before this was called
    /// next. Not noticed is a copy from before the key store was connected, and one whose number in the key store
    /// was set back as well, which every program of the same user can do while the store is unlocked.
    ///
    /// An older copy stays one, each time that it is opened, until [`Vault::accept_rollback`].
    ///
    /// # Errors
    /// Those of [`KeyStore::get`] and [`KeyStore::set`]: then nothing can be said. Those of a failing disk or database.
    pub fn compare_with_key_store(&mut self, store: &dyn KeyStore) -> Result<Freshness, Error> {
        let Some(item) = item_in(self.key_wraps()) else { return Ok(Freshness::Unwatched) };
        let Generation { number, missing } = generation::load(&self.connection)?;
        if missing > 0 {
            return Ok(Freshness::RolledBack { missing });
        }
        let remembered = load_number(store, item)?;
        match remembered {
            Some(remembered) if remembered > number => {
                let missing = remembered - number;
                generation::save(&self.connection, Generation { number: remembered, missing })?;
                Ok(Freshness::RolledBack { missing })
            }
            Some(remembered) => {
                if remembered < number {
                    self.save_generation(store, item)?;
                }
                Ok(Freshness::Current)
            }
            None => {
                self.save_generation(store, item)?;
                Ok(Freshness::Forgotten)
            }
        }
    }

    /// Lets `store` remember how far this vault has come. Does nothing if it is not connected, or nothing was changed since.
    ///
    /// To be called before the vault is closed, and after changes that must not be undone unnoticed. It takes some
    /// milliseconds.
    ///
    /// # Errors
    /// Those of [`KeyStore::set`]: the change is kept, and the store learns of it when the vault is opened next. Those of
    /// a failing database.
    pub fn remember_in_key_store(&mut self, store: &dyn KeyStore) -> Result<(), Error> {
        match item_in(self.key_wraps()) {
            Some(item) if self.is_counted => self.save_generation(store, item),
            _ => Ok(()),
        }
    }

    /// Goes on with an older copy as if it were the only one: [`Vault::compare_with_key_store`] says no more that it is.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn accept_rollback(&mut self) -> Result<(), Error> {
        let Generation { number, .. } = generation::load(&self.connection)?;
        generation::save(&self.connection, Generation { number, missing: 0 })
    }

    pub(super) fn save_generation(
        &mut self,
        store: &dyn KeyStore,
        item: KeyStoreEntryId,
    ) -> Result<(), Error> {
        let number = generation::load(&self.connection)?.number;
        store.set(&KeyStoreEntry::generation(item), &number.to_be_bytes())?;
        self.is_counted = false;
        Ok(())
    }
}

fn load_number(store: &dyn KeyStore, item: KeyStoreEntryId) -> Result<Option<u64>, Error> {
    let Some(bytes) = store.get(&KeyStoreEntry::generation(item))? else { return Ok(None) };
    let number = bytes.as_slice().try_into().map(u64::from_be_bytes).ok();
    number.filter(|number| *number <= GENERATION_MAX).map(Some).ok_or(Error::KeyStoreDamaged)
}
