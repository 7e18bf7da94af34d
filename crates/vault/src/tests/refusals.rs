use super::{POLICY, Place, content, cut, id, kind};
use crate::{Error, Passphrase, Vault, database, schema};

const PAGE: usize = 4_096;

/// Opens, and demands this error and that no file was changed, made or removed.
fn refuses(place: &Place, expected: Error) {
    let files = place.files();
    assert_eq!(place.open().unwrap_err(), expected);
    assert!(place.files() == files, "{expected} changed the files");
}

/// A vault that was closed, and one whose machine stopped while it was open, so that it has a log.
fn closed_and_crashed() -> [Place; 2] {
    let closed = Place::with_records(5);
    let mut vault = closed.open().unwrap();
    vault.replace(kind(), id(1), &content(b"in the log", b"in the log")).unwrap();
    let crashed = closed.copy();
    drop(vault);
    assert!(!closed.file("vault.db-wal").exists());
    assert!(crashed.read("vault.db-wal").len() > PAGE);
    [closed, crashed]
}

#[test]
fn no_vault() {
    let place = Place::new();
    refuses(&place, Error::NoVault);
    assert!(!place.path.exists());
    place.fill(&[].into());
    refuses(&place, Error::NoVault);
    place.write("letter.txt", b"Dear");
    refuses(&place, Error::NoVault);
}

#[test]
fn wrong_passphrase() {
    for place in closed_and_crashed() {
        let files = place.files();
        for wrong in ["", "correct horse battery staplE", "correct horse battery staple "] {
            let wrong = Passphrase::new(wrong.to_owned()).unwrap();
            assert_eq!(Vault::open(&place.path, &wrong, &POLICY).unwrap_err(), Error::WrongPassphrase);
            assert!(place.files() == files);
        }
        assert!(place.open().is_ok());
    }
}

#[test]
fn missing_parts() {
    for place in closed_and_crashed() {
        let database = place.read("vault.db");
        std::fs::remove_file(place.database()).unwrap();
        refuses(&place, Error::DatabaseMissing);
        place.write("vault.db", &database);
        std::fs::remove_file(place.file("vault.header")).unwrap();
        refuses(&place, Error::HeaderMissing);
    }
}

#[test]
fn a148_headers_of_a_later_version_or_of_something_else() {
    for place in closed_and_crashed() {
        let header = place.read("vault.header");
        place.write("vault.header", b"");
        refuses(&place, Error::HeaderTruncated);
        place.write("vault.header", &header[..header.len() - 1]);
        refuses(&place, Error::HeaderTruncated);
        place.write("vault.header", &[header.as_slice(), &[0; 5_000]].concat());
        refuses(&place, Error::HeaderMalformed);
        place.write("vault.header", b"# a text that somebody put here");
        refuses(&place, Error::HeaderForeign);
        let mut newer = header.clone();
        newer[9] += 1;
        place.write("vault.header", &newer);
        refuses(&place, Error::HeaderNewer);
        let other = Place::with_records(1);
        place.write("vault.header", &other.read("vault.header"));
        refuses(&place, Error::DatabaseForeign);
        place.write("vault.header", &header);
        assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 5);
    }
}

#[test]
fn a157_databases_without_encryption_or_of_something_else() {
    for place in closed_and_crashed() {
        let database = place.read("vault.db");
        let has_log = place.file("vault.db-wal").exists();
        for byte in [0, 15, 16, 100, PAGE - 1] {
            let mut altered = database.clone();
            altered[byte] ^= 1;
            place.write("vault.db", &altered);
            // Past the salt, the log has a newer first page than this.
            if byte < 16 || !has_log {
                refuses(&place, Error::DatabaseForeign);
            }
        }
        place.write("vault.db", &Place::with_records(2).read("vault.db"));
        refuses(&place, Error::DatabaseForeign);
        place.write("vault.db", &vec![0; 3 * PAGE]);
        refuses(&place, Error::DatabaseForeign);

        std::fs::remove_file(place.database()).unwrap();
        rusqlite::Connection::open(place.database())
            .unwrap()
            .execute_batch("CREATE TABLE record (id)")
            .unwrap();
        assert!(place.read("vault.db").starts_with(b"SQLite format 3\0"));
        refuses(&place, Error::DatabaseUnencrypted);
    }
}

#[test]
fn a145_databases_cut_short() {
    for place in closed_and_crashed() {
        let database = place.read("vault.db");
        let has_log = place.file("vault.db-wal").exists();
        assert!(database.len() > 8 * PAGE);
        for length in (0..database.len()).step_by(PAGE) {
            cut(&place.database(), length);
            // With a log, what is missing may be in it: then opening is right, and `damage` tells about reading.
            if length < PAGE || !has_log {
                refuses(&place, Error::DatabaseTruncated);
            }
            place.write("vault.db", &database);
        }
        for length in [1, 15, 16, PAGE - 1] {
            cut(&place.database(), length);
            refuses(&place, Error::DatabaseTruncated);
            place.write("vault.db", &database);
        }
        if !has_log {
            for length in [PAGE + 1, database.len() - 1] {
                cut(&place.database(), length);
                refuses(&place, Error::DatabaseTruncated);
                place.write("vault.db", &database);
            }
        }
    }
}

#[test]
fn a148_newer_and_other_schemas_are_refused_untouched() {
    for (pragma, value, expected) in [
        ("user_version", i32::try_from(schema::MIGRATIONS.len()).unwrap() + 1, Error::DatabaseNewer),
        ("user_version", 0, Error::DatabaseForeign),
        ("user_version", -1, Error::DatabaseForeign),
        ("application_id", 0, Error::DatabaseForeign),
    ] {
        let closed = Place::with_records(2);
        let connection = database::open(&closed.database(), &closed.keys()).unwrap();
        connection.pragma_update(None, pragma, value).unwrap();
        // Here the log alone knows the newer version.
        let crashed = closed.copy();
        drop(connection);
        assert!(!closed.file("vault.db-wal").exists());
        assert!(crashed.file("vault.db-wal").exists());
        refuses(&closed, expected);
        refuses(&crashed, expected);
    }
}

#[test]
fn a147_a_second_opening_in_one_process() {
    let place = Place::with_records(1);
    let vault = place.open().unwrap();
    refuses(&place, Error::InUse);
    assert_eq!(Vault::create(&place.path, &super::passphrase(), &POLICY).unwrap_err(), Error::VaultExists);
    // Without our lock there is still SQLite's.
    let held = database::open(&place.database(), &place.keys());
    assert_eq!(held.unwrap_err(), Error::InUse);
    drop(vault);
    assert!(place.open().is_ok());
}

#[test]
fn a_copy_without_its_lock_file_opens() {
    let place = Place::with_records(1);
    std::fs::remove_file(place.file("vault.lock")).unwrap();
    assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 1);
}

#[test]
fn every_error_has_a_code_of_its_own_and_a_message_without_placeholders() {
    let mut codes = Error::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Error::CODES.len());
    for code in codes {
        let name = code.strip_prefix("vault.").unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code}");
    }
    assert_eq!(Error::PassphraseTooShort.to_string(), "the passphrase has fewer than 8 characters");
    let denied = Error::Io { doing: "lock the vault", kind: std::io::ErrorKind::PermissionDenied };
    assert_eq!(denied.to_string(), "could not lock the vault: permission denied");
    assert_eq!((denied.code(), denied.help()), ("vault.io", None));
    assert!(Error::WrongPassphrase.help().is_some());
}
