use crate::Error;
use crate::limits::MAX_KEPT_TYPE_METADATA;
use std::fmt;
use vouchsafe_credential::CredentialType;
use vouchsafe_type_metadata::{Integrity, MetadataVersion, TypeMetadata};

/// Type metadata as it is kept for the cards that pin it: all its documents as they were received, read by all rules each time
/// they are used. One for all cards that pin the same version.
#[derive(Clone, PartialEq, Eq)]
pub struct TypeMetadataRecord {
    pub(crate) version: MetadataVersion,
    pub(crate) text: String,
}

impl TypeMetadataRecord {
    pub(crate) fn of(metadata: &TypeMetadata) -> Result<Self, Error> {
        let text = metadata.to_stored();
        if text.len() > MAX_KEPT_TYPE_METADATA {
            return Err(Error::TypeMetadataTooLong);
        }
        Ok(Self { version: metadata.version(), text })
    }

    /// Its name.
    #[must_use]
    pub fn version(&self) -> MetadataVersion {
        self.version
    }

    /// What it says of this type, under the integrity string of a credential where it has one.
    pub(crate) fn open(
        &self,
        credential_type: CredentialType,
        integrity: Option<Integrity>,
    ) -> Result<TypeMetadata, Error> {
        let metadata = TypeMetadata::from_stored(self.text.as_bytes(), credential_type, integrity)?;
        if metadata.version() == self.version {
            Ok(metadata)
        } else {
            Err(Error::StoredMalformed { what: "type metadata" })
        }
    }
}

/// Which and how long.
impl fmt::Debug for TypeMetadataRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypeMetadataRecord({}, {} bytes)", self.version, self.text.len())
    }
}
