use crate::failure::Failure;
use crate::files::{Source, Wanted};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use vouchsafe_verifier::{Evidence, Timestamp};

/// The files with evidence that were handed over.
pub(super) struct Handed {
    pub(super) status_lists: Vec<PathBuf>,
    pub(super) stapled: Vec<PathBuf>,
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
        Ok(evidence)
    }
}

/// When a file was last written, if the system tells.
fn written_at(file: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(file).and_then(|about| about.modified()).ok()?;
    let since_1970 = modified.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_1970.as_secs()).ok().map(Timestamp::from_unix)
}
