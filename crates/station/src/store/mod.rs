//! What the station keeps: one SQLite file, which several instances may share.
//!
//! **A session's answer is taken once.** That it was taken and what was decided is one transaction: whoever finds the session still open
//! writes both, and everybody else writes nothing. What is answered to anybody is in the file before.
//!
//! A file that is gone, or is another one than was opened, is as if it could not be read: nothing is accepted until the program begins anew.

mod log;
mod schema;
mod sessions;

pub(crate) use log::{LogEntry, NewEntry};
pub(crate) use sessions::{Device, KeptSession, NewSession, SessionState, TakenSession};

use crate::Error;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs::{DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of the file in the station's directory.
const FILE: &str = "station.sqlite";
/// How long another process's turn is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// The store. One turn at a time.
pub(crate) struct Store {
    connection: Connection,
    file: PathBuf,
    opened: FileId,
}

/// Everything that one request reads and changes: all of it is stored, or nothing.
pub(crate) struct Turn<'a> {
    transaction: Transaction<'a>,
}

impl Store {
    /// Opens the store in a directory; makes both where they are not there, for their owner alone.
    ///
    /// # Errors
    /// [`Error::Directory`], [`Error::Store`], [`Error::StoreForeign`], [`Error::StoreNewer`]
    pub(crate) fn open(directory: &Path) -> Result<Self, Error> {
        make_directory(directory).map_err(|_| Error::Directory)?;
        let file = directory.join(FILE);
        make_file(&file).map_err(|_| Error::Directory)?;
        let mut connection = Connection::open(&file)?;
        connection.busy_timeout(BUSY)?;
        schema::prepare(&mut connection)?;
        let opened = FileId::of(&file).ok_or(Error::Directory)?;
        Ok(Self { connection, file, opened })
    }

    /// Does `work` in one turn. Its result is given out after everything is stored; after an error nothing is.
    ///
    /// # Errors
    /// [`Error::Store`], and that of `work`.
    pub(crate) fn turn<T>(&mut self, work: impl FnOnce(&Turn<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.transact(TransactionBehavior::Immediate, work)
    }

    /// The same for what changes nothing: nobody waits for it, in whatever instance.
    pub(crate) fn read<T>(&mut self, work: impl FnOnce(&Turn<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.transact(TransactionBehavior::Deferred, work)
    }

    fn transact<T>(
        &mut self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Turn<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (file, opened) = (&self.file, &self.opened);
        is_there(file, opened)?;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        let turn = Turn { transaction };
        let done = work(&turn)?;
        turn.transaction.commit()?;
        // A file that went in between kept nothing.
        is_there(file, opened)?;
        Ok(done)
    }
}

fn is_there(file: &Path, opened: &FileId) -> Result<(), Error> {
    let is_same = FileId::of(file).is_some_and(|found| found == *opened);
    if is_same { Ok(()) } else { Err(Error::Store) }
}

impl Turn<'_> {
    /// Refuses one more row than there may be.
    fn admit(&self, table: &str, limit: u32) -> Result<(), Error> {
        let count: u32 =
            self.transaction.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if count < limit { Ok(()) } else { Err(Error::StoreFull) }
    }
}

/// Which file it is, whatever it is called.
#[derive(PartialEq, Eq)]
struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    fn of(file: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let about = std::fs::metadata(file).ok()?;
        Some(Self(about.dev(), about.ino()))
    }

    #[cfg(not(unix))]
    fn of(file: &Path) -> Option<Self> {
        std::fs::metadata(file).ok().map(|_| Self(0, 0))
    }
}

fn make_directory(directory: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// SQLite gives the files beside it the same rights.
fn make_file(file: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ())
}

#[cfg(test)]
mod tests;
