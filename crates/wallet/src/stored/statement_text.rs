use super::{Kind, StoredForm};
use crate::{Error, RegistryId, StatementText};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::base64url;

const KIND: Kind = Kind { name: "statement", version: 1 };

#[derive(Serialize, Deserialize)]
struct StatementV1 {
    registry: String,
}

impl StatementText {
    /// The text as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = StatementV1 { registry: base64url::encode(self.registry.as_bytes()) };
        KIND.write(&meta, self.text.as_bytes())
    }

    /// The text of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let StatementV1 { registry } = KIND.read(version, meta)?;
        Ok(Self {
            registry: RegistryId::from_bytes(KIND.digest(&registry)?),
            text: KIND.text(body)?.to_owned(),
        })
    }
}
