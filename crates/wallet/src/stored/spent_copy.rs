use super::{Kind, StoredForm};
use crate::{Error, SpentCopy};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::base64url;

const KIND: Kind = Kind { name: "mark of a shown copy", version: 1 };

#[derive(Serialize, Deserialize)]
struct SpentCopyV1 {
    digest: String,
}

impl SpentCopy {
    /// The mark as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        KIND.write(&SpentCopyV1 { digest: base64url::encode(self.as_bytes()) }, &[])
    }

    /// The mark of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let SpentCopyV1 { digest } = KIND.read(version, meta)?;
        KIND.digest(&digest).map(Self::from_bytes)
    }
}
