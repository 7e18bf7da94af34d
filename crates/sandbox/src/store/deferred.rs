use super::Turn;
use crate::Error;
use crate::limits::MAX_WAITING;
use rusqlite::OptionalExtension as _;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::server::SecretDigest;

/// A credential that was put off.
pub(crate) struct DeferredCredential {
    /// About whom.
    pub(crate) person: String,
    /// Which configuration.
    pub(crate) configuration: String,
    /// The public keys that were proved, as a list of JWKs.
    pub(crate) keys: String,
    /// From when on it can be fetched.
    pub(crate) ready: Timestamp,
    /// Until when.
    pub(crate) ends: Timestamp,
}

impl Turn<'_> {
    /// Keeps a credential that is put off, under its transaction.
    pub(crate) fn defer(
        &self,
        transaction: &SecretDigest,
        deferred: &DeferredCredential,
    ) -> Result<(), Error> {
        self.make_room("deferred", None, MAX_WAITING)?;
        let insert = "INSERT INTO deferred (digest, person, configuration, keys, ready, ends)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let DeferredCredential { person, configuration, keys, ready, ends } = deferred;
        let digest = transaction.as_bytes();
        self.transaction
            .execute(insert, (digest, person, configuration, keys, ready.as_unix(), ends.as_unix()))?;
        Ok(())
    }

    /// The credential of a transaction of this person, if it has not ended.
    pub(crate) fn deferred(
        &self,
        transaction: &SecretDigest,
        person: &str,
        now: Timestamp,
    ) -> Result<Option<DeferredCredential>, Error> {
        let query = "SELECT person, configuration, keys, ready, ends FROM deferred
            WHERE digest = ?1 AND person = ?2 AND ends > ?3";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(DeferredCredential {
                person: row.get(0)?,
                configuration: row.get(1)?,
                keys: row.get(2)?,
                ready: Timestamp::from_unix(row.get(3)?),
                ends: Timestamp::from_unix(row.get(4)?),
            })
        };
        let parameters = (transaction.as_bytes(), person, now.as_unix());
        Ok(self.transaction.query_row(query, parameters, read).optional()?)
    }

    /// Ends a transaction: its credentials are issued.
    pub(crate) fn end_deferred(&self, transaction: &SecretDigest) -> Result<(), Error> {
        self.transaction.execute("DELETE FROM deferred WHERE digest = ?1", [transaction.as_bytes()])?;
        Ok(())
    }
}
