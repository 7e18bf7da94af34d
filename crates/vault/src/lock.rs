use crate::error::Error;
use crate::layout::private_file_options;
use crate::survey::UseNow;
use std::fs::{File, TryLockError};
use std::path::Path;

/// While it lives, nobody else opens the vault. The operating system ends it with the process, so it is never stale.
///
/// The file of its own is because the header is replaced by renaming, and because closing any handle of the database
/// file would end SQLite's own locks on it (POSIX `fcntl`).
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    pub(crate) fn acquire(path: &Path) -> Result<Self, Error> {
        const DOING: &str = "lock the vault";
        let file =
            private_file_options().create(true).truncate(false).open(path).map_err(Error::io(DOING))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            Err(TryLockError::Error(error)) => Err(Error::io(DOING)(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A child that was just forked has this file open too, until it starts its program: closing would leave it locked.
        let _ = self.file.unlock();
    }
}

/// Whether somebody has the vault with this lock file open. Makes no file.
pub(crate) fn use_now(path: &Path) -> Result<UseNow, Error> {
    const DOING: &str = "look at the vault's lock";
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(UseNow::Free),
        other => other.map_err(Error::io(DOING))?,
    };
    match file.try_lock_shared() {
        Ok(()) => {
            let _ = file.unlock();
            Ok(UseNow::Free)
        }
        Err(TryLockError::WouldBlock) => Ok(UseNow::Open),
        Err(TryLockError::Error(error)) => Err(Error::io(DOING)(error)),
    }
}
