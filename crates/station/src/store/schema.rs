use crate::Error;
use rusqlite::{Connection, TransactionBehavior};

/// Marks the file as ours: "vsst".
const APPLICATION: i32 = 0x7673_7374;
/// The newest form.
const VERSION: i32 = 1;

const TABLES: &str = "
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY, check_id TEXT NOT NULL, device TEXT NOT NULL, state TEXT NOT NULL, record BLOB,
        link TEXT NOT NULL, return_to TEXT, expires INTEGER NOT NULL, ends INTEGER NOT NULL, tries INTEGER NOT NULL,
        receipt TEXT, browser BLOB, code BLOB, code_ends INTEGER) STRICT;
    CREATE INDEX sessions_by_end ON sessions (ends);
    CREATE TABLE log (
        serial INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, check_id TEXT NOT NULL, verdict TEXT NOT NULL,
        reasons TEXT NOT NULL, attention TEXT NOT NULL, decided_at INTEGER NOT NULL, evidence_as_of INTEGER,
        receipt TEXT NOT NULL, ends INTEGER NOT NULL) STRICT;
    CREATE INDEX log_by_end ON log (ends);
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
    // What was acknowledged survives the loss of power. What was deleted is overwritten in the file of the database; in the write-ahead log it
    // stands until that is written over.
    connection.pragma_update(None, "journal_mode", "WAL").map_err(foreign)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(foreign)?;
    let pragma =
        |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(foreign);
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: u32 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(foreign)?;
    match (application, version) {
        (APPLICATION, VERSION) => Ok(()),
        (APPLICATION, newer) if newer > VERSION => Err(Error::StoreNewer),
        (0, 0) if tables == 0 => {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
            Ok(transaction.commit()?)
        }
        _ => Err(Error::StoreForeign),
    }
}
