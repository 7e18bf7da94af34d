use crate::{Error, KeyStore, KeyStoreEntry};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A key store that fails from a chosen call on, or forgets or swaps what it is given.
#[derive(Default)]
pub(crate) struct MemoryStore {
    pub(crate) kept: RefCell<BTreeMap<KeyStoreEntry, Vec<u8>>>,
    pub(crate) fails_after: Cell<Option<usize>>,
    pub(crate) keeps: Cell<Keeps>,
}

/// What it makes of a secret that it is given.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Keeps {
    #[default]
    It,
    Nothing,
    /// The first half of it.
    Half,
    /// As many bytes.
    Another,
}

impl MemoryStore {
    fn call(&self) -> Result<(), Error> {
        match self.fails_after.get() {
            None => Ok(()),
            Some(0) => Err(Error::KeyStoreLocked),
            Some(calls) => {
                self.fails_after.set(Some(calls - 1));
                Ok(())
            }
        }
    }
}

impl KeyStore for MemoryStore {
    fn get(&self, entry: &KeyStoreEntry) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        self.call()?;
        Ok(self.kept.borrow().get(entry).cloned().map(Zeroizing::new))
    }

    fn set(&self, entry: &KeyStoreEntry, secret: &[u8]) -> Result<(), Error> {
        self.call()?;
        let kept = match self.keeps.get() {
            Keeps::It => secret.to_vec(),
            Keeps::Nothing => return Ok(()),
            Keeps::Half => secret[..secret.len() / 2].to_vec(),
            Keeps::Another => vec![0; secret.len()],
        };
        self.kept.borrow_mut().insert(*entry, kept);
        Ok(())
    }

    fn delete(&self, entry: &KeyStoreEntry) -> Result<bool, Error> {
        self.call()?;
        Ok(self.kept.borrow_mut().remove(entry).is_some())
    }
}
