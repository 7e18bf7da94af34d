//! The tables, as a list of steps: step n makes schema version n out of version n - 1.

use crate::database::failure;
use crate::error::Error;
use rusqlite::{Connection, TransactionBehavior};

/// "VCSF": marks a SQLite database as a vault's.
const APPLICATION_ID: i32 = 0x5643_5346;

/// Steps that were released never change: vaults made by them are out there.
///
/// Bodies have a table of their own, so that listing reads none of their pages.
pub(crate) const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE record (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id       BLOB    NOT NULL UNIQUE,
        kind     TEXT    NOT NULL,
        version  INTEGER NOT NULL,
        meta     BLOB    NOT NULL
    ) STRICT;
    CREATE INDEX record_by_kind ON record (kind);
    CREATE TABLE body (
        sequence INTEGER PRIMARY KEY REFERENCES record (sequence) ON DELETE CASCADE,
        content  BLOB    NOT NULL
    ) STRICT;
",
    "
    CREATE TABLE generation (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        number   INTEGER NOT NULL,
        missing  INTEGER NOT NULL
    ) STRICT;
    INSERT INTO generation (only_row, number, missing) VALUES (1, 1, 0);
",
];

/// Makes the tables in an empty database.
pub(crate) fn create(connection: &mut Connection) -> Result<(), Error> {
    upgrade_from(connection, 0)
}

/// Whether an existing database is a vault's of a version that is known here: that version.
pub(crate) fn recognise(connection: &Connection) -> Result<usize, Error> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let application_id = number("application_id").map_err(|error| failure(connection, &error))?;
    let version = number("user_version").map_err(|error| failure(connection, &error))?;
    match usize::try_from(version) {
        _ if application_id != APPLICATION_ID => Err(Error::DatabaseForeign),
        Ok(0) | Err(_) => Err(Error::DatabaseForeign),
        Ok(version) if version > MIGRATIONS.len() => Err(Error::DatabaseNewer),
        Ok(version) => Ok(version),
    }
}

/// Takes the steps that a database of `version` has not seen, all or none.
pub(crate) fn upgrade_from(connection: &mut Connection, version: usize) -> Result<(), Error> {
    upgrade_between(connection, version, MIGRATIONS.len())
}

pub(crate) fn upgrade_between(connection: &mut Connection, from: usize, to: usize) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    upgrade(connection, from, to).map_err(|error| failure(connection, &error))
}

fn upgrade(connection: &mut Connection, from: usize, to: usize) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    for (number, migration) in (1_i32..).zip(MIGRATIONS).take(to).skip(from) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.commit()
}
