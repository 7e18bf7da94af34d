use super::Turn;
use crate::Error;
use rusqlite::OptionalExtension as _;
use vouchsafe_issuer::{AccumulatorKeys, AccumulatorRegistry, ListSettings, StatusRegistry};

const STATUS: &str = "status";
const ACCUMULATOR: &str = "accumulator";

/// The issuer's books, in its own stored forms. Each is read, changed and written in one turn, so that what memory says and what is
/// stored cannot part.
impl Turn<'_> {
    /// The book of the status lists; a new one if there is none.
    pub(crate) fn status_book(&self, settings: ListSettings) -> Result<StatusRegistry, Error> {
        match self.book(STATUS)? {
            Some(state) => Ok(StatusRegistry::from_json(&state)?),
            None => Ok(StatusRegistry::new(settings)?),
        }
    }

    /// Keeps the book of the status lists.
    pub(crate) fn keep_status_book(&self, book: &StatusRegistry) -> Result<(), Error> {
        self.keep_book(STATUS, &book.to_json()?)
    }

    /// The book of the BBS credentials; `make` makes a new one if there is none.
    pub(crate) fn accumulator_book(
        &self,
        keys: AccumulatorKeys,
        make: impl FnOnce(AccumulatorKeys) -> Result<AccumulatorRegistry, Error>,
    ) -> Result<AccumulatorRegistry, Error> {
        match self.book(ACCUMULATOR)? {
            Some(state) => Ok(AccumulatorRegistry::from_json(keys, &state)?),
            None => make(keys),
        }
    }

    /// Keeps the book of the BBS credentials.
    pub(crate) fn keep_accumulator_book(&self, book: &AccumulatorRegistry) -> Result<(), Error> {
        self.keep_book(ACCUMULATOR, &book.to_json()?)
    }

    fn book(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let query = "SELECT state FROM books WHERE name = ?1";
        Ok(self.transaction.query_row(query, [name], |row| row.get(0)).optional()?)
    }

    fn keep_book(&self, name: &str, state: &str) -> Result<(), Error> {
        let insert =
            "INSERT INTO books (name, state) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET state = ?2";
        self.transaction.execute(insert, (name, state.as_bytes()))?;
        Ok(())
    }
}
