use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use vouchsafe_wallet::Prepared;

/// Where an open wallet keeps what it computed for a draft that waits: it goes when the wallet is locked, and for the next draft.
#[derive(Default)]
pub(crate) struct AheadSlot(Arc<Mutex<Option<Prepared>>>);

/// A waiting draft's hold on it: it goes with the draft, too.
#[derive(Default)]
pub(crate) struct Ahead(Weak<Mutex<Option<Prepared>>>);

impl AheadSlot {
    /// Keeps `prepared` in place of what was there.
    pub(crate) fn keep(&mut self, prepared: Prepared) -> Ahead {
        self.0 = Arc::new(Mutex::new(Some(prepared)));
        Ahead(Arc::downgrade(&self.0))
    }

    #[cfg(test)]
    pub(crate) fn is_kept(&self) -> bool {
        self.0.lock().unwrap().is_some()
    }
}

impl Ahead {
    /// What was prepared, if it is still there.
    pub(crate) fn take(&self) -> Option<Prepared> {
        self.0.upgrade()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        drop(self.take());
    }
}

/// Nothing of it.
impl fmt::Debug for AheadSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AheadSlot")
    }
}
