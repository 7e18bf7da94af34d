use super::card::ProfileV1;
use super::{Kind, StoredForm};
use crate::{Error, StoredCredential};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Version 2 knows one more profile.
const KIND: Kind = Kind { name: "credential", version: 2 };

#[derive(Serialize, Deserialize)]
struct CredentialV1 {
    profile: ProfileV1,
}

impl StoredCredential {
    /// The credential as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        KIND.write(&CredentialV1 { profile: self.profile.into() }, self.text.as_bytes())
    }

    /// The credential of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let CredentialV1 { profile } = KIND.read_since(1, version, meta)?;
        Ok(Self { profile: profile.into(), text: Zeroizing::new(KIND.text(body)?.to_owned()) })
    }
}
