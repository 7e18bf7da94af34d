//! Vaults of every earlier version. A new schema step needs a row in [`FILLED`] and a frozen vault, or this fails.

use super::{Place, id, kind};
use crate::header::Header;
use crate::schema::{self, MIGRATIONS};
use crate::{KdfPolicy, Passphrase, database};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// For each schema version, how a program of that version stored one record: kind `note`, id sixteen times 7, meta
/// `a title`, body `a text`.
const FILLED: [&str; MIGRATIONS.len()] = [
    "
    INSERT INTO record (id, kind, version, meta)
    VALUES (x'07070707070707070707070707070707', 'note', 1, CAST('a title' AS BLOB));
    INSERT INTO body (sequence, content) VALUES (1, CAST('a text' AS BLOB));
",
    "
    INSERT INTO record (id, kind, version, meta)
    VALUES (x'07070707070707070707070707070707', 'note', 1, CAST('a title' AS BLOB));
    INSERT INTO body (sequence, content) VALUES (1, CAST('a text' AS BLOB));
    UPDATE generation SET number = number + 1;
",
];

/// The definitions of all tables and indexes.
fn definitions(connection: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

fn todays_definitions() -> Vec<(String, String)> {
    definitions(Place::new().create().connection())
}

#[test]
fn a148_every_schema_version_becomes_todays_step_by_step() {
    for (version, filled) in (1..).zip(FILLED) {
        let place = Place::new();
        drop(place.create());
        std::fs::write(place.database(), b"").unwrap();
        let mut old = database::connect(&place.database(), &place.keys()).unwrap();
        schema::upgrade_between(&mut old, 0, version).unwrap();
        old.execute_batch(filled).unwrap();
        assert_eq!(schema::recognise(&old), Ok(version));
        drop(old);

        for _ in 0..2 {
            let mut vault = place.open().unwrap();
            let heads = vault.list(kind()).unwrap();
            assert_eq!(heads.len(), 1);
            let record = vault.get(kind(), id(7)).unwrap().unwrap();
            assert_eq!((record.head.version, record.head.sequence), (1, 1));
            assert_eq!(
                (record.head.meta.as_slice(), record.body.as_slice()),
                (&b"a title"[..], &b"a text"[..])
            );
            assert_eq!(schema::recognise(vault.connection()), Ok(MIGRATIONS.len()));
            assert_eq!(definitions(vault.connection()), todays_definitions(), "from version {version}");
        }
    }
}

/// A step that fails leaves the version before it.
#[test]
fn a148_an_upgrade_that_fails_leaves_the_old_version() {
    let place = Place::with_records(1);
    let mut connection = database::open(&place.database(), &place.keys()).unwrap();
    // Taken again from the start, the first step finds its tables there.
    assert!(schema::upgrade_between(&mut connection, 0, MIGRATIONS.len()).is_err());
    assert_eq!(schema::recognise(&connection), Ok(MIGRATIONS.len()));
    drop(connection);
    assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 1);
}

fn frozen() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault");
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).map(|path| path.join("closed")).collect()
}

/// What is in them is for `tests/tests/frozen_vaults`.
#[test]
fn a148_a_vault_of_every_version_is_frozen() {
    let passphrase = Passphrase::new(String::from("a canary sings behind this door")).unwrap();
    let mut schemas = BTreeSet::new();
    for frozen in frozen() {
        let header = Header::parse(&std::fs::read(frozen.join("vault.header")).unwrap()).unwrap();
        let keys = header.unlock((&passphrase).into(), &KdfPolicy::standard()).unwrap();
        let place = Place::new();
        place.fill(&[(String::from("vault.db"), std::fs::read(frozen.join("vault.db")).unwrap())].into());
        let connection = database::connect(&place.database(), &keys).unwrap();
        schemas.insert(schema::recognise(&connection).unwrap());
        drop(connection);
        let connection = database::open(&place.database(), &keys).unwrap();
        assert_eq!(definitions(&connection), todays_definitions(), "{}", frozen.display());
    }
    let all: BTreeSet<usize> = (1..=MIGRATIONS.len()).collect();
    assert_eq!(schemas, all, "tests/vectors/vault/SOURCE.md says how to freeze a vault of today");
}
