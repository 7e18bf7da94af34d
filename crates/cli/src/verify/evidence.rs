use crate::failure::Failure;
use crate::files::{Source, Wanted};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use vouchsafe_verifier::{Evidence, RegistryEvidence, Timestamp};

/// The files with evidence that were handed over.
pub(super) struct Handed {
    pub(super) status_lists: Vec<PathBuf>,
    pub(super) stapled: Vec<PathBuf>,
    /// Descriptions.
    pub(super) registries: Vec<PathBuf>,
    pub(super) statements: Vec<PathBuf>,
    pub(super) type_metadata: Vec<PathBuf>,
}

impl Handed {
    pub(super) fn read(self, now: Timestamp) -> Result<Evidence, Failure> {
        let mut evidence = Evidence::none();
        for file in self.status_lists {
            let received_at = written_at(&file).map_or(now, |at| at.min(now));
            evidence = evidence.received(Source::File(file).read_token(Wanted::StatusList)?, received_at);
        }
        for file in self.stapled {
            evidence = evidence.stapled(Source::File(file).read_token(Wanted::StatusList)?);
        }
        let mut registries = Vec::new();
        for file in self.registries {
            let source = Source::File(file);
            let description = source.read_token(Wanted::Registry)?;
            let registry = RegistryEvidence::new(&description);
            registries.push(registry.map_err(|error| Failure::from(error).about(&source))?);
        }
        for file in self.statements {
            let source = Source::File(file);
            let text = source.read_as(Wanted::Statements)?;
            add_statements(&mut registries, &text).map_err(|failure| failure.about(&source))?;
        }
        for file in self.type_metadata {
            // Byte for byte: a credential may name its type metadata by them.
            evidence = evidence.type_metadata(Source::File(file).read_bytes_as(Wanted::TypeMetadata)?);
        }
        Ok(registries.into_iter().fold(evidence, Evidence::registry))
    }
}

/// Gives statements to the registry that they are about: the one whose key signed them.
fn add_statements(registries: &mut [RegistryEvidence], text: &str) -> Result<(), Failure> {
    let mut refusal = None;
    for registry in registries {
        match registry.add_statements(text) {
            Ok(()) => return Ok(()),
            Err(error) => refusal = Some(error.into()),
        }
    }
    refusal.map_or(Ok(()), Err)
}

/// When a file was last written, if the system tells.
fn written_at(file: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(file).and_then(|about| about.modified()).ok()?;
    let since_1970 = modified.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_1970.as_secs()).ok().map(Timestamp::from_unix)
}
