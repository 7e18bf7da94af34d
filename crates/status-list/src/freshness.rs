use vouchsafe_credential::{Duration, Timestamp};

/// How old a statement is, whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// Young enough.
    Fresh {
        /// Since `iat`.
        age: Duration,
    },
    /// Older than the caller, or the issuer's `ttl`, allows.
    Stale {
        /// Since `iat`.
        age: Duration,
    },
    /// `exp` has come.
    Expired {
        /// `exp`.
        at: Timestamp,
    },
    /// `iat` lies in the future.
    NotYetIssued {
        /// `iat`.
        at: Timestamp,
    },
}

/// The dates of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) ttl: Option<Duration>,
}

impl Dates {
    /// See [`VerifiedStatusList::freshness`](crate::VerifiedStatusList::freshness).
    pub(crate) fn freshness(
        &self,
        now: Timestamp,
        max_age: Duration,
        skew: Duration,
        received_at: Option<Timestamp>,
    ) -> Freshness {
        if let Some(at) = self.expires_at
            && now >= at.saturating_add(skew)
        {
            return Freshness::Expired { at };
        }
        if self.issued_at > now.saturating_add(skew) {
            return Freshness::NotYetIssued { at: self.issued_at };
        }
        // Within the skew the issuer's clock may run ahead of ours.
        let age = now.since(self.issued_at).unwrap_or(Duration::ZERO);
        // A receipt in the future tells of a clock that was set back, not of when the token came.
        let held = received_at.and_then(|received_at| now.since(received_at)).unwrap_or(age);
        if age <= max_age && self.ttl.is_none_or(|ttl| held <= ttl) {
            Freshness::Fresh { age }
        } else {
            Freshness::Stale { age }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_unix(1_700_000_000 + hours * 3_600)
    }

    fn hours(hours: u64) -> Duration {
        Duration::from_hours(hours)
    }

    fn dates(expires_at: Option<i64>, ttl: Option<u64>) -> Dates {
        Dates { issued_at: at(0), expires_at: expires_at.map(at), ttl: ttl.map(hours) }
    }

    #[test]
    fn age_alone() {
        let dates = dates(None, None);
        let freshness = |now| dates.freshness(now, hours(24), Duration::ZERO, None);
        assert_eq!(freshness(at(0)), Freshness::Fresh { age: Duration::ZERO });
        assert_eq!(freshness(at(24)), Freshness::Fresh { age: hours(24) });
        let later = at(24).saturating_add(Duration::from_secs(1));
        assert_eq!(freshness(later), Freshness::Stale { age: Duration::from_secs(24 * HOUR + 1) });
    }

    #[test]
    fn exp_and_ttl_only_shorten() {
        for (expires_at, ttl) in [(Some(1_000), None), (None, Some(1_000)), (Some(1_000), Some(1_000))] {
            let dates = dates(expires_at, ttl);
            let freshness = |now| dates.freshness(at(now), hours(24), Duration::ZERO, Some(at(now)));
            assert_eq!(freshness(24), Freshness::Fresh { age: hours(24) });
            assert_eq!(freshness(25), Freshness::Stale { age: hours(25) });
        }
        let expires = dates(Some(3), None);
        let freshness = |now, skew| expires.freshness(at(now), hours(24), hours(skew), None);
        assert_eq!(freshness(2, 0), Freshness::Fresh { age: hours(2) });
        assert_eq!(freshness(3, 0), Freshness::Expired { at: at(3) });
        assert_eq!(freshness(3, 1), Freshness::Fresh { age: hours(3) });
        assert_eq!(freshness(4, 1), Freshness::Expired { at: at(3) });
    }

    #[test]
    fn ttl_counts_from_receipt_or_else_from_iat() {
        let dates = dates(None, Some(2));
        let freshness = |now, received| dates.freshness(at(now), hours(24), Duration::ZERO, received);
        assert_eq!(freshness(2, None), Freshness::Fresh { age: hours(2) });
        assert_eq!(freshness(3, None), Freshness::Stale { age: hours(3) });
        assert_eq!(freshness(10, Some(at(8))), Freshness::Fresh { age: hours(10) });
        assert_eq!(freshness(11, Some(at(8))), Freshness::Stale { age: hours(11) });
        // Received tomorrow: counted from `iat`.
        assert_eq!(freshness(3, Some(at(24))), Freshness::Stale { age: hours(3) });
    }

    #[test]
    fn iat_in_the_future() {
        let dates = dates(None, Some(1));
        let freshness = |skew| dates.freshness(at(-1), hours(24), hours(skew), None);
        assert_eq!(freshness(0), Freshness::NotYetIssued { at: at(0) });
        assert_eq!(freshness(1), Freshness::Fresh { age: Duration::ZERO });
    }

    #[test]
    fn the_ends_of_time() {
        let dates =
            Dates { issued_at: Timestamp::from_unix(i64::MIN), expires_at: None, ttl: Some(hours(1)) };
        let end = Timestamp::from_unix(i64::MAX);
        let all = Duration::from_secs(u64::MAX);
        assert_eq!(dates.freshness(end, all, all, Some(end)), Freshness::Fresh { age: all });
        assert_eq!(dates.freshness(end, all, all, None), Freshness::Stale { age: all });
    }
}
