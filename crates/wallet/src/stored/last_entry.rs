use super::{Kind, StoredForm};
use crate::{EntryId, Error};
use serde::{Deserialize, Serialize};

const KIND: Kind = Kind { name: "number of the last entry", version: 1 };

#[derive(Serialize, Deserialize)]
struct LastEntryV1 {
    number: u64,
}

impl EntryId {
    /// It as the number of the last entry that there was, stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        KIND.write(&LastEntryV1 { number: self.number() }, &[])
    }

    /// The number of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let LastEntryV1 { number } = KIND.read(version, meta)?;
        Ok(Self::new(number))
    }
}
