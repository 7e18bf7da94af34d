use crate::failure::Failure;
use crate::files::{Source, Wanted};
use std::path::Path;
use vouchsafe_verifier::json::Document;
use vouchsafe_verifier::{Policy, PolicyFile};

/// Reads a policy file, and the key sets that it names, which stand beside it.
pub(super) fn load(path: &Path) -> Result<Policy, Failure> {
    let of_file = |error| Failure::from(error).about(path.display());
    let text = Source::File(path.to_owned()).read_as(Wanted::Policy)?;
    let mut file = PolicyFile::parse(&text).map_err(of_file)?;
    let names: Vec<String> = file.missing_key_sets().iter().map(|name| (*name).to_owned()).collect();
    for name in names {
        let beside = Source::File(path.parent().unwrap_or(Path::new("")).join(&name));
        let key_set =
            as_key_set(beside.read_as(Wanted::PublicKey).map_err(|failure| failure.about(path.display()))?);
        file.supply_key_set(name, &key_set).map_err(|error| Failure::from(error).about(&beside))?;
    }
    file.into_policy().map_err(of_file)
}

/// A key set as it is; a key by itself as the set of it.
fn as_key_set(text: String) -> String {
    match Document::parse(text.as_str()) {
        Ok(document) if document.root().get("kty").is_some() => format!("{{\"keys\":[{text}]}}"),
        _ => text,
    }
}
