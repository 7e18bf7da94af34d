use crate::bbs_headers;
use crate::claim::{self, ClaimMetadata};
use crate::limits::{MAX_DESCRIPTION_LENGTH, MAX_DOCUMENT_LENGTH, MAX_NAME_LENGTH};
use crate::read::Reader;
use crate::resource;
use crate::{Error, Integrity, TypeDisplay, display};
use std::collections::BTreeSet;
use vouchsafe_credential::CredentialType;
use vouchsafe_credential::json::Document;

/// One document, and the bytes that it was read from.
#[derive(Clone)]
pub(crate) struct TypeDocument {
    pub(crate) bytes: Vec<u8>,
    pub(crate) credential_type: CredentialType,
    pub(crate) extends: Option<Reference>,
    pub(crate) display: Option<Vec<TypeDisplay>>,
    pub(crate) claims: Vec<ClaimMetadata>,
    pub(crate) bbs_issuer_headers: Option<BTreeSet<[u8; 32]>>,
}

/// The type metadata of another type, and which bytes it has where that is said.
#[derive(Clone)]
pub(crate) struct Reference {
    pub(crate) credential_type: CredentialType,
    pub(crate) integrity: Option<Integrity>,
}

impl Reference {
    /// Takes bytes for what is meant. Integrity comes before anything is read (SD-JWT VC section 6).
    pub(crate) fn open(&self, bytes: &[u8]) -> Result<TypeDocument, Error> {
        if bytes.len() > MAX_DOCUMENT_LENGTH {
            return Err(Error::DocumentTooLong);
        }
        if let Some(integrity) = &self.integrity {
            integrity.verify(bytes)?;
        }
        let document = TypeDocument::read(bytes)?;
        if document.credential_type == self.credential_type { Ok(document) } else { Err(Error::TypeMismatch) }
    }
}

impl TypeDocument {
    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let json = Document::parse(bytes)?;
        let reader = Reader::document(json.root())?;
        let credential_type = type_of(&reader, "vct")?.ok_or_else(|| reader.missing("vct"))?;
        // For those who read the document; nobody is shown them.
        reader.text("name", MAX_NAME_LENGTH)?;
        reader.text("description", MAX_DESCRIPTION_LENGTH)?;
        let integrity = resource::integrity(&reader, "extends#integrity")?;
        let extends = type_of(&reader, "extends")?;
        Ok(Self {
            bytes: bytes.to_vec(),
            credential_type,
            extends: extends.map(|credential_type| Reference { credential_type, integrity }),
            display: display::of_type(&reader)?,
            claims: claim::read(&reader)?,
            bbs_issuer_headers: bbs_headers::read(&reader)?,
        })
    }
}

fn type_of(reader: &Reader<'_>, member: &str) -> Result<Option<CredentialType>, Error> {
    let Some(value) = reader.optional(member) else { return Ok(None) };
    let text = value.as_str().ok_or_else(|| reader.malformed(member))?;
    CredentialType::new(text).map(Some).map_err(|_| reader.malformed(member))
}
