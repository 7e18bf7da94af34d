use crate::Error;
use crate::limits::{MAX_LIFE, MIN_LIFE};
use rand_core::TryCryptoRng;
use vouchsafe_credential::{Duration, Timestamp};

/// A draw of chance that decides when something is fetched again, so that neither all programs ask in the same second nor a server can
/// tell one program by its rhythm.
#[derive(Clone, Copy)]
pub struct Jitter(u64);

impl Jitter {
    /// Draws.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn draw(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        rng.try_next_u64().map(Self).map_err(|_| Error::RandomnessFailed)
    }

    /// Some moment of the last third of the time from `now` to `end`: at least [`MIN_LIFE`] and at most [`MAX_LIFE`] from now.
    pub(crate) fn before(self, end: Timestamp, now: Timestamp) -> Timestamp {
        let left = end.since(now).unwrap_or_default().min(MAX_LIFE).max(MIN_LIFE);
        let third = left.as_secs() / 3;
        // Of 2^64 draws so few seconds take an equal part each, but for what nobody can notice.
        let early = Duration::from_secs(self.0 % third.saturating_add(1));
        let at = now.saturating_add(left).saturating_sub(early);
        at.max(now.saturating_add(MIN_LIFE))
    }

    /// Some moment from `start` on, at most `spread` later.
    pub(crate) fn after(self, start: Timestamp, spread: Duration) -> Timestamp {
        start.saturating_add(Duration::from_secs(self.0 % spread.as_secs().saturating_add(1)))
    }
}

impl std::fmt::Debug for Jitter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Jitter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::SeedableRng as _;

    #[test]
    fn draws_spread_over_the_last_third() {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        let now = Timestamp::from_unix(1_700_000_000);
        let hours = |hours| now.saturating_add(Duration::from_hours(hours));
        let draws: Vec<_> =
            (0..1_000).map(|_| Jitter::draw(&mut rng).unwrap().before(hours(12), now)).collect();
        assert!(draws.iter().all(|at| (hours(8)..=hours(12)).contains(at)));
        let quarter = draws.iter().filter(|at| **at < hours(9)).count();
        assert!((200..300).contains(&quarter), "{quarter}");
        for _ in 0..100 {
            let draw = Jitter::draw(&mut rng).unwrap();
            assert!((hours(16)..=hours(24)).contains(&draw.before(hours(24 * 3_650), now)));
            assert_eq!(draw.before(now, now), now.saturating_add(MIN_LIFE));
            assert_eq!(draw.before(Timestamp::from_unix(0), now), now.saturating_add(MIN_LIFE));
        }
    }
}
