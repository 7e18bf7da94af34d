use super::{Kind, StoredForm};
use crate::{Error, TypeMetadataRecord};
use serde::{Deserialize, Serialize};
use vouchsafe_type_metadata::MetadataVersion;

const KIND: Kind = Kind { name: "type metadata", version: 1 };

/// The body is the stored form of `vouchsafe_type_metadata`, which has a version of its own.
#[derive(Serialize, Deserialize)]
struct TypeMetadataV1 {
    version: String,
}

impl TypeMetadataRecord {
    /// The type metadata as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        KIND.write(&TypeMetadataV1 { version: self.version.to_base64url() }, self.text.as_bytes())
    }

    /// The type metadata of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let TypeMetadataV1 { version } = KIND.read(version, meta)?;
        Ok(Self {
            version: MetadataVersion::from_bytes(KIND.digest(&version)?),
            text: KIND.text(body)?.to_owned(),
        })
    }
}
