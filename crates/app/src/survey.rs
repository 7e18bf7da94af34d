use crate::Error;
use crate::view::{EngineView, SurveyView};
use std::path::Path;
use vouchsafe_vault::{Engine, KdfPolicy, Survey};

/// Looks at the vault in `directory` from outside, without a key, and changes nothing.
///
/// # Errors
/// [`Error::Vault`]: there is none, or it is not what this version opens.
pub fn survey(directory: &Path) -> Result<SurveyView, Error> {
    Ok(SurveyView::new(&Survey::of(directory, &KdfPolicy::standard())?))
}

/// Which versions of which libraries keep a vault's records.
///
/// # Errors
/// [`Error::Vault`] if they do not encrypt.
pub fn storage_engine() -> Result<EngineView, Error> {
    Ok(EngineView::new(Engine::linked()?))
}
