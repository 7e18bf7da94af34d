//! What the sandbox keeps: one SQLite file.
//!
//! **Everything that a request changes is one [`Turn`], stored before anything of the answer leaves.** A process that is killed at any
//! moment has either answered from what is stored, or not at all: a code, a nonce or a proof that was used stays used, an index that was
//! given away stays taken, and a list that somebody has seen is one that the book knows.
//!
//! Codes and tokens are kept by their digests. The issuer's private keys are not sealed: the directory is for its owner alone.

mod books;
mod deferred;
mod grants;
mod issued;
mod keys;
mod offers;
mod schema;
mod seen;
mod served;
mod waiting;

pub(crate) use deferred::DeferredCredential;
pub(crate) use grants::Grants;
pub(crate) use issued::IssuedCredential;
pub(crate) use keys::KeyName;
pub(crate) use offers::{KeptOffer, Way};
pub(crate) use seen::{Place, Replays};
pub(crate) use served::Served;
pub(crate) use waiting::Waiting;

use crate::Error;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::time::Duration;
use vouchsafe_credential::Timestamp;

/// The name of the file in the sandbox's directory.
const FILE: &str = "sandbox.sqlite";
/// How long another process's turn is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// The store. One turn at a time.
pub(crate) struct Store {
    connection: Connection,
}

/// Everything that one request reads and changes: all of it is stored, or nothing.
pub(crate) struct Turn<'a> {
    transaction: Transaction<'a>,
    /// Something failed where nobody could be told.
    failed: Cell<bool>,
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
        Ok(Self { connection })
    }

    /// Does `work` in one turn. Its result is given out after everything is stored; if something cannot be, nothing is.
    ///
    /// # Errors
    /// [`Error::Store`], and that of `work`: what it did is stored all the same, unless it could not keep something.
    pub(crate) fn turn<T>(&mut self, work: impl FnOnce(&Turn<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let turn = Turn { transaction, failed: Cell::new(false) };
        let result = work(&turn);
        if turn.failed.get() {
            return Err(Error::Store);
        }
        // A refusal is stored too: a try that was made counts, and a code that was shown is used. What could not be kept is not.
        if matches!(result, Err(Error::Store | Error::StoreFull)) {
            return result;
        }
        turn.transaction.commit()?;
        result
    }
}

impl Turn<'_> {
    /// Drops what has ended.
    pub(crate) fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        for table in schema::ENDING {
            self.transaction.execute(&format!("DELETE FROM {table} WHERE ends <= ?1"), [now.as_unix()])?;
        }
        Ok(())
    }

    /// Makes room for one more row of those of a kind: the one that ends first goes where there are as many as there may be.
    fn make_room(&self, table: &str, kind: Option<(&str, &str)>, limit: u32) -> Result<(), Error> {
        let (of_kind, name) = match kind {
            Some((column, name)) => (format!("{column} = ?1"), name),
            None => ("?1 = ''".to_owned(), ""),
        };
        let query = format!("SELECT count(*) FROM {table} WHERE {of_kind}");
        let count: u32 = self.transaction.query_row(&query, [name], |row| row.get(0))?;
        if count >= limit {
            let first = format!("SELECT digest FROM {table} WHERE {of_kind} ORDER BY ends LIMIT 1");
            self.transaction.execute(&format!("DELETE FROM {table} WHERE digest IN ({first})"), [name])?;
        }
        Ok(())
    }

    /// Refuses one more row than there may be.
    fn admit(&self, table: &str, limit: u32) -> Result<(), Error> {
        let count: u32 =
            self.transaction.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if count < limit { Ok(()) } else { Err(Error::StoreFull) }
    }

    /// For what cannot say that it failed: the turn ends without anything being stored.
    fn or_failed<T>(&self, result: Result<T, Error>) -> Option<T> {
        if matches!(result, Err(Error::Store)) {
            self.failed.set(true);
        }
        result.ok()
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
