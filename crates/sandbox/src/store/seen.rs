use super::Turn;
use crate::Error;
use crate::limits::MAX_SEEN;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::{ReplayKey, ReplayStore, Seen};

/// What is good once.
pub(crate) struct Replays<'a>(pub(crate) &'a Turn<'a>);

impl ReplayStore for Replays<'_> {
    fn see(&mut self, key: ReplayKey, until: Timestamp) -> Seen {
        let seen = self.0.see(&key, until);
        self.0.or_failed(seen).unwrap_or(Seen::Before)
    }
}

impl Turn<'_> {
    fn see(&self, key: &ReplayKey, until: Timestamp) -> Result<Seen, Error> {
        self.admit("seen", MAX_SEEN)?;
        let insert = "INSERT INTO seen (digest, ends) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING";
        // Kept a second longer than it is good for: both ends count.
        let ends = until.as_unix().saturating_add(1);
        match self.transaction.execute(insert, (key.as_bytes(), ends))? {
            0 => Ok(Seen::Before),
            _ => Ok(Seen::First),
        }
    }
}
