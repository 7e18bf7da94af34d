//! The database file as SQLCipher: opened under a raw key, and set up so that what it promises holds.

use crate::error::Error;
use crate::hex;
use crate::keys::Keys;
use crate::schema;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// How every SQLite file without encryption begins (SQLite file format section 1.3).
const PLAINTEXT_MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// SQLCipher 4's page.
const PAGE_BYTES: u64 = 4_096;

/// Makes the tables in the empty file at `path` and leaves nothing of them to the write-ahead log.
pub(crate) fn create(path: &Path, keys: &Keys) -> Result<Connection, Error> {
    let mut connection = connect(path, keys)?;
    settle(&connection)?;
    schema::create(&mut connection)?;
    truncate_log(&connection)?;
    Ok(connection)
}

/// Opens the database at `path`. A refusal leaves it, and its log if it has one, as they were.
pub(crate) fn open(path: &Path, keys: &Keys) -> Result<Connection, Error> {
    let had_log = log_of(path).exists();
    let mut connection = connect(path, keys)?;
    // Closing copies the log into the database. Not before it is clear that both are ours.
    keep_log_on_close(&connection, had_log)?;
    // The first page was authenticated with the first read, so it is right about how many there are.
    let version = match schema::recognise(&connection) {
        Err(Error::DatabaseDamaged) if is_encrypting(&connection) => Err(Error::DatabaseTruncated),
        Err(Error::DatabaseDamaged) => Err(Error::DatabaseForeign),
        other => other,
    }?;
    keep_log_on_close(&connection, false)?;
    settle(&connection)?;
    schema::upgrade_from(&mut connection, version)?;
    Ok(connection)
}

/// Refuses what is plainly not the database of a vault, from its first bytes and its length. Call it only while no
/// connection of this process has the file open: closing it would end SQLite's locks (POSIX `fcntl`).
pub(crate) fn inspect(path: &Path) -> Result<(), Error> {
    const DOING: &str = "read the vault's database";
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::DatabaseMissing),
        other => other.map_err(Error::io(DOING))?,
    };
    let mut start = Vec::new();
    let length = file.metadata().map_err(Error::io(DOING))?.len();
    file.take(16).read_to_end(&mut start).map_err(Error::io(DOING))?;
    // A crash amid copying the log into the database may leave a part of a page; the log has all of it.
    let log_is_empty = std::fs::metadata(log_of(path)).map_or(true, |log| log.len() == 0);
    if start == PLAINTEXT_MAGIC {
        Err(Error::DatabaseUnencrypted)
    } else if length < PAGE_BYTES || (length % PAGE_BYTES != 0 && log_is_empty) {
        Err(Error::DatabaseTruncated)
    } else {
        Ok(())
    }
}

/// Copies the write-ahead log into the database and empties it, with what it still held of deleted records.
pub(crate) fn truncate_log(connection: &Connection) -> Result<(), Error> {
    run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
}

/// Whether the database is encrypted, and no page so far failed its authentication.
pub(crate) fn is_encrypting(connection: &Connection) -> bool {
    connection
        .pragma_query_value(None, "cipher_status", |row| row.get::<_, String>(0))
        .is_ok_and(|status| status == "1")
}

/// What a failed call means.
pub(crate) fn failure(connection: &Connection, error: &rusqlite::Error) -> Error {
    // SQLCipher reports a page that fails its authentication in many ways, "out of memory" among them.
    if !is_encrypting(connection) {
        return Error::DatabaseDamaged;
    }
    let Some(sqlite) = error.sqlite_error() else {
        // A column of a type that was never written there.
        return Error::DatabaseDamaged;
    };
    match sqlite.code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::DatabaseDamaged,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::InUse,
        ErrorCode::DiskFull => Error::DiskFull,
        ErrorCode::OutOfMemory => Error::OutOfMemory,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            Error::Io { doing: "write the vault's database", kind: io::ErrorKind::PermissionDenied }
        }
        _ => Error::Database { result: sqlite.extended_code },
    }
}

/// A connection that has its key and has read nothing.
pub(crate) fn connect(path: &Path, keys: &Keys) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .and_then(|connection| connection.busy_timeout(Duration::ZERO).map(|()| connection))
        .map_err(|error| Error::Database {
            result: error.sqlite_error().map_or(0, |error| error.extended_code),
        })?;
    // SQLCipher logs to stderr what it refuses, unless told not to. Its memory is wiped when freed, so before the key.
    run_unkeyed(&connection, "PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON")?;
    run_unkeyed(&connection, &key_pragma(keys))?;
    // A SQLite without encryption ignores all of the above and would write plain text.
    if !is_encrypting(&connection) {
        return Err(Error::NotEncrypting);
    }
    // Set before the first read, this spares the shared-memory file of the log: there is one process.
    run(&connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY")?;
    Ok(connection)
}

/// The settings that touch the file. Where `fsync` alone leaves data in the disk's own cache (macOS), "full" empties that too.
fn settle(connection: &Connection) -> Result<(), Error> {
    run(connection, "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON")?;
    run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
}

/// Closes a database, of which nothing is left to its log then.
pub(crate) fn close(connection: Connection, path: &Path) -> Result<(), Error> {
    connection.close().map_err(|(connection, error)| failure(&connection, &error))?;
    if log_of(path).exists() {
        return Err(Error::Io { doing: "empty the log of the vault's database", kind: io::ErrorKind::Other });
    }
    Ok(())
}

/// Reads all pages, and demands that they are authentic and fit together.
pub(crate) fn demand_integrity(connection: &Connection) -> Result<(), Error> {
    let rows = |sql| {
        let rows = |statement: &mut rusqlite::Statement<'_>| {
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        connection
            .prepare(sql)
            .and_then(|mut statement| rows(&mut statement))
            .map_err(|error| failure(connection, &error))
    };
    let whole = rows("PRAGMA cipher_integrity_check")?.is_empty()
        && rows("PRAGMA integrity_check")? == ["ok"]
        && rows("PRAGMA foreign_key_check")?.is_empty();
    if whole { Ok(()) } else { Err(Error::DatabaseDamaged) }
}

/// A raw key, so that SQLCipher derives none: <https://www.zetetic.net/sqlcipher/sqlcipher-api/#PRAGMA_key>.
pub(crate) fn raw_key(keys: &Keys) -> Zeroizing<String> {
    // With its whole capacity from the start it is never moved, so no copy of the key is left behind.
    let mut text = Zeroizing::new(String::with_capacity(3 + 2 * keys.database.len()));
    text.push_str("x'");
    hex::push(&mut text, &keys.database);
    text.push('\'');
    text
}

fn key_pragma(keys: &Keys) -> Zeroizing<String> {
    const BEFORE: &str = "PRAGMA key = \"";
    let key = raw_key(keys);
    // Never moved either.
    let mut pragma = Zeroizing::new(String::with_capacity(BEFORE.len() + key.len() + 1));
    pragma.push_str(BEFORE);
    pragma.push_str(&key);
    pragma.push('"');
    pragma
}

fn keep_log_on_close(connection: &Connection, keep: bool) -> Result<(), Error> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep)
        .map(drop)
        .map_err(|error| failure(connection, &error))
}

fn run(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.execute_batch(sql).map_err(|error| failure(connection, &error))
}

/// As [`run`], before [`failure`] can tell anything.
fn run_unkeyed(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.execute_batch(sql).map_err(|_| Error::NotEncrypting)
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}
