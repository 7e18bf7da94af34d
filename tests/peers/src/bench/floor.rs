//! What the disk and SQLite alone ask: the same numbers of rows, bytes and durable transactions, without encryption and meaning.

use anyhow::{Result, ensure};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// About as long as what a vault keeps of one credential: what lists need, the token, the words, the key, the entry.
const META: usize = 420;
const TOKEN: usize = 4_096;
const WORDS: usize = 900;
const KEY: usize = 400;
const ENTRY: usize = 300;

pub(crate) struct Floor {
    path: PathBuf,
    connection: Connection,
}

fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE",
    )?;
    Ok(connection)
}

impl Floor {
    /// A file with as much in it as the vault has.
    pub(crate) fn make(path: &Path, cards: usize) -> Result<Self> {
        let connection = open(path)?;
        connection.execute_batch(
            "CREATE TABLE meta (id INTEGER PRIMARY KEY, content BLOB); CREATE TABLE body (id INTEGER PRIMARY KEY, content BLOB);
             BEGIN",
        )?;
        let mut floor = Self { path: path.to_owned(), connection };
        for _ in 0..cards {
            floor.put()?;
        }
        floor.connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(floor)
    }

    fn put(&mut self) -> Result<()> {
        let mut add = self.connection.prepare_cached("INSERT INTO meta (content) VALUES (?1)")?;
        add.execute(params![vec![7_u8; META]])?;
        let mut add = self.connection.prepare_cached("INSERT INTO body (content) VALUES (?1)")?;
        for length in [TOKEN, WORDS, KEY, ENTRY] {
            add.execute(params![vec![7_u8; length]])?;
        }
        Ok(())
    }

    /// Opens the file and reads what lists need.
    pub(crate) fn list(&self, cards: usize) -> Result<()> {
        let copy = self.path.with_extension("read.db");
        if !copy.exists() {
            std::fs::copy(&self.path, &copy)?;
        }
        let connection = open(&copy)?;
        let mut all = connection.prepare("SELECT content FROM meta ORDER BY id")?;
        let all = all.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
        ensure!(all.len() == cards, "a row is missing");
        Ok(())
    }

    /// Adds one credential durably.
    pub(crate) fn import(&mut self) -> Result<()> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.put()?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Two durable changes: the reservation, and what is to be sent.
    pub(crate) fn present(&mut self) -> Result<()> {
        for length in [ENTRY, 1_500] {
            self.connection.execute("INSERT INTO body (content) VALUES (?1)", params![vec![7_u8; length]])?;
        }
        Ok(())
    }
}
