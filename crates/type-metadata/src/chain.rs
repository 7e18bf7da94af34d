use crate::document::{Reference, TypeDocument};
use crate::limits::MAX_DOCUMENTS;
use crate::{Error, Integrity, TypeMetadata};
use std::fmt;
use vouchsafe_credential::CredentialType;

/// The type metadata of a type in the making: the document of the type, of the one that it extends, and so on to the last
/// (SD-JWT VC section 5.4). It says whose document [is needed](Self::needs) next and is given bytes, wherever those come from.
///
/// Nothing of it can be used before it is complete (section 5.7).
#[derive(Clone)]
pub struct TypeMetadataChain {
    documents: Vec<TypeDocument>,
    next: Option<Reference>,
    /// Whether each document so far came with an integrity string.
    all_pinned: bool,
}

/// The document that a chain needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeededDocument<'a> {
    credential_type: &'a CredentialType,
    integrity: Option<&'a Integrity>,
}

impl<'a> NeededDocument<'a> {
    /// Whose document it is.
    #[must_use]
    pub fn credential_type(&self) -> &'a CredentialType {
        self.credential_type
    }

    /// Where it may be fetched (section 5.3.1): the type, if it is an `https` address. An address that somebody else wrote;
    /// whoever fetches it guards against that. `None`: from a registry, or from nowhere.
    #[must_use]
    pub fn url(&self) -> Option<&'a str> {
        let text = self.credential_type.as_str();
        text.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).map(|_| text)
    }

    /// Which bytes it has, where that is said. A document with an integrity string never changes and can be kept for as long as
    /// one likes; any other, as long as its server says (section 5.3.4).
    #[must_use]
    pub fn integrity(&self) -> Option<&'a Integrity> {
        self.integrity
    }
}

impl TypeMetadataChain {
    /// Nothing but the type of a credential, and its `vct#integrity`.
    #[must_use]
    pub fn new(credential_type: CredentialType, integrity: Option<Integrity>) -> Self {
        let next = Reference { credential_type, integrity };
        Self { documents: Vec::new(), all_pinned: true, next: Some(next) }
    }

    /// The document that is needed next; `None` once the chain is complete.
    #[must_use]
    pub fn needs(&self) -> Option<NeededDocument<'_>> {
        let Reference { credential_type, integrity } = self.next.as_ref()?;
        Some(NeededDocument { credential_type, integrity: integrity.as_ref() })
    }

    /// Takes the bytes of the needed document as they were received. After an error nothing has changed, and others can be
    /// tried.
    ///
    /// # Errors
    /// - `type_metadata.integrity_*`, `type_metadata.type_mismatch`: it is not the document that is needed;
    /// - `json.*` and those that are **Malformed**: it is no type metadata that we read;
    /// - `type_metadata.circular`, `type_metadata.too_many_documents`: it extends what it must not;
    /// - [`Error::NothingNeeded`]: the chain is complete.
    pub fn provide(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let needed = self.next.as_ref().ok_or(Error::NothingNeeded)?;
        let document = needed.open(bytes)?;
        if let Some(extended) = &document.extends {
            let mut types = self.documents.iter().map(|document| &document.credential_type);
            if extended.credential_type == document.credential_type
                || types.any(|of| *of == extended.credential_type)
            {
                return Err(Error::Circular);
            }
            if self.documents.len() + 1 >= MAX_DOCUMENTS {
                return Err(Error::TooManyDocuments);
            }
        }
        self.all_pinned &= needed.integrity.is_some();
        self.next = document.extends.clone();
        self.documents.push(document);
        Ok(())
    }

    /// Takes what is needed from among `documents`, whatever their order, and gives the whole as [`finish`](Self::finish) does.
    /// Those that are not needed are passed over.
    ///
    /// # Errors
    /// As [`provide`](Self::provide), for the document that comes nearest to what is needed; as [`finish`](Self::finish).
    pub fn complete(mut self, documents: &[&[u8]]) -> Result<TypeMetadata, Error> {
        while self.needs().is_some() {
            let nothing_fits = !documents.is_empty() && self.documents.is_empty();
            let mut refused = if nothing_fits { Error::TypeMismatch } else { Error::Incomplete };
            let taken = documents.iter().any(|document| match self.provide(document) {
                Ok(()) => true,
                Err(Error::TypeMismatch) => false,
                Err(error) => {
                    refused = error;
                    false
                }
            });
            if !taken {
                return Err(refused);
            }
        }
        self.finish()
    }

    /// The whole, extensions applied.
    ///
    /// # Errors
    /// - [`Error::Incomplete`] while a document is needed;
    /// - `type_metadata.sd_changed`, `type_metadata.mandatory_dropped`: an extension weakens what it extends;
    /// - `type_metadata.svg_id_repeated`: two claims have one `svg_id`;
    /// - `type_metadata.too_many`: the documents describe more than [`MAX_CLAIMS`](crate::limits::MAX_CLAIMS) claims together.
    pub fn finish(self) -> Result<TypeMetadata, Error> {
        match self.next {
            Some(_) => Err(Error::Incomplete),
            None => TypeMetadata::of(self.documents, self.all_pinned),
        }
    }
}

/// Types alone.
impl fmt::Debug for TypeMetadataChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types = self.documents.iter().map(|document| &document.credential_type);
        f.debug_list().entries(types).entry(&self.needs()).finish()
    }
}
