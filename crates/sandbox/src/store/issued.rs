use super::Turn;
use crate::Error;
use crate::limits::{MAX_ISSUED, MAX_LISTED};
use rusqlite::OptionalExtension as _;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::sha256;

/// A credential that was issued: what the book says of it. The credential itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssuedCredential {
    /// The book's own name for it.
    pub(crate) id: String,
    /// About whom.
    pub(crate) person: String,
    /// Which configuration.
    pub(crate) configuration: String,
    /// How many copies.
    pub(crate) copies: u32,
    /// When.
    pub(crate) issued_at: Timestamp,
    /// When it expires, and is dropped here.
    pub(crate) ends: Timestamp,
    /// What its wallet said became of it (OpenID4VCI 1.0 section 11.1).
    pub(crate) event: Option<String>,
}

const COLUMNS: &str = "id, person, configuration, copies, issued_at, event, ends";

impl Turn<'_> {
    /// Enters a credential, with the name under which its wallet will notify.
    pub(crate) fn enter_issued(&self, issued: &IssuedCredential, notification: &str) -> Result<(), Error> {
        self.admit("issued", MAX_ISSUED)?;
        let insert =
            "INSERT INTO issued (id, person, configuration, copies, issued_at, notification, ends, serial)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT coalesce(max(serial), 0) + 1 FROM issued))";
        let notification = sha256(notification.as_bytes());
        let (at, ends) = (issued.issued_at.as_unix(), issued.ends.as_unix());
        let row = (&issued.id, &issued.person, &issued.configuration, issued.copies, at, notification, ends);
        self.transaction.execute(insert, row)?;
        Ok(())
    }

    /// The newest credentials, at most [`MAX_LISTED`].
    pub(crate) fn newest_issued(&self) -> Result<Vec<IssuedCredential>, Error> {
        let query = format!("SELECT {COLUMNS} FROM issued ORDER BY serial DESC LIMIT ?1");
        let mut statement = self.transaction.prepare(&query)?;
        let rows = statement.query_map([MAX_LISTED], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes out the credentials that have expired.
    pub(crate) fn take_expired(&self, now: Timestamp) -> Result<Vec<IssuedCredential>, Error> {
        let delete = format!("DELETE FROM issued WHERE ends <= ?1 RETURNING {COLUMNS}");
        let mut statement = self.transaction.prepare_cached(&delete)?;
        let rows = statement.query_map([now.as_unix()], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A credential by its name in the book.
    pub(crate) fn issued(&self, id: &str) -> Result<Option<IssuedCredential>, Error> {
        let query = format!("SELECT {COLUMNS} FROM issued WHERE id = ?1");
        Ok(self.transaction.query_row(&query, [id], read).optional()?)
    }

    /// Takes down what a wallet said; false if there is no credential of this notification about this person.
    pub(crate) fn notify_issued(&self, notification: &str, person: &str, event: &str) -> Result<bool, Error> {
        let update = "UPDATE issued SET event = ?3 WHERE notification = ?1 AND person = ?2";
        let notification = sha256(notification.as_bytes());
        Ok(self.transaction.execute(update, (notification, person, event))? > 0)
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<IssuedCredential> {
    Ok(IssuedCredential {
        id: row.get(0)?,
        person: row.get(1)?,
        configuration: row.get(2)?,
        copies: row.get(3)?,
        issued_at: Timestamp::from_unix(row.get(4)?),
        event: row.get(5)?,
        ends: Timestamp::from_unix(row.get(6)?),
    })
}
