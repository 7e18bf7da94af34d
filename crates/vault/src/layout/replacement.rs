//! How the header and the database are replaced, so that a crash leaves the old or the new.

use super::{DATABASE, DATABASE_SIDE_FILES, HEADER, Layout, new_private_file, private_file_options};
use crate::error::Error;
use crate::interruption;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// A header about to take the place of the other, which an interrupted replacement leaves.
const NEW_HEADER: &str = "vault.header.new";
/// The same of a database, with what SQLite may put beside it.
const NEW_DATABASE: &str = "vault.db.new";
const NEW_DATABASE_SIDE_FILES: [&str; 3] = ["vault.db.new-wal", "vault.db.new-shm", "vault.db.new-journal"];

impl Layout {
    /// Puts another header in the place of the one there is: whenever this is interrupted, one of them is there, whole. The
    /// one before is overwritten where it lay, as far as the file system writes in place.
    pub(crate) fn replace_header(&self, bytes: &[u8]) -> Result<(), Error> {
        const DOING: &str = "replace the vault's header";
        self.remove_new_header()?;
        let (header, new_header) = (self.directory.join(HEADER), self.directory.join(NEW_HEADER));
        interruption::point()?;
        let mut new = new_private_file(&new_header).map_err(Error::io(DOING))?;
        interruption::point()?;
        let (start, end) = bytes.split_at(bytes.len() / 2);
        new.write_all(start).map_err(Error::io(DOING))?;
        interruption::point()?;
        new.write_all(end).and_then(|()| new.sync_all()).map_err(Error::io(DOING))?;
        let old = private_file_options().open(&header).map_err(Error::io(DOING))?;
        interruption::point()?;
        fs::rename(new_header, header).map_err(Error::io(DOING))?;
        interruption::point()?;
        self.sync()?;
        interruption::point()?;
        // It is replaced by now, whether or not this is possible.
        let _ = overwrite(old, 0);
        Ok(())
    }

    /// Removes what an interrupted replacement left. Only under the vault's lock: otherwise another process may be at it.
    pub(crate) fn remove_new_header(&self) -> Result<(), Error> {
        remove(&self.directory.join(NEW_HEADER), "remove an interrupted replacement of the vault's header")
    }

    pub(crate) fn new_database(&self) -> PathBuf {
        self.directory.join(NEW_DATABASE)
    }

    /// An empty file for SQLite to fill: it gives its side files the same permissions.
    pub(crate) fn make_new_database_file(&self) -> Result<(), Error> {
        new_private_file(&self.new_database()).map(drop).map_err(Error::io("make the vault's new database"))
    }

    /// Call it when no connection has the new database open, and none has left it a log.
    pub(crate) fn sync_new_database(&self) -> Result<(), Error> {
        const DOING: &str = "write the vault's new database";
        let file = private_file_options().open(self.new_database()).map_err(Error::io(DOING))?;
        file.sync_all().map_err(Error::io(DOING))?;
        self.sync()
    }

    /// Removes what an interrupted replacement left; under the vault's lock, and when no connection has it open.
    pub(crate) fn remove_new_database(&self) -> Result<(), Error> {
        for name in NEW_DATABASE_SIDE_FILES.into_iter().chain([NEW_DATABASE]) {
            remove(&self.directory.join(name), "remove an interrupted replacement of the vault's database")?;
        }
        Ok(())
    }

    /// Overwrites a database that is about to be replaced, if the file system writes in place, and nothing forbids it.
    pub(crate) fn overwrite_database(&self) {
        let _ = private_file_options().open(self.database()).and_then(|old| overwrite(old, 1));
    }

    /// Puts the new database in the place of the one there is, of which no log is left.
    pub(crate) fn replace_database(&self) -> Result<(), Error> {
        const DOING: &str = "replace the vault's database";
        for name in DATABASE_SIDE_FILES {
            remove(&self.directory.join(name), DOING)?;
        }
        self.sync()?;
        interruption::point()?;
        fs::rename(self.new_database(), self.directory.join(DATABASE)).map_err(Error::io(DOING))?;
        interruption::point()?;
        self.sync()
    }
}

fn remove(path: &Path, doing: &'static str) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(doing)(error)),
        _ => Ok(()),
    }
}

/// Overwrites a file with zeros. One that has more `names` than that, as in a backup of hard links, is left alone.
fn overwrite(mut file: File, names: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        let metadata = file.metadata()?;
        if std::os::unix::fs::MetadataExt::nlink(&metadata) == names {
            io::copy(&mut io::repeat(0).take(metadata.len()), &mut file)?;
            file.sync_all()?;
        }
    }
    Ok(())
}
