use super::{CredentialState, ListSettings, Record, Slot, Slots, StatusRegistry};
use crate::Error;
use crate::limits::MAX_LISTS;
use crate::state_version::read_state;
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{CredentialId, Timestamp};
use vouchsafe_status_list::Bits;

/// The newest form of the stored state.
const VERSION: u32 = 2;

/// The form that did not say when lists were published last.
const WITHOUT_PUBLISHED_AT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateAsWritten {
    version: u32,
    base_uri: String,
    bits: u8,
    entries: u64,
    lists: usize,
    /// In seconds since 1970; not there while nothing was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<i64>,
    credentials: Vec<CredentialAsWritten>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialAsWritten {
    id: String,
    state: CredentialState,
    entries: Vec<EntryAsWritten>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryAsWritten {
    /// As in the list's address, from 1.
    list: usize,
    index: u64,
}

impl StatusRegistry {
    /// The state for storing, as JSON with a version. It tells which credential has which entry: keep it as close as the
    /// credentials themselves.
    ///
    /// # Errors
    /// [`Error::StateMalformed`] if it cannot be written.
    pub fn to_json(&self) -> Result<String, Error> {
        let entry = |slot: &Slot| EntryAsWritten { list: slot.list + 1, index: slot.index };
        let credential = |(id, record): (&CredentialId, &Record)| CredentialAsWritten {
            id: id.as_str().to_owned(),
            state: record.state,
            entries: record.slots.iter().map(entry).collect(),
        };
        let state = StateAsWritten {
            version: VERSION,
            base_uri: self.settings.base_uri.clone(),
            bits: self.settings.bits.number(),
            entries: self.settings.entries,
            lists: self.lists.len(),
            published_at: self.published_at.map(Timestamp::as_unix),
            credentials: self.records.iter().map(credential).collect(),
        };
        serde_json::to_string(&state).map_err(|_| Error::StateMalformed)
    }

    /// Takes up a stored state.
    ///
    /// # Errors
    /// [`Error::StateTooNew`] if a later version wrote it, [`Error::StateMalformed`] if nobody did, [`Error::StateContradicts`] if
    /// it gives an entry away twice, or one that is not there, or a name twice.
    pub fn from_json(text: &[u8]) -> Result<Self, Error> {
        let state: StateAsWritten = read_state(text, VERSION)?;
        let known = match state.version {
            VERSION => true,
            WITHOUT_PUBLISHED_AT => state.published_at.is_none(),
            _ => false,
        };
        if !known || !(1..=MAX_LISTS).contains(&state.lists) {
            return Err(Error::StateMalformed);
        }
        let bits = Bits::from_number(u64::from(state.bits))?;
        let settings = ListSettings { base_uri: state.base_uri, bits, entries: state.entries };
        let mut registry = Self::new(settings)?;
        registry.published_at = state.published_at.map(Timestamp::from_unix);
        registry.lists.resize(state.lists, Slots::new(registry.settings.entries));
        for credential in state.credentials {
            registry.take_up(credential)?;
        }
        Ok(registry)
    }

    fn take_up(&mut self, credential: CredentialAsWritten) -> Result<(), Error> {
        let id = CredentialId::new(credential.id).map_err(|_| Error::StateMalformed)?;
        let cannot_say = credential.state == CredentialState::Suspended && self.settings.bits == Bits::One;
        if credential.entries.is_empty() || cannot_say {
            return Err(Error::StateContradicts);
        }
        let mut slots = Vec::with_capacity(credential.entries.len());
        for entry in credential.entries {
            let list = entry.list.checked_sub(1).ok_or(Error::StateContradicts)?;
            let taken = self.lists.get_mut(list).is_some_and(|slots| slots.take(entry.index));
            if !taken {
                return Err(Error::StateContradicts);
            }
            slots.push(Slot { list, index: entry.index });
        }
        match self.records.insert(id, Record { state: credential.state, slots }) {
            None => Ok(()),
            Some(_) => Err(Error::StateContradicts),
        }
    }
}
