use crate::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A backup that is being written, under a name that nobody looks for: it gets its own when it is whole and on the disk.
pub(super) struct NewFile {
    file: NamedTempFile,
    path: PathBuf,
}

const DOING: &str = "write the backup";

impl NewFile {
    /// For the owner alone, in the directory where it will stay.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let path = std::path::absolute(path).map_err(Error::io(DOING))?;
        if path.symlink_metadata().is_ok() {
            return Err(Error::BackupExists);
        }
        let directory = path.parent().ok_or(Error::BackupExists)?;
        let mut builder = Builder::new();
        builder.prefix(".vouchsafe-backup-").suffix(".unfinished");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
        let file = builder.tempfile_in(directory).map_err(Error::io(DOING))?;
        Ok(Self { file, path })
    }

    pub(super) fn writer(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Gives it its name, unless something has that by now.
    pub(super) fn keep(self) -> Result<(), Error> {
        let Self { file, path } = self;
        file.as_file().sync_all().map_err(Error::io(DOING))?;
        file.persist_noclobber(&path).map_err(|refused| match refused.error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::BackupExists,
            _ => Error::io(DOING)(refused.error),
        })?;
        #[cfg(unix)]
        if let Some(directory) = path.parent() {
            File::open(directory).and_then(|directory| directory.sync_all()).map_err(Error::io(DOING))?;
        }
        Ok(())
    }
}
