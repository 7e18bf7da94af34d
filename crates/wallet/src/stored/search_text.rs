use super::{Kind, StoredForm};
use crate::{Error, SearchText};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::CredentialId;
use zeroize::Zeroizing;

const KIND: Kind = Kind { name: "search text", version: 1 };

#[derive(Serialize, Deserialize)]
struct SearchTextV1 {
    card: String,
}

impl SearchText {
    /// The text as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        KIND.write(&SearchTextV1 { card: self.card.as_str().to_owned() }, self.words.as_bytes())
    }

    /// The text of a stored form; `None` for one that another version of this program made by other rules, and that is to
    /// be made again.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Option<Self>, Error> {
        if version != KIND.version {
            return Ok(None);
        }
        let SearchTextV1 { card } = KIND.read(version, meta)?;
        let card = KIND.id(card, CredentialId::new)?;
        Ok(Some(Self { card, words: Zeroizing::new(KIND.text(body)?.to_owned()) }))
    }
}
