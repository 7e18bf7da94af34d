use crate::database::{self, failure};
use crate::error::Error;
use crate::generation;
use crate::record::{Record, RecordContent, RecordHead, RecordId, RecordKind};
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use std::cell::Cell;
use zeroize::Zeroizing;

/// Changes that are kept together or not at all: see [`Vault::transaction`](crate::Vault::transaction).
pub struct Transaction<'vault> {
    inner: rusqlite::Transaction<'vault>,
    deleted: Cell<bool>,
}

/// Runs `work` and keeps what it did, unless it fails.
pub(crate) fn run<T, E: From<Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // From here on shared, so that a failure can be looked into; that there is no other transaction is checked by the
    // exclusive borrow.
    let connection = &*connection;
    let inner = rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)
        .map_err(|error| failure(connection, &error))?;
    let transaction = Transaction { inner, deleted: Cell::new(false) };
    let result = work(&transaction)?;

    let Transaction { inner, deleted } = transaction;
    inner.commit().map_err(|error| failure(connection, &error))?;
    if deleted.get() {
        // Kept either way: if the log cannot be emptied now, the next deletion or closing the vault does it.
        let _ = database::truncate_log(connection);
    }
    Ok(result)
}

impl Transaction<'_> {
    /// Adds a record, after all others.
    ///
    /// # Errors
    /// [`Error::MetaTooLarge`], [`Error::BodyTooLarge`], [`Error::RecordExists`]; those of a failing disk or database.
    pub fn insert(&self, kind: RecordKind, id: RecordId, content: &RecordContent<'_>) -> Result<(), Error> {
        content.admit()?;
        let inserted = self.execute(
            "INSERT INTO record (id, kind, version, meta) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
            params![id.as_bytes(), kind.as_str(), content.version, content.meta],
        )?;
        if inserted == 0 {
            return Err(Error::RecordExists);
        }
        self.execute(
            "INSERT INTO body (sequence, content) VALUES (last_insert_rowid(), ?1)",
            params![content.body],
        )?;
        Ok(())
    }

    /// Gives a record new content. Its place in the order stays.
    ///
    /// The old content is overwritten in the vault's files at the latest when a record is deleted or the vault closed.
    ///
    /// # Errors
    /// [`Error::MetaTooLarge`], [`Error::BodyTooLarge`], [`Error::NoSuchRecord`]; those of a failing disk or database.
    pub fn replace(&self, kind: RecordKind, id: RecordId, content: &RecordContent<'_>) -> Result<(), Error> {
        content.admit()?;
        let replaced = self.execute(
            "UPDATE record SET version = ?3, meta = ?4 WHERE id = ?1 AND kind = ?2",
            params![id.as_bytes(), kind.as_str(), content.version, content.meta],
        )?;
        if replaced == 0 {
            return Err(Error::NoSuchRecord);
        }
        self.execute(
            "UPDATE body SET content = ?2 WHERE sequence = (SELECT sequence FROM record WHERE id = ?1)",
            params![id.as_bytes(), content.body],
        )?;
        Ok(())
    }

    /// Deletes a record; `false` if there is none of this kind and id.
    ///
    /// As soon as the transaction is kept, its content is overwritten in the vault's files; on a full disk, at the next
    /// deletion or closing that finds room.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn delete(&self, kind: RecordKind, id: RecordId) -> Result<bool, Error> {
        let deleted = self.execute(
            "DELETE FROM record WHERE id = ?1 AND kind = ?2",
            params![id.as_bytes(), kind.as_str()],
        )?;
        self.deleted.set(self.deleted.get() || deleted > 0);
        Ok(deleted > 0)
    }

    /// As [`Vault::get`](crate::Vault::get), with what this transaction changed.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn get(&self, kind: RecordKind, id: RecordId) -> Result<Option<Record>, Error> {
        get(&self.inner, kind, id)
    }

    /// As [`Vault::list`](crate::Vault::list), with what this transaction changed.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn list(&self, kind: RecordKind) -> Result<Vec<RecordHead>, Error> {
        list(&self.inner, kind)
    }

    /// See [`crate::generation`].
    pub(crate) fn advance_generation(&self) -> Result<(), Error> {
        self.execute(generation::ADVANCE, []).map(drop)
    }

    fn execute(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<usize, Error> {
        self.inner
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(parameters))
            .map_err(|error| failure(&self.inner, &error))
    }
}

pub(crate) fn get(connection: &Connection, kind: RecordKind, id: RecordId) -> Result<Option<Record>, Error> {
    read(connection, |connection| {
        connection
            .prepare_cached(
                "SELECT id, sequence, version, meta, content FROM record JOIN body USING (sequence)
                 WHERE id = ?1 AND kind = ?2",
            )?
            .query_row(params![id.as_bytes(), kind.as_str()], |row| {
                Ok(Record { head: head(row)?, body: bytes(row, 4)? })
            })
            .optional()
    })
}

pub(crate) fn list(connection: &Connection, kind: RecordKind) -> Result<Vec<RecordHead>, Error> {
    read(connection, |connection| {
        connection
            .prepare_cached(
                "SELECT id, sequence, version, meta FROM record WHERE kind = ?1 ORDER BY sequence",
            )?
            .query_map(params![kind.as_str()], head)?
            .collect()
    })
}

pub(crate) fn read_all(connection: &Connection, kind: RecordKind) -> Result<Vec<Record>, Error> {
    read(connection, |connection| {
        connection
            .prepare_cached(
                "SELECT id, sequence, version, meta, content FROM record JOIN body USING (sequence)
                 WHERE kind = ?1 ORDER BY sequence",
            )?
            .query_map(params![kind.as_str()], |row| Ok(Record { head: head(row)?, body: bytes(row, 4)? }))?
            .collect()
    })
}

pub(crate) fn last(connection: &Connection, kind: RecordKind) -> Result<Option<RecordHead>, Error> {
    read(connection, |connection| {
        connection
            .prepare_cached(
                "SELECT id, sequence, version, meta FROM record WHERE kind = ?1
                 ORDER BY sequence DESC LIMIT 1",
            )?
            .query_row(params![kind.as_str()], head)
            .optional()
    })
}

/// SQLCipher gives zeros for a page that fails its authentication and only notes the failure (4.19.0, `sqlite3Codec`).
/// The last page of a long blob would come back as zeros without an error: so the note is read after each reading.
fn read<T>(
    connection: &Connection,
    query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T, Error> {
    match query(connection) {
        Ok(_) if !database::is_encrypting(connection) => Err(Error::DatabaseDamaged),
        Ok(found) => Ok(found),
        Err(error) => Err(failure(connection, &error)),
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<RecordHead> {
    let sequence: i64 = row.get(1)?;
    Ok(RecordHead {
        id: RecordId::from_bytes(row.get(0)?),
        sequence: u64::try_from(sequence)
            .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(1, sequence))?,
        version: row.get(2)?,
        meta: bytes(row, 3)?,
    })
}

fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Zeroizing<Vec<u8>>> {
    row.get(column).map(Zeroizing::new)
}
