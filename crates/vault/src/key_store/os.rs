use super::{KeyStore, KeyStoreEntry, failure, text};
use crate::error::Error;
use crate::keys::random;
use crate::limits::{KEY_STORE_ANSWER_SECONDS, KEY_STORE_REACH_SECONDS};
use getrandom::SysRng;
use keyring::{Entry, Error as Refusal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// Under which all entries of this program stand.
const SERVICE: &str = "vouchsafe";

/// The key store of whoever is logged in: on Linux the Secret Service of the session (gnome-keyring, KWallet, KeePassXC).
///
/// Every program of the same user can read what is in it while it is unlocked.
///
/// No call lasts for ever: after [`KEY_STORE_ANSWER_SECONDS`], in which a person may unlock the store, it returns
/// [`Error::KeyStoreSilent`], and so does at once every later call until the one that was given up has its answer. A
/// process that could not reach the store never will: the library tries once.
#[derive(Debug)]
pub struct OsKeyStore {
    reach: Duration,
    answer: Duration,
    /// Whether a call is under way, given up or not.
    busy: Arc<AtomicBool>,
}

impl Default for OsKeyStore {
    fn default() -> Self {
        Self::new()
    }
}

impl OsKeyStore {
    /// The store of the session that this process belongs to. Nothing is asked of it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_patience(
            Duration::from_secs(KEY_STORE_REACH_SECONDS),
            Duration::from_secs(KEY_STORE_ANSWER_SECONDS),
        )
    }

    /// The same store, for what is not worth waiting for a person: each call takes at most [`KEY_STORE_REACH_SECONDS`].
    #[must_use]
    pub fn in_passing() -> Self {
        let patience = Duration::from_secs(KEY_STORE_REACH_SECONDS);
        Self::with_patience(patience, patience)
    }

    pub(crate) fn with_patience(reach: Duration, answer: Duration) -> Self {
        Self { reach, answer, busy: Arc::default() }
    }

    /// Whether the store keeps what it is given: puts a random secret there, reads it back and removes it.
    ///
    /// A store that is locked may ask a person to unlock it.
    ///
    /// # Errors
    /// As [`KeyStore::get`].
    pub fn probe(&self) -> Result<(), Error> {
        self.ask(probe)
    }

    /// Does `work` on a thread of its own, and waits for it no longer than the patience lasts.
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.within(self.reach, || {
            Entry::store_status().as_ref().map_or_else(|refusal| Err(failure::to_reach(refusal)), |()| Ok(()))
        })?;
        self.within(self.answer, work)
    }

    fn within<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if self.busy.swap(true, Ordering::SeqCst) {
            return Err(Error::KeyStoreSilent);
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let busy = Arc::clone(&self.busy);
        thread::Builder::new()
            .name(String::from("key-store"))
            .spawn(move || {
                let result = work();
                busy.store(false, Ordering::SeqCst);
                // Nobody waits any more for an answer that took too long; a secret in it is wiped.
                let _ = sender.send(result);
            })
            .map_err(Error::io("start a thread"))?;
        match receiver.recv_timeout(patience) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => Err(Error::KeyStoreSilent),
            Err(RecvTimeoutError::Disconnected) => Err(Error::KeyStoreFailed),
        }
    }
}

impl KeyStore for OsKeyStore {
    fn get(&self, entry: &KeyStoreEntry) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let entry = *entry;
        self.ask(move || get(&entry))
    }

    fn set(&self, entry: &KeyStoreEntry, secret: &[u8]) -> Result<(), Error> {
        let (entry, text) = (*entry, text::write(secret)?);
        self.ask(move || set(&entry, &text))
    }

    fn delete(&self, entry: &KeyStoreEntry) -> Result<bool, Error> {
        let entry = *entry;
        self.ask(move || delete(&entry))
    }
}

fn get(entry: &KeyStoreEntry) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    match open(entry)?.get_password().map(Zeroizing::new) {
        Ok(text) => text::parse(&text).map(Some),
        // What a locked Secret Service says as well; one that can keep a canary is not locked.
        Err(Refusal::NoEntry) => probe().map(|()| None),
        Err(refusal) => Err(failure::to_answer(&refusal)),
    }
}

fn set(entry: &KeyStoreEntry, text: &str) -> Result<(), Error> {
    open(entry)?.set_password(text).map_err(|refusal| failure::to_answer(&refusal))
}

fn delete(entry: &KeyStoreEntry) -> Result<bool, Error> {
    match open(entry)?.delete_credential() {
        Ok(()) => Ok(true),
        Err(Refusal::NoEntry) => probe().map(|()| false),
        Err(refusal) => Err(failure::to_answer(&refusal)),
    }
}

fn probe() -> Result<(), Error> {
    // A name of its own, as another process may be probing too.
    let probe = open(&KeyStoreEntry::probe(random(&mut SysRng)?))?;
    let canary = text::write(&random::<16>(&mut SysRng)?)?;
    let failed = |refusal| match refusal {
        Refusal::NoEntry => Error::KeyStoreFailed,
        refusal => failure::to_answer(&refusal),
    };
    probe.set_password(&canary).map_err(failed)?;
    let kept = probe.get_password().map(Zeroizing::new).map_err(failed);
    probe.delete_credential().map_err(failed)?;
    if *kept? == *canary { Ok(()) } else { Err(Error::KeyStoreFailed) }
}

fn open(entry: &KeyStoreEntry) -> Result<Entry, Error> {
    Entry::new(SERVICE, &entry.to_string()).map_err(|refusal| failure::to_answer(&refusal))
}
