use crate::Error;
use std::sync::Arc;
use vouchsafe_credential::{CredentialType, Timestamp};
use vouchsafe_net::Switch;
use vouchsafe_type_metadata::{Integrity, TypeMetadata, TypeMetadataChain};

/// By what a document of type metadata is kept: its type, and which bytes it has where that is said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TypeKey {
    pub(crate) credential_type: CredentialType,
    pub(crate) integrity: Option<String>,
}

/// A document of type metadata that is the one which was asked for. With an integrity string it never changes; without, its server
/// vouches for it.
#[derive(Debug, Clone)]
pub(crate) struct TypeDocument {
    pub(crate) bytes: Arc<[u8]>,
    /// `None`: for ever.
    pub(crate) good_until: Option<Timestamp>,
    pub(crate) switches: Vec<Switch>,
}

impl TypeKey {
    pub(crate) fn of(credential_type: &CredentialType, integrity: Option<&Integrity>) -> Self {
        let integrity = integrity.map(|integrity| integrity.as_str().to_owned());
        Self { credential_type: credential_type.clone(), integrity }
    }

    /// Says that the bytes are the document of this type, with the digest that is said where one is.
    pub(crate) fn authenticate(&self, bytes: &[u8]) -> Result<(), Error> {
        let integrity = self.integrity.clone().map(Integrity::new).transpose()?;
        Ok(TypeMetadataChain::new(self.credential_type.clone(), integrity).provide(bytes)?)
    }
}

impl TypeDocument {
    pub(crate) fn is_good(&self, now: Timestamp) -> bool {
        self.good_until.is_none_or(|until| now < until)
    }
}

/// Type metadata, whole, and what for development alone was used to fetch some of it.
#[derive(Debug, Clone)]
pub struct FetchedTypeMetadata {
    /// The type metadata.
    pub metadata: TypeMetadata,
    /// Empty is how it should be.
    pub switches: Vec<Switch>,
}
