use crate::Error;
use rusqlite::{Connection, TransactionBehavior};

/// Marks the file as ours: "vsbx".
const APPLICATION: i32 = 0x7673_6278;
/// The newest form.
const VERSION: i32 = 2;

/// Tables whose rows end.
pub(super) const ENDING: &[&str] = &["codes", "tokens", "waiting", "seen", "offers", "deferred"];

const TABLES: &str = "
    CREATE TABLE keys (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE books (name TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT;
    CREATE TABLE served (address TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE codes (digest BLOB PRIMARY KEY, value BLOB NOT NULL, ends INTEGER NOT NULL) STRICT;
    CREATE TABLE tokens (
        digest BLOB PRIMARY KEY, value BLOB NOT NULL, ends INTEGER NOT NULL, credentials INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE TABLE waiting (digest BLOB PRIMARY KEY, kind TEXT NOT NULL, value BLOB NOT NULL, ends INTEGER NOT NULL) STRICT;
    CREATE TABLE seen (digest BLOB PRIMARY KEY, ends INTEGER NOT NULL, place TEXT NOT NULL DEFAULT 'inside') STRICT;
    CREATE TABLE offers (
        digest BLOB PRIMARY KEY, person TEXT NOT NULL, configurations TEXT NOT NULL, way TEXT NOT NULL, code BLOB,
        ends INTEGER NOT NULL) STRICT;
    CREATE TABLE issued (
        id TEXT PRIMARY KEY, person TEXT NOT NULL, configuration TEXT NOT NULL, copies INTEGER NOT NULL,
        issued_at INTEGER NOT NULL, event TEXT, notification BLOB UNIQUE, serial INTEGER NOT NULL, ends INTEGER NOT NULL) STRICT;
    CREATE INDEX issued_in_order ON issued (serial);
    CREATE TABLE deferred (
        digest BLOB PRIMARY KEY, person TEXT NOT NULL, configuration TEXT NOT NULL, keys TEXT NOT NULL,
        ready INTEGER NOT NULL, ends INTEGER NOT NULL) STRICT;
";

/// By which those are found that end first.
const INDEXES: &str = "
    CREATE INDEX codes_by_end ON codes (ends);
    CREATE INDEX tokens_by_end ON tokens (ends);
    CREATE INDEX waiting_by_end ON waiting (kind, ends);
    CREATE INDEX seen_by_end ON seen (place, ends);
    CREATE INDEX deferred_by_end ON deferred (ends);
    CREATE INDEX issued_by_end ON issued (ends);
";

/// From the form that kept offers with their codes, which go, and did not say when credentials expire: no type's live for as long as this.
const FROM_1: &str = "
    DROP TABLE offers;
    CREATE TABLE offers (
        digest BLOB PRIMARY KEY, person TEXT NOT NULL, configurations TEXT NOT NULL, way TEXT NOT NULL, code BLOB,
        ends INTEGER NOT NULL) STRICT;
    ALTER TABLE tokens ADD COLUMN credentials INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE seen ADD COLUMN place TEXT NOT NULL DEFAULT 'inside';
    ALTER TABLE issued ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;
    UPDATE issued SET ends = issued_at + 20 * 366 * 86400;
";

/// Makes the tables of a new file; refuses one of somebody else or of a later version.
///
/// # Errors
/// [`Error::Store`], [`Error::StoreForeign`], [`Error::StoreNewer`]
pub(super) fn prepare(connection: &mut Connection) -> Result<(), Error> {
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => Error::StoreForeign,
        _ => Error::Store,
    };
    let pragma = |connection: &Connection, name| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(foreign)
    };
    let (application, version) = (pragma(connection, "application_id")?, pragma(connection, "user_version")?);
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(foreign)?;
    let scripts: &[&str] = match (application, version) {
        (APPLICATION, VERSION) => &[],
        (APPLICATION, newer) if newer > VERSION => return Err(Error::StoreNewer),
        (APPLICATION, 1) => &[FROM_1, INDEXES],
        (0, 0) if tables == 0 => &[TABLES, INDEXES],
        _ => return Err(Error::StoreForeign),
    };
    if !scripts.is_empty() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        scripts.iter().try_for_each(|script| transaction.execute_batch(script))?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    // What was acknowledged survives the loss of power, and what was deleted cannot be read.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    Ok(())
}
