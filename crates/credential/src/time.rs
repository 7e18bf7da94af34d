use crate::json::Value;
use std::fmt;
use std::str::FromStr;

/// Why a text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The text is not a length of time.
    #[error("write a length of time as 90 s, 5 min, 24 h, 7 days or 1 day 12 h")]
    Duration,
    /// The text is not a moment.
    #[error("write a moment with date, time and zone, as 2026-03-01T12:00:00Z")]
    Timestamp,
}

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(u64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `seconds` seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds)
    }

    /// `minutes` minutes.
    #[must_use]
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes.saturating_mul(60))
    }

    /// `hours` hours.
    #[must_use]
    pub const fn from_hours(hours: u64) -> Self {
        Self(hours.saturating_mul(3_600))
    }

    /// `days` days of 24 hours.
    #[must_use]
    pub const fn from_days(days: u64) -> Self {
        Self(days.saturating_mul(86_400))
    }

    /// In seconds.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }
}

/// As a person says it: the largest two units, `2 days 3 h`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, hours, minutes, seconds) =
            (self.0 / 86_400, self.0 / 3_600 % 24, self.0 / 60 % 60, self.0 % 60);
        let unit = if days == 1 { "day" } else { "days" };
        match (days, hours, minutes, seconds) {
            (0, 0, 0, s) => write!(f, "{s} s"),
            (0, 0, m, 0) => write!(f, "{m} min"),
            (0, 0, m, s) => write!(f, "{m} min {s} s"),
            (0, h, 0, _) => write!(f, "{h} h"),
            (0, h, m, _) => write!(f, "{h} h {m} min"),
            (d, 0, _, _) => write!(f, "{d} {unit}"),
            (d, h, _, _) => write!(f, "{d} {unit} {h} h"),
        }
    }
}

/// What [`Display`](fmt::Display) writes: whole numbers, each with `s`, `min`, `h`, `day` or `days`.
impl FromStr for Duration {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let mut words = text.split_ascii_whitespace();
        let mut total: Option<u64> = None;
        while let Some(number) = words.next() {
            if !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(TimeError::Duration);
            }
            let unit = match words.next() {
                Some("s") => 1,
                Some("min") => 60,
                Some("h") => 3_600,
                Some("day" | "days") => 86_400,
                _ => return Err(TimeError::Duration),
            };
            let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
            let sum = seconds.and_then(|seconds| seconds.checked_add(total.unwrap_or(0)));
            total = Some(sum.ok_or(TimeError::Duration)?);
        }
        total.map(Self).ok_or(TimeError::Duration)
    }
}

/// A moment in whole seconds since 1970-01-01T00:00:00Z: the `NumericDate` of RFC 7519 section 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// `seconds` after (or, below zero, before) 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// In seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_unix(self) -> i64 {
        self.0
    }

    /// The moment a `NumericDate` claim states; a fraction of a second is dropped. `None` if `value` is not a number
    /// or lies outside ±2^53 seconds, where a `NumericDate` is no longer exact.
    #[must_use]
    pub fn from_numeric_date(value: Value<'_>) -> Option<Self> {
        const EXACT: i64 = 1 << 53;
        let whole = match value.as_i64() {
            Some(whole) => whole,
            None => {
                let text = value.number_text()?;
                if text.contains(['e', 'E']) {
                    return None;
                }
                let (whole, _) = text.split_once('.')?;
                let seconds: i64 = whole.parse().ok()?;
                if whole.starts_with('-') { seconds.checked_sub(1)? } else { seconds }
            }
        };
        (-EXACT..=EXACT).contains(&whole).then_some(Self(whole))
    }

    /// This moment and `duration` more; the far end of time where that would overflow.
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(duration.0))
    }

    /// This moment less `duration`; the far end of time where that would overflow.
    #[must_use]
    pub fn saturating_sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub_unsigned(duration.0))
    }

    /// How long after `earlier` this is; `None` if it is before it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<Duration> {
        let seconds = i128::from(self.0) - i128::from(earlier.0);
        u64::try_from(seconds).ok().map(Duration)
    }

    /// The start of the period of length `unit` that holds this moment, counted from 1970-01-01T00:00:00Z: with a day, the
    /// UTC midnight before it. A `unit` of zero changes nothing.
    #[must_use]
    pub fn floor_to(self, unit: Duration) -> Self {
        match i64::try_from(unit.0) {
            Ok(unit) if unit > 0 => Self(self.0.saturating_sub(self.0.rem_euclid(unit))),
            _ => self,
        }
    }
}

/// RFC 3339 in UTC, `2026-03-01T12:00:00Z`; outside the years -9999 to 9999 the plain seconds, `@99999999999999`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(timestamp) => write!(f, "{timestamp}"),
            Err(_) => write!(f, "@{}", self.0),
        }
    }
}

/// RFC 3339 with a zone; a fraction of a second is dropped.
impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let zoned = !text.contains('[');
        let moment = zoned.then(|| text.parse::<jiff::Timestamp>().ok()).flatten();
        moment.map(|moment| Self(moment.as_second())).ok_or(TimeError::Timestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    #[test]
    fn numeric_dates() {
        let read = |text: &str| {
            let document = Document::parse(text.as_bytes()).unwrap();
            Timestamp::from_numeric_date(document.root()).map(Timestamp::as_unix)
        };
        assert_eq!(read("1700000000"), Some(1_700_000_000));
        assert_eq!(read("1700000000.9"), Some(1_700_000_000));
        assert_eq!(read("-1.5"), Some(-2));
        assert_eq!(read("9007199254740992"), Some(9_007_199_254_740_992));
        for refused in
            ["9007199254740993", "-9007199254740993", "1e9", "\"1700000000\"", "null", "99999999999999999999"]
        {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(Timestamp::from_unix(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_unix(1_700_000_000).to_string(), "2023-11-14T22:13:20Z");
        assert_eq!(Timestamp::from_unix(i64::MAX).to_string(), format!("@{}", i64::MAX));
        for (seconds, words) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (90, "1 min 30 s"),
            (3_600, "1 h"),
            (5_400, "1 h 30 min"),
            (86_400, "1 day"),
            (90_000, "1 day 1 h"),
            (172_800, "2 days"),
        ] {
            assert_eq!(Duration::from_secs(seconds).to_string(), words);
        }
    }

    #[test]
    fn read_as_written() {
        for seconds in [0, 59, 90, 5_400, 86_400, 90_000, 172_800] {
            let duration = Duration::from_secs(seconds);
            assert_eq!(duration.to_string().parse(), Ok(duration));
        }
        for refused in ["", "5", "5 minutes", "-5 s", "+5 s", "5s", "1.5 h", "99999999999999999999 s", "s 5"]
        {
            assert_eq!(refused.parse::<Duration>(), Err(TimeError::Duration), "{refused}");
        }
        for text in ["2023-11-14T22:13:20Z", "2023-11-14T23:13:20+01:00", "2023-11-14T22:13:20.9Z"] {
            assert_eq!(text.parse(), Ok(Timestamp::from_unix(1_700_000_000)), "{text}");
        }
        for refused in ["", "2023-11-14", "2023-11-14T22:13:20", "1700000000", "2023-11-14T22:13:20Z[UTC]"] {
            assert_eq!(refused.parse::<Timestamp>(), Err(TimeError::Timestamp), "{refused}");
        }
    }

    #[test]
    fn arithmetic_never_wraps() {
        let end = Timestamp::from_unix(i64::MAX);
        let start = Timestamp::from_unix(i64::MIN);
        assert_eq!(end.saturating_add(Duration::from_secs(u64::MAX)), end);
        assert_eq!(start.saturating_sub(Duration::from_secs(u64::MAX)), start);
        assert_eq!(end.since(start), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(start.since(end), None);
        assert_eq!(Timestamp::from_unix(-1).floor_to(Duration::from_days(1)).as_unix(), -86_400);
        assert_eq!(Timestamp::from_unix(5).floor_to(Duration::ZERO).as_unix(), 5);
    }
}
