use super::Turn;
use crate::Error;
use rusqlite::OptionalExtension as _;

/// What is served under its own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Served {
    /// A status list, by its number.
    StatusList(u64),
    /// Statements about the registry of BBS credentials, by the number of their segment.
    Segment(u64),
}

impl Served {
    fn address(self) -> String {
        match self {
            Self::StatusList(number) => format!("status/{number}"),
            Self::Segment(number) => format!("revocation/{number}"),
        }
    }
}

impl Turn<'_> {
    /// Keeps what is to be served.
    pub(crate) fn keep_served(&self, what: Served, body: &str) -> Result<(), Error> {
        let insert = "INSERT INTO served (address, body) VALUES (?1, ?2) ON CONFLICT (address) DO UPDATE SET body = ?2";
        self.transaction.execute(insert, (what.address(), body.as_bytes()))?;
        Ok(())
    }

    /// What is to be served.
    pub(crate) fn served(&self, what: Served) -> Result<Option<Vec<u8>>, Error> {
        let query = "SELECT body FROM served WHERE address = ?1";
        Ok(self.transaction.query_row(query, [what.address()], |row| row.get(0)).optional()?)
    }
}
