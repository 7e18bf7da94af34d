mod publish;
mod record;
mod slots;
mod state;

pub use publish::PublishedList;
pub use record::CredentialState;

use crate::Error;
use crate::limits::{DEFAULT_LIST_ENTRIES, MAX_BATCH, MAX_LISTS};
use rand_core::TryCryptoRng;
use record::{Record, Slot};
use slots::Slots;
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_credential::{CredentialId, StatusReference, Timestamp};
use vouchsafe_status_list::{Bits, StatusList};

/// How the lists of a registry look. Fixed for its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSettings {
    /// The lists are at this address and their number: `https://issuer.example/status` gives
    /// `https://issuer.example/status/1`. No more may stand in it than all holders share.
    pub base_uri: String,
    /// One bit can revoke; two can suspend as well.
    pub bits: Bits,
    /// Entries in a list. Fewer than [`DEFAULT_LIST_ENTRIES`] hide a holder among fewer others.
    pub entries: u64,
}

impl ListSettings {
    /// Lists of [`DEFAULT_LIST_ENTRIES`] entries that can revoke and suspend.
    #[must_use]
    pub fn at(base_uri: impl Into<String>) -> Self {
        Self { base_uri: base_uri.into(), bits: Bits::Two, entries: DEFAULT_LIST_ENTRIES }
    }
}

/// The issuer's book of which credential has which entries of which status lists, and what they say.
///
/// An entry is given away at random and never twice, so that an index tells neither when a credential was issued nor which
/// others were (Token Status List section 13.2). When a list is nearly full, the next one is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusRegistry {
    settings: ListSettings,
    lists: Vec<Slots>,
    records: BTreeMap<CredentialId, Record>,
    /// The date of the lists that were published last.
    published_at: Option<Timestamp>,
}

impl StatusRegistry {
    /// A registry with one empty list.
    ///
    /// # Errors
    /// [`Error::StatusList`] if there is no list of this size, [`Error::BaseUriNotAllowed`].
    pub fn new(settings: ListSettings) -> Result<Self, Error> {
        let list = StatusList::new(settings.bits, settings.entries)?;
        let registry = Self {
            // A few more where that fills the last byte.
            settings: ListSettings { entries: list.entries(), ..settings },
            lists: vec![Slots::new(list.entries())],
            records: BTreeMap::new(),
            published_at: None,
        };
        match registry.reference(Slot { list: MAX_LISTS, index: 0 }) {
            Ok(_) => Ok(registry),
            Err(_) => Err(Error::BaseUriNotAllowed),
        }
    }

    /// How the lists look.
    #[must_use]
    pub fn settings(&self) -> &ListSettings {
        &self.settings
    }

    /// Takes an entry for each of `copies` copies of a new credential. They go into the copies' `status` claims, one each.
    /// `id` is the issuer's own name for the credential and leaves it nowhere.
    ///
    /// # Errors
    /// [`Error::CredentialKnown`] if `id` has entries already, [`Error::BatchSize`] for no copy or more than [`MAX_BATCH`],
    /// [`Error::ListsFull`] past [`MAX_LISTS`], [`Error::RandomnessFailed`]. The registry is then as it was.
    pub fn allocate(
        &mut self,
        id: CredentialId,
        copies: usize,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Vec<StatusReference>, Error> {
        if self.records.contains_key(&id) {
            return Err(Error::CredentialKnown);
        }
        if !(1..=MAX_BATCH).contains(&copies) {
            return Err(Error::BatchSize);
        }
        let lists_before = self.lists.len();
        let mut slots = Vec::with_capacity(copies);
        let taken = (0..copies).try_for_each(|_| self.take_slot(rng).map(|slot| slots.push(slot)));
        if let Err(error) = taken {
            for slot in &slots {
                if let Some(list) = self.lists.get_mut(slot.list) {
                    list.give_back(slot.index);
                }
            }
            self.lists.truncate(lists_before);
            return Err(error);
        }
        let references = slots.iter().map(|slot| self.reference(*slot)).collect();
        self.records.insert(id, Record { state: CredentialState::Valid, slots });
        references
    }

    /// Says that a credential holds no more, for good. Returns what was said before; saying it again changes nothing.
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]
    pub fn revoke(&mut self, id: &CredentialId) -> Result<CredentialState, Error> {
        self.change(id, CredentialState::Revoked)
    }

    /// Says that a credential does not hold for the time being. Returns what was said before.
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]; [`Error::RevokedForGood`]; [`Error::SuspensionNeedsTwoBits`] where entries have one bit.
    pub fn suspend(&mut self, id: &CredentialId) -> Result<CredentialState, Error> {
        if self.settings.bits == Bits::One {
            return Err(Error::SuspensionNeedsTwoBits);
        }
        self.change(id, CredentialState::Suspended)
    }

    /// Says that a credential holds again. Returns what was said before.
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]; [`Error::RevokedForGood`].
    pub fn reinstate(&mut self, id: &CredentialId) -> Result<CredentialState, Error> {
        self.change(id, CredentialState::Valid)
    }

    /// Forgets a credential that has expired, whatever was said about it: its entries are as unused, and may be given to another. Nothing, for
    /// one that has no entries here.
    pub fn forget(&mut self, id: &CredentialId) {
        for slot in self.records.remove(id).into_iter().flat_map(|record| record.slots) {
            if let Some(list) = self.lists.get_mut(slot.list) {
                list.give_back(slot.index);
            }
        }
    }

    /// What is said about a credential; `None` if it has no entries here.
    #[must_use]
    pub fn state(&self, id: &CredentialId) -> Option<CredentialState> {
        self.records.get(id).map(|record| record.state)
    }

    /// Where it is said, once for each copy.
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]
    pub fn references(&self, id: &CredentialId) -> Result<Vec<StatusReference>, Error> {
        let record = self.records.get(id).ok_or(Error::CredentialUnknown)?;
        record.slots.iter().map(|slot| self.reference(*slot)).collect()
    }

    /// All credentials by name, with what is said about them.
    pub fn credentials(&self) -> impl Iterator<Item = (&CredentialId, CredentialState)> {
        self.records.iter().map(|(id, record)| (id, record.state))
    }

    /// The addresses of the lists, oldest first.
    pub fn uris(&self) -> impl Iterator<Item = String> {
        (0..self.lists.len()).map(|list| self.uri(list))
    }

    fn uri(&self, list: usize) -> String {
        format!("{}/{}", self.settings.base_uri, list + 1)
    }

    fn reference(&self, slot: Slot) -> Result<StatusReference, Error> {
        StatusReference::new(self.uri(slot.list), slot.index).map_err(|_| Error::BaseUriNotAllowed)
    }

    fn change(&mut self, id: &CredentialId, next: CredentialState) -> Result<CredentialState, Error> {
        let record = self.records.get_mut(id).ok_or(Error::CredentialUnknown)?;
        let before = record.state;
        record.state = before.change_to(next)?;
        Ok(before)
    }

    /// A random entry of the newest list, or of the next one if that is nearly full.
    fn take_slot(&mut self, rng: &mut impl TryCryptoRng) -> Result<Slot, Error> {
        loop {
            let newest = self.lists.len() - 1;
            let list = self.lists.get_mut(newest).ok_or(Error::ListsFull)?;
            if let Some(index) = list.take_random(rng)? {
                return Ok(Slot { list: newest, index });
            }
            if self.lists.len() == MAX_LISTS {
                return Err(Error::ListsFull);
            }
            self.lists.push(Slots::new(self.settings.entries));
        }
    }
}

/// How much it holds, not whose.
impl fmt::Debug for StatusRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusRegistry({} credentials in {} lists)", self.records.len(), self.lists.len())
    }
}

#[cfg(test)]
mod tests;
