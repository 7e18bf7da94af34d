use crate::Error;
use crate::limits::{LIST_RESERVE, MAX_DRAWS};
use rand_core::TryCryptoRng;
use std::collections::BTreeSet;

/// Which entries of one list are in use. An entry that was given away stays in use until its credential has expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slots {
    entries: u64,
    taken: BTreeSet<u64>,
}

impl Slots {
    pub(super) fn new(entries: u64) -> Self {
        Self { entries, taken: BTreeSet::new() }
    }

    /// Takes a random entry that was never taken before: numbers are drawn until one fits, so that each unused entry is as
    /// likely as any other. `None` if the list is nearly full.
    pub(super) fn take_random(&mut self, rng: &mut impl TryCryptoRng) -> Result<Option<u64>, Error> {
        let usable = self.entries - self.entries / LIST_RESERVE;
        if u64::try_from(self.taken.len()).unwrap_or(u64::MAX) >= usable {
            return Ok(None);
        }
        let mask = self.entries.checked_next_power_of_two().map_or(u64::MAX, |power| power - 1);
        for _ in 0..MAX_DRAWS {
            let index = rng.try_next_u64().map_err(|_| Error::RandomnessFailed)? & mask;
            if self.take(index) {
                return Ok(Some(index));
            }
        }
        Err(Error::RandomnessFailed)
    }

    /// Takes the entry `index`; false if it is taken already or there is none.
    pub(super) fn take(&mut self, index: u64) -> bool {
        index < self.entries && self.taken.insert(index)
    }

    /// Gives back an entry that nobody was told of, or whose credential has expired.
    pub(super) fn give_back(&mut self, index: u64) {
        self.taken.remove(&index);
    }
}
