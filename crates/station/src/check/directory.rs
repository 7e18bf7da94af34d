use super::{Check, file};
use crate::Error;
use crate::limits::MAX_CHECKS;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use vouchsafe_evidence::StatusSigner;
use vouchsafe_verifier::TrustEntry;

/// How the files of checks end.
const ENDING: &str = ".check.toml";

/// All checks of a station, by their names.
#[derive(Clone)]
pub struct Checks(pub(super) BTreeMap<String, Arc<Check>>);

impl Checks {
    /// Reads every `NAME.check.toml` of a directory, with the policy files and key sets that they name. All of them, or none.
    ///
    /// # Errors
    /// [`Error::Checks`], [`Error::TooManyChecks`], [`Error::CheckFile`]
    pub fn read(directory: &Path) -> Result<Self, Error> {
        let mut checks = BTreeMap::new();
        for entry in std::fs::read_dir(directory).map_err(|_| Error::Checks)? {
            let path = entry.map_err(|_| Error::Checks)?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let Some(id) = name.and_then(|name| name.strip_suffix(ENDING)) else { continue };
            if checks.len() >= MAX_CHECKS {
                return Err(Error::TooManyChecks);
            }
            checks.insert(id.to_owned(), Arc::new(file::read(&path, id)?));
        }
        if checks.is_empty() { Err(Error::Checks) } else { Ok(Self(checks)) }
    }

    /// Everybody who may sign a status list, by the trust lists of all checks, as far as these name keys.
    #[must_use]
    pub fn status_signers(&self) -> Vec<StatusSigner> {
        let entries = self.all().flat_map(|check| check.verifier.policy().trust_list().entries());
        let signer = |entry: &TrustEntry| {
            let signers =
                entry.status_signers().map(|(name, keys)| StatusSigner::issuer(name.clone(), keys.to_vec()));
            signers.reduce(StatusSigner::or)
        };
        entries.filter_map(signer).collect()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Arc<Check>> {
        self.0.get(id)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Check>> {
        self.0.values()
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}
