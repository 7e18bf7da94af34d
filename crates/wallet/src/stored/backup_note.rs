use super::{Kind, StoredForm, moment, seconds};
use crate::{BackupNote, Error};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::Timestamp;

const KIND: Kind = Kind { name: "note of backups", version: 1 };

#[derive(Serialize, Deserialize)]
struct BackupNoteV1 {
    made_at: i64,
    cards: u32,
    rehearsed_at: Option<i64>,
    rehearsed_made_at: Option<i64>,
}

impl BackupNote {
    /// The note as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = BackupNoteV1 {
            made_at: self.made_at.as_unix(),
            cards: self.cards,
            rehearsed_at: seconds(self.rehearsed_at),
            rehearsed_made_at: seconds(self.rehearsed_made_at),
        };
        KIND.write(&meta, &[])
    }

    /// The note of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let note: BackupNoteV1 = KIND.read(version, meta)?;
        Ok(Self {
            made_at: Timestamp::from_unix(note.made_at),
            cards: note.cards,
            rehearsed_at: moment(note.rehearsed_at),
            rehearsed_made_at: moment(note.rehearsed_made_at),
        })
    }
}
