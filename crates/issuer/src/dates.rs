use crate::Error;
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{Duration, Timestamp, Validity};

/// How exactly a credential says when it was issued and when it expires.
///
/// A date to the second is as good as a name: copies of one batch that share it belong together for everybody who sees two. What
/// all holders of a period share tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatePrecision {
    /// To a UTC day: where a hundred or more credentials of the type are issued a day.
    #[default]
    Day,
    /// To seven days, counted from 1970-01-01: where fewer are.
    Week,
    /// To the second. Every copy can then be told from every other.
    Exact,
}

impl DatePrecision {
    fn unit(self) -> Option<Duration> {
        match self {
            Self::Day => Some(Duration::from_days(1)),
            Self::Week => Some(Duration::from_days(7)),
            Self::Exact => None,
        }
    }

    /// `iat` and `nbf` become the start of their period, `exp` the end of its own, so that nobody gets less than was ordered.
    pub(crate) fn apply(self, validity: Validity) -> Result<Validity, Error> {
        let begins = validity.not_before.max(validity.issued_at);
        if validity.expires_at.is_some_and(|expires_at| begins.is_some_and(|begins| expires_at <= begins)) {
            return Err(Error::ExpiresTooEarly);
        }
        let Some(unit) = self.unit() else { return Ok(validity) };
        let start = |moment: Timestamp| moment.floor_to(unit);
        let end = |moment: Timestamp| match start(moment) {
            exact if exact == moment => exact,
            before => before.saturating_add(unit),
        };
        Ok(Validity {
            issued_at: validity.issued_at.map(start),
            not_before: validity.not_before.map(start),
            expires_at: validity.expires_at.map(end),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn validity(issued_at: i64, not_before: i64, expires_at: i64) -> Validity {
        let at = |seconds| Some(Timestamp::from_unix(seconds));
        Validity { issued_at: at(issued_at), not_before: at(not_before), expires_at: at(expires_at) }
    }

    #[test]
    fn a_credential_never_holds_for_less_than_was_ordered() {
        let ordered = validity(20_000 * DAY + 5, 20_000 * DAY + 7, 20_001 * DAY + 1);
        let day = validity(20_000 * DAY, 20_000 * DAY, 20_002 * DAY);
        assert_eq!(DatePrecision::Day.apply(ordered), Ok(day));
        assert_eq!(DatePrecision::Day.apply(day), Ok(day));
        let week = validity(19_999 * DAY, 19_999 * DAY, 20_006 * DAY);
        assert_eq!(DatePrecision::Week.apply(ordered), Ok(week));
        assert_eq!(DatePrecision::Exact.apply(ordered), Ok(ordered));
        assert_eq!(DatePrecision::Day.apply(Validity::default()), Ok(Validity::default()));
    }

    #[test]
    fn all_of_a_day_look_alike() {
        let apply = |second| DatePrecision::Day.apply(validity(second, second, second + 30 * DAY)).unwrap();
        for second in [1, 2, 43_200, DAY - 1] {
            assert_eq!(apply(20_000 * DAY + second), apply(20_000 * DAY + 1));
        }
    }

    #[test]
    fn nothing_expires_before_it_holds() {
        for precision in [DatePrecision::Day, DatePrecision::Week, DatePrecision::Exact] {
            assert_eq!(precision.apply(validity(100, 200, 200)), Err(Error::ExpiresTooEarly));
            assert_eq!(precision.apply(validity(300, 200, 250)), Err(Error::ExpiresTooEarly));
            assert!(precision.apply(validity(100, 200, 201)).is_ok());
        }
    }

    #[test]
    fn the_end_of_time_is_not_passed() {
        let end = validity(0, 0, i64::MAX);
        assert_eq!(DatePrecision::Day.apply(end).unwrap().expires_at, Some(Timestamp::from_unix(i64::MAX)));
    }
}
