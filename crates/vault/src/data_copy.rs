//! A database's tables, whatever they are, in another database under another key.
//!
//! Both hang on one connection, so that what is copied stays in SQLite's memory, which is wiped.

use crate::database::{self, failure};
use crate::error::Error;
use crate::interruption;
use crate::keys::Keys;
use rusqlite::{Connection, params};
use std::path::Path;

/// Rows between two reports of progress.
const BATCH: i64 = 200;

/// Fills the database that was just created at `path` under `keys` with what `connection` has, and reads it again to see that
/// it is the same. Tells `progress` how many rows of how many were copied.
pub(crate) fn copy(
    connection: &Connection,
    path: &Path,
    keys: &Keys,
    mut progress: impl FnMut(u64, u64),
) -> Result<(), Error> {
    let run = |sql: &str| connection.execute_batch(sql).map_err(|error| failure(connection, &error));
    let key = database::raw_key(keys);
    // As a blob, because a path need not be UTF-8.
    connection
        .execute(
            "ATTACH DATABASE ?1 AS fresh KEY ?2",
            params![path.as_os_str().as_encoded_bytes(), key.as_str()],
        )
        .map_err(|error| failure(connection, &error))?;
    // Whoever crashes now begins anew: it is synced when it is whole.
    run("PRAGMA fresh.synchronous = OFF")?;
    let copied = copy_tables(connection, &mut progress);
    let detached = run("DETACH DATABASE fresh");
    copied.and(detached)
}

fn copy_tables(connection: &Connection, progress: &mut impl FnMut(u64, u64)) -> Result<(), Error> {
    let tables = tables(connection).map_err(|error| failure(connection, &error))?;
    let count = |table: &String| {
        let sql = format!("SELECT count(*) FROM main.\"{table}\"");
        let rows = connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
        rows.map(i64::unsigned_abs).map_err(|error| failure(connection, &error))
    };
    let total: u64 = tables.iter().map(count).sum::<Result<_, _>>()?;
    let mut done = 0;
    progress(done, total);
    for table in &tables {
        let mut after = Some(i64::MIN);
        while let Some(from) = after {
            interruption::point()?;
            let batch = copy_batch(connection, table, from).map_err(|error| failure(connection, &error))?;
            done += batch.rows;
            progress(done, total);
            after = batch.last;
        }
    }
    for table in &tables {
        interruption::point()?;
        if !are_same(connection, table).map_err(|error| failure(connection, &error))? {
            return Err(Error::DatabaseDamaged);
        }
    }
    // SQLCipher gives zeros for a page that fails its authentication and only notes it.
    if database::is_encrypting(connection) { Ok(()) } else { Err(Error::DatabaseDamaged) }
}

/// In the order in which they were made, so that what refers comes after what it refers to; then SQLite's own counters.
fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql =
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               OR name = 'sqlite_sequence') ORDER BY name = 'sqlite_sequence', rowid";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

struct Batch {
    rows: u64,
    /// The last row copied; none if there are no more.
    last: Option<i64>,
}

fn copy_batch(connection: &Connection, table: &str, after: i64) -> rusqlite::Result<Batch> {
    if after == i64::MIN {
        connection.execute_batch(&format!("DELETE FROM fresh.\"{table}\""))?;
    }
    let some = format!("SELECT rowid FROM main.\"{table}\" WHERE rowid > ?1 ORDER BY rowid LIMIT {BATCH}");
    let last: Option<i64> =
        connection.query_row(&format!("SELECT max(rowid) FROM ({some})"), [after], |row| row.get(0))?;
    let Some(last) = last else { return Ok(Batch { rows: 0, last }) };
    let rows = connection.execute(
        &format!(
            "INSERT INTO fresh.\"{table}\" SELECT * FROM main.\"{table}\" WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid"
        ),
        [after, last],
    )?;
    Ok(Batch { rows: u64::try_from(rows).unwrap_or(u64::MAX), last: Some(last) })
}

fn are_same(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let all = |database| format!("SELECT * FROM {database}.\"{table}\" ORDER BY rowid");
    let (mut one, mut two) = (connection.prepare(&all("main"))?, connection.prepare(&all("fresh"))?);
    let columns = one.column_count();
    if two.column_count() != columns {
        return Ok(false);
    }
    let (mut one, mut two) = (one.query([])?, two.query([])?);
    loop {
        match (one.next()?, two.next()?) {
            (None, None) => return Ok(true),
            (Some(one), Some(two)) => {
                for column in 0..columns {
                    if one.get_ref(column)? != two.get_ref(column)? {
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        }
    }
}
