use crate::limits::MAX_STORED_LENGTH;
use crate::{Error, Integrity, TypeMetadata, TypeMetadataChain};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{CredentialType, base64url};

/// The version of the stored form.
const FORM: u64 = 1;

impl TypeMetadata {
    /// All documents as they were received, to be kept with a credential: what a wallet pins at receipt.
    #[must_use]
    pub fn to_stored(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.name("form");
        writer.unsigned(FORM);
        writer.name("version");
        writer.string(&self.version().to_base64url());
        writer.name("documents");
        writer.begin_array();
        self.documents().iter().for_each(|document| writer.string(&base64url::encode(document)));
        writer.end_array();
        writer.end_object();
        writer.finish()
    }

    /// Takes what was stored for a credential of this type and `vct#integrity`, and holds it to all rules again.
    ///
    /// # Errors
    /// - `type_metadata.stored_malformed`, `type_metadata.stored_newer`: it is nothing that was stored, or not by this version;
    /// - [`Error::StoredAltered`]: the documents are not those that were stored;
    /// - as [`TypeMetadataChain::provide`] and [`TypeMetadataChain::finish`].
    pub fn from_stored(
        stored: &[u8],
        credential_type: CredentialType,
        integrity: Option<Integrity>,
    ) -> Result<Self, Error> {
        if stored.len() > MAX_STORED_LENGTH {
            return Err(Error::StoredMalformed);
        }
        let json = Document::parse(stored).map_err(|_| Error::StoredMalformed)?;
        let member = |name: &str| json.root().get(name).ok_or(Error::StoredMalformed);
        match member("form")?.as_u64() {
            Some(FORM) => {}
            Some(form) if form > FORM => return Err(Error::StoredNewer),
            _ => return Err(Error::StoredMalformed),
        }
        let text =
            |value: Value<'_>| value.as_str().ok_or(Error::StoredMalformed).map(|text| text.into_owned());
        let version = text(member("version")?)?;
        let mut chain = TypeMetadataChain::new(credential_type, integrity);
        for document in member("documents")?.elements().ok_or(Error::StoredMalformed)? {
            let bytes = base64url::decode(text(document)?).map_err(|_| Error::StoredMalformed)?;
            chain.provide(&bytes).map_err(too_many_or_few)?;
        }
        let metadata = chain.finish().map_err(too_many_or_few)?;
        if metadata.version().to_base64url() == version { Ok(metadata) } else { Err(Error::StoredAltered) }
    }
}

/// What a caller of a chain does wrong is wrong here in what was stored.
fn too_many_or_few(error: Error) -> Error {
    match error {
        Error::NothingNeeded | Error::Incomplete => Error::StoredMalformed,
        other => other,
    }
}
