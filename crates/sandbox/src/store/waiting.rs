use super::Turn;
use crate::Error;
use crate::limits::MAX_WAITING;
use rusqlite::OptionalExtension as _;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::oauth::server::PushedRequest;

/// What an authorization request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// The browser, under the name that the request was pushed as.
    Browser,
    /// The person, under a secret in the page.
    Person,
}

impl Waiting {
    fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Person => "person",
        }
    }
}

impl Turn<'_> {
    /// Keeps an authorization request under a secret name.
    pub(crate) fn keep_waiting(
        &self,
        waiting: Waiting,
        name: &str,
        request: &PushedRequest,
        ends: Timestamp,
    ) -> Result<(), Error> {
        self.make_room("waiting", Some(("kind", waiting.as_str())), MAX_WAITING)?;
        let insert = "INSERT INTO waiting (digest, kind, value, ends) VALUES (?1, ?2, ?3, ?4)";
        let value = request.to_stored();
        self.transaction
            .execute(insert, (sha256(name.as_bytes()), waiting.as_str(), value.as_bytes(), ends.as_unix()))?;
        Ok(())
    }

    /// Takes out the authorization request of a name, if it has not ended.
    pub(crate) fn take_waiting(
        &self,
        waiting: Waiting,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<PushedRequest>, Error> {
        let delete = "DELETE FROM waiting WHERE digest = ?1 AND kind = ?2 RETURNING value, ends";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?));
        let parameters = (sha256(name.as_bytes()), waiting.as_str());
        let taken = self.transaction.query_row(delete, parameters, read).optional()?;
        match taken {
            Some((value, ends)) if ends > now.as_unix() => {
                PushedRequest::from_stored(&value).map(Some).map_err(|_| Error::StoreForeign)
            }
            _ => Ok(None),
        }
    }
}
