//! Public keys from files, looked at before anything is done with them, so that the file at fault is named.

use crate::failure::Failure;
use crate::files::{Source, Wanted};
use std::path::PathBuf;
use vouchsafe_verifier::VerifyingKey;
use vouchsafe_verifier::json::Document;

/// The JWK or the JWK Set in a file. A key by itself can be used; which keys of a set can be is for whoever needs one.
pub(crate) fn read_jwk(file: PathBuf) -> Result<String, Failure> {
    let source = Source::File(file);
    let text = source.read_as(Wanted::PublicKey)?;
    let document = Document::parse(text.as_str())
        .map_err(|error| Failure::new(error.code(), error.to_string()).about(&source))?;
    if document.root().get("keys").is_none() {
        VerifyingKey::from_jwk(document.root()).map_err(|error| {
            Failure::new(error.code(), error.to_string())
                .section(error.section())
                .help_if(error.help())
                .about(&source)
        })?;
    }
    Ok(text)
}
