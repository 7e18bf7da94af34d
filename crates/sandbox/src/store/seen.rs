use super::Turn;
use crate::Error;
use crate::limits::MAX_SEEN;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::{ReplayKey, ReplayStore, Seen};

/// Who shows something that is good once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Anybody, who asks for a token: the code that goes with it is good once by itself, so a proof that is forgotten early opens nothing.
    Door,
    /// Whoever has a token.
    Inside,
}

impl Place {
    fn as_str(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Inside => "inside",
        }
    }
}

/// What is good once.
pub(crate) struct Replays<'a>(pub(crate) &'a Turn<'a>, pub(crate) Place);

impl ReplayStore for Replays<'_> {
    fn see(&mut self, key: ReplayKey, until: Timestamp) -> Seen {
        let seen = self.0.see(&key, until, self.1);
        self.0.or_failed(seen).unwrap_or(Seen::Before)
    }
}

impl Turn<'_> {
    fn see(&self, key: &ReplayKey, until: Timestamp, place: Place) -> Result<Seen, Error> {
        match place {
            Place::Door => self.make_room("seen", Some(("place", place.as_str())), MAX_SEEN)?,
            Place::Inside => self.admit("seen WHERE place = 'inside'", MAX_SEEN)?,
        }
        let insert =
            "INSERT INTO seen (digest, ends, place) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING";
        // Kept a second longer than it is good for: both ends count.
        let ends = until.as_unix().saturating_add(1);
        match self.transaction.execute(insert, (key.as_bytes(), ends, place.as_str()))? {
            0 => Ok(Seen::Before),
            _ => Ok(Seen::First),
        }
    }
}
