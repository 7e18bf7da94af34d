use super::Turn;
use crate::Error;
use crate::limits::MAX_LISTED;
use rusqlite::{OptionalExtension as _, Row};
use serde::Serialize;
use vouchsafe_credential::Timestamp;

/// A decision to be kept.
pub(crate) struct NewEntry<'a> {
    pub(crate) id: &'a str,
    pub(crate) check: &'a str,
    pub(crate) verdict: &'static str,
    pub(crate) reasons: &'a [&'static str],
    pub(crate) attention: &'a [&'static str],
    pub(crate) decided_at: Timestamp,
    pub(crate) evidence_as_of: Option<Timestamp>,
    /// What is needed to see the decision again, as JSON.
    pub(crate) receipt: &'a str,
    /// From when on it is dropped.
    pub(crate) ends: Timestamp,
}

/// A decision in the log, as the pages have it.
#[derive(Debug, Serialize)]
pub(crate) struct LogEntry {
    pub(crate) id: String,
    pub(crate) check: String,
    pub(crate) verdict: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) attention: Vec<String>,
    pub(crate) decided_at: String,
    pub(crate) evidence_as_of: Option<String>,
}

impl Turn<'_> {
    /// Adds a decision.
    pub(crate) fn append(&self, entry: &NewEntry<'_>) -> Result<(), Error> {
        let insert = "INSERT INTO log (id, check_id, verdict, reasons, attention, decided_at, evidence_as_of, receipt, ends)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (reasons, attention) = (entry.reasons.join(" "), entry.attention.join(" "));
        let evidence = entry.evidence_as_of.map(Timestamp::as_unix);
        let (decided_at, ends) = (entry.decided_at.as_unix(), entry.ends.as_unix());
        let row = (
            entry.id,
            entry.check,
            entry.verdict,
            reasons,
            attention,
            decided_at,
            evidence,
            entry.receipt,
            ends,
        );
        self.transaction.execute(insert, row)?;
        Ok(())
    }

    /// The newest decisions, or those before one of them, and where to go on.
    pub(crate) fn log(
        &self,
        before: Option<&str>,
        limit: u32,
    ) -> Result<(Vec<LogEntry>, Option<String>), Error> {
        let serial: Option<i64> = match before {
            None => None,
            Some(id) => {
                let query = "SELECT serial FROM log WHERE id = ?1";
                Some(
                    self.transaction
                        .query_row(query, [id], |row| row.get(0))
                        .optional()?
                        .ok_or(Error::NothingHere)?,
                )
            }
        };
        let limit = limit.clamp(1, MAX_LISTED);
        let query = "SELECT id, check_id, verdict, reasons, attention, decided_at, evidence_as_of FROM log
                     WHERE serial < ?1 ORDER BY serial DESC LIMIT ?2";
        let mut statement = self.transaction.prepare(query)?;
        let more = limit.saturating_add(1);
        let rows = statement.query_map((serial.unwrap_or(i64::MAX), more), read)?;
        let mut entries = rows.collect::<Result<Vec<_>, _>>()?;
        let whole = usize::try_from(limit).unwrap_or(usize::MAX);
        let next = if entries.len() > whole {
            entries.truncate(whole);
            entries.last().map(|last| last.id.clone())
        } else {
            None
        };
        Ok((entries, next))
    }

    /// One decision.
    pub(crate) fn entry(&self, id: &str) -> Result<Option<LogEntry>, Error> {
        let query = "SELECT id, check_id, verdict, reasons, attention, decided_at, evidence_as_of FROM log WHERE id = ?1";
        Ok(self.transaction.query_row(query, [id], read).optional()?)
    }

    /// What is needed to see a decision again.
    pub(crate) fn receipt(&self, id: &str) -> Result<Option<String>, Error> {
        let query = "SELECT receipt FROM log WHERE id = ?1";
        Ok(self.transaction.query_row(query, [id], |row| row.get(0)).optional()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
    let time = |seconds| Timestamp::from_unix(seconds).to_string();
    Ok(LogEntry {
        id: row.get(0)?,
        check: row.get(1)?,
        verdict: row.get(2)?,
        reasons: words(row.get(3)?),
        attention: words(row.get(4)?),
        decided_at: time(row.get(5)?),
        evidence_as_of: row.get::<_, Option<i64>>(6)?.map(time),
    })
}
