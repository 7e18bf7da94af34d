use crate::error::Error;
use rusqlite::Connection;

/// Which versions of which libraries keep a vault's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// As in `4.10.0 community`.
    pub sqlcipher: String,
    /// As in `3.50.4`.
    pub sqlite: String,
    /// The library under SQLCipher, as it names itself: `OpenSSL 3.5.1 1 Jul 2025`.
    pub cryptography: String,
}

impl Engine {
    /// Asks the libraries that are linked here. Touches no file.
    ///
    /// # Errors
    /// [`Error::NotEncrypting`] if the SQLite that is linked here is not SQLCipher; those of a failing database.
    pub fn linked() -> Result<Self, Error> {
        let connection = Connection::open_in_memory().map_err(|_| Error::NotEncrypting)?;
        // Without a key, SQLCipher is SQLite and has no library under it.
        let keyed = connection.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA key = 'none';");
        keyed.map_err(|_| Error::NotEncrypting)?;
        let pragma = |name| {
            let asked = connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
            asked.map_err(|_| Error::NotEncrypting)
        };
        Ok(Self {
            sqlcipher: pragma("cipher_version")?,
            sqlite: rusqlite::version().to_owned(),
            cryptography: pragma("cipher_provider_version")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_library_says_its_version() {
        let engine = Engine::linked().unwrap();
        assert!(engine.sqlcipher.starts_with(|digit: char| digit.is_ascii_digit()), "{engine:?}");
        assert!(engine.sqlite.starts_with("3."), "{engine:?}");
        assert!(engine.cryptography.starts_with("OpenSSL "), "{engine:?}");
    }
}
