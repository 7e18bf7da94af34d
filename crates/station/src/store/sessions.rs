use super::Turn;
use crate::Error;
use crate::limits::{MAX_SESSIONS, MAX_TRIES};
use rusqlite::{OptionalExtension as _, Row};
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::vp::Completion;
use zeroize::Zeroizing;

/// Where the wallet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    /// On another device than the page: nobody comes back.
    Other,
    /// On the device whose browser waits.
    Same,
}

impl Device {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Same => "same",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Other, Self::Same].into_iter().find(|device| device.as_str() == word)
    }
}

/// How far a session is. That it has ended is a matter of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionState {
    /// Nobody has asked for the request.
    Waiting,
    /// A wallet has.
    Asked,
    /// It was answered, and decided on.
    Decided,
    /// It was answered with no.
    Declined,
}

impl SessionState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Decided => "decided",
            Self::Declined => "declined",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Asked, Self::Decided, Self::Declined]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Asked)
    }
}

/// A session to be kept.
pub(crate) struct NewSession<'a> {
    pub(crate) id: &'a str,
    pub(crate) check: &'a str,
    pub(crate) device: Device,
    /// With the private key for its answer.
    pub(crate) record: &'a str,
    pub(crate) link: &'a str,
    pub(crate) return_to: Option<&'a str>,
    pub(crate) expires: Timestamp,
    pub(crate) ends: Timestamp,
}

/// A session that is kept.
pub(crate) struct KeptSession {
    pub(crate) id: String,
    pub(crate) check: String,
    pub(crate) device: Device,
    pub(crate) state: SessionState,
    /// None once it is answered.
    pub(crate) record: Option<Zeroizing<String>>,
    pub(crate) link: String,
    pub(crate) return_to: Option<String>,
    pub(crate) expires: Timestamp,
    /// The entry in the log.
    pub(crate) receipt: Option<String>,
    /// Digest of the cookie of the browser that waits.
    pub(crate) browser: Option<[u8; 32]>,
    /// Until when that browser can come back with the response code; none once it has, or where nobody comes back.
    pub(crate) code_ends: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, check_id, device, state, record, link, return_to, expires, receipt, browser, code_ends";

impl Turn<'_> {
    /// Keeps a session.
    pub(crate) fn begin(&self, session: &NewSession<'_>) -> Result<(), Error> {
        self.admit("sessions", MAX_SESSIONS)?;
        let insert = "INSERT INTO sessions (id, check_id, device, state, record, link, return_to, expires, ends, tries)
                      VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, ?6, ?7, ?8, 0)";
        let (expires, ends) = (session.expires.as_unix(), session.ends.as_unix());
        let device = session.device.as_str();
        let record = session.record.as_bytes();
        let row = (session.id, session.check, device, record, session.link, session.return_to, expires, ends);
        self.transaction.execute(insert, row)?;
        Ok(())
    }

    /// The session of this name.
    pub(crate) fn session(&self, id: &str) -> Result<Option<KeptSession>, Error> {
        let query = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1");
        let found = self.transaction.query_row(&query, [id], read).optional()?;
        found.map(|session| session.ok_or(Error::StoreForeign)).transpose()
    }

    /// Notes that a wallet has asked.
    pub(crate) fn asked(&self, id: &str) -> Result<(), Error> {
        let update = "UPDATE sessions SET state = 'asked' WHERE id = ?1 AND state = 'waiting'";
        self.transaction.execute(update, [id])?;
        Ok(())
    }

    /// Binds a session to the first browser that comes for it.
    pub(crate) fn bind(&self, id: &str, browser: [u8; 32]) -> Result<(), Error> {
        let update = "UPDATE sessions SET browser = ?2 WHERE id = ?1 AND browser IS NULL";
        self.transaction.execute(update, (id, browser))?;
        Ok(())
    }

    /// Counts an answer that was opened and is none; with one too many the session ends.
    pub(crate) fn tried(&self, id: &str, now: Timestamp) -> Result<(), Error> {
        let update = "UPDATE sessions SET tries = tries + 1,
                      expires = CASE WHEN tries + 1 >= ?2 THEN min(expires, ?3) ELSE expires END WHERE id = ?1";
        self.transaction.execute(update, (id, MAX_TRIES, now.as_unix()))?;
        Ok(())
    }

    /// Takes a session's answer: the only way to do so, once. The private key is gone after it.
    ///
    /// # Errors
    /// [`Error::SessionUsed`] if somebody else did, or it has ended.
    pub(crate) fn consume(&self, taken: &TakenSession<'_>) -> Result<(), Error> {
        let (code, code_ends) = match taken.completion {
            Some(completion) => (Some(completion.code), Some(completion.expires_at.as_unix())),
            None => (None, None),
        };
        let update = "UPDATE sessions SET state = ?2, record = NULL, receipt = ?3, code = ?4, code_ends = ?5, ends = ?6
                      WHERE id = ?1 AND state IN ('waiting', 'asked') AND expires > ?7";
        let (ends, now) = (taken.ends.as_unix(), taken.now.as_unix());
        let row = (taken.id, taken.state.as_str(), taken.receipt, code, code_ends, ends, now);
        match self.transaction.execute(update, row)? {
            1 => Ok(()),
            _ => Err(Error::SessionUsed),
        }
    }

    /// Takes out what the browser that waits has to show: after that it is not there.
    pub(crate) fn take_completion(&self, id: &str) -> Result<Option<Completion>, Error> {
        let query = "SELECT browser, code, code_ends FROM sessions WHERE id = ?1 AND code IS NOT NULL";
        let read = |row: &Row<'_>| {
            let browser: Option<[u8; 32]> = row.get(0)?;
            Ok((browser, row.get::<_, [u8; 32]>(1)?, row.get::<_, i64>(2)?))
        };
        let found = self.transaction.query_row(query, [id], read).optional()?;
        self.transaction.execute("UPDATE sessions SET code = NULL WHERE id = ?1", [id])?;
        Ok(found.map(|(browser, code, ends)| Completion {
            // Nobody has the cookie of which all is zero.
            browser: browser.unwrap_or_default(),
            code,
            expires_at: Timestamp::from_unix(ends),
        }))
    }

    /// Notes that the browser that waited has come back.
    pub(crate) fn completed(&self, id: &str) -> Result<(), Error> {
        self.transaction.execute("UPDATE sessions SET code_ends = NULL WHERE id = ?1", [id])?;
        Ok(())
    }

    /// How many sessions wait for an answer.
    pub(crate) fn open_sessions(&self, now: Timestamp) -> Result<u32, Error> {
        let query = "SELECT count(*) FROM sessions WHERE state IN ('waiting', 'asked') AND expires > ?1";
        Ok(self.transaction.query_row(query, [now.as_unix()], |row| row.get(0))?)
    }

    /// Drops what has ended: sessions with their keys, and decisions that are kept no longer.
    pub(crate) fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        let now = now.as_unix();
        self.transaction.execute("DELETE FROM sessions WHERE ends <= ?1", [now])?;
        self.transaction.execute("UPDATE sessions SET record = NULL WHERE expires <= ?1", [now])?;
        self.transaction.execute("DELETE FROM log WHERE ends <= ?1", [now])?;
        Ok(())
    }
}

/// What becomes of a session that is answered.
pub(crate) struct TakenSession<'a> {
    pub(crate) id: &'a str,
    pub(crate) state: SessionState,
    pub(crate) receipt: Option<&'a str>,
    pub(crate) completion: Option<Completion>,
    pub(crate) now: Timestamp,
    pub(crate) ends: Timestamp,
}

/// None where a word in it is not one of ours.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<KeptSession>> {
    let (device, state): (String, String) = (row.get(2)?, row.get(3)?);
    let (Some(device), Some(state)) = (Device::from_word(&device), SessionState::from_word(&state)) else {
        return Ok(None);
    };
    let record = row.get::<_, Option<Vec<u8>>>(4)?.map(String::from_utf8).transpose();
    let Ok(record) = record else { return Ok(None) };
    Ok(Some(KeptSession {
        id: row.get(0)?,
        check: row.get(1)?,
        device,
        state,
        record: record.map(Zeroizing::new),
        link: row.get(5)?,
        return_to: row.get(6)?,
        expires: Timestamp::from_unix(row.get(7)?),
        receipt: row.get(8)?,
        browser: row.get(9)?,
        code_ends: row.get::<_, Option<i64>>(10)?.map(Timestamp::from_unix),
    }))
}
