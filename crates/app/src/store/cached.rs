use std::cell::OnceCell;
use std::fmt;
use vouchsafe_wallet::StoreError;

/// All things of one kind, read from the vault when they are first asked for and kept as they change. The vault has one
/// writer, so they stay what it holds.
pub(super) struct Cached<T>(OnceCell<Vec<T>>);

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

/// How many, never which.
impl<T> fmt::Debug for Cached<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cached({:?})", self.0.get().map(Vec::len))
    }
}

impl<T> Cached<T> {
    pub(super) fn get_or_read(
        &self,
        read: impl FnOnce() -> Result<Vec<T>, StoreError>,
    ) -> Result<&[T], StoreError> {
        match self.0.get() {
            Some(known) => Ok(known),
            None => {
                let read = read()?;
                Ok(self.0.get_or_init(|| read))
            }
        }
    }

    /// In place of the one that is the `same`, or last.
    pub(super) fn put(&mut self, value: T, same: impl Fn(&T, &T) -> bool) {
        let Some(known) = self.0.get_mut() else { return };
        match known.iter_mut().rev().find(|other| same(other, &value)) {
            Some(other) => *other = value,
            None => known.push(value),
        }
    }

    pub(super) fn delete(&mut self, gone: impl Fn(&T) -> bool) {
        if let Some(known) = self.0.get_mut() {
            known.retain(|value| !gone(value));
        }
    }
}
