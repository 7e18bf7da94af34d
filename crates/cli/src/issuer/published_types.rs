use super::directory::{IssuerDirectory, broken};
use crate::failure::Failure;
use crate::files::{Readers, Source, write};
use std::collections::BTreeMap;
use vouchsafe_issuer::{Error, TypeDefinition};
use vouchsafe_verifier::Timestamp;
use vouchsafe_verifier::json::Document;

/// The type metadata that was published, by type: never to change, since credentials name it by its bytes.
const TYPES: &str = "types.json";

impl IssuerDirectory {
    /// The type metadata of a type, kept as published from now on. What is listed of BBS credentials are the headers that this issuer
    /// gives to all of them: with its registry, and without for those that are short-lived.
    pub(super) fn publish_type(
        &mut self,
        definition: &TypeDefinition,
        now: Timestamp,
    ) -> Result<String, Failure> {
        let document = self.type_document(definition, now)?;
        let mut types = self.published_types()?;
        let vct = definition.credential_type().as_str().to_owned();
        match types.get(&vct) {
            Some(published) if *published != document => return Err(changed()),
            Some(_) => {}
            None => {
                types.insert(vct, document.clone());
                let text =
                    serde_json::to_string(&types).map_err(|_| broken(TYPES, "it cannot be written"))?;
                write(&self.path().join(TYPES), text.as_bytes(), Readers::Owner)?;
            }
        }
        Ok(document)
    }

    /// The type with what was published of it; refused if it is another now.
    pub(super) fn as_published(
        &mut self,
        definition: TypeDefinition,
        now: Timestamp,
    ) -> Result<TypeDefinition, Failure> {
        let Some(published) = self.published_types()?.remove(definition.credential_type().as_str()) else {
            return Ok(definition);
        };
        if self.type_document(&definition, now)? != published {
            return Err(changed());
        }
        Ok(definition.with_published(published.as_bytes()))
    }

    fn type_document(&mut self, definition: &TypeDefinition, now: Timestamp) -> Result<String, Failure> {
        let Some(bbs) = &mut self.bbs else { return Ok(definition.type_metadata(&[])?) };
        let reference = bbs.begun(now)?.registry().reference().clone();
        let short_lived = bbs.issuer.prepare(definition.clone());
        let revocable = bbs.issuer.prepare_revocable(definition.clone(), &reference);
        match (short_lived, revocable) {
            (Ok(short_lived), Ok(revocable)) => {
                let document = definition.type_metadata(&[short_lived.header(), revocable.header()])?;
                bbs.save()?;
                Ok(document)
            }
            // A type of which there are no BBS credentials.
            (Err(Error::DatesTooExact | Error::Jpt(_)), _) => Ok(definition.type_metadata(&[])?),
            (Err(error), _) | (_, Err(error)) => Err(error.into()),
        }
    }

    fn published_types(&self) -> Result<BTreeMap<String, String>, Failure> {
        let file = self.path().join(TYPES);
        if !file.exists() {
            return Ok(BTreeMap::new());
        }
        let unreadable = |why: &dyn std::fmt::Display| broken(TYPES, &why.to_string());
        let document = Document::parse(Source::File(file).read()?).map_err(|why| unreadable(&why))?;
        document.root().deserialize().map_err(|why| unreadable(&why))
    }
}

fn changed() -> Failure {
    Failure::new("cli.type_published", "this type was published with another description")
        .section(Some("SD-JWT VC section 6"))
        .unchanged("nothing was issued or published")
        .help("credentials name the description by its bytes, so it stays as it was: give what changes another `vct`")
}
