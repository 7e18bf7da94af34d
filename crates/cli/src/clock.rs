use vouchsafe_verifier::Timestamp;

/// What time it is taken to be: as told with `--at`, or as this computer's clock says each time it is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(pub(crate) Option<Timestamp>);

impl Clock {
    pub(crate) fn now(self) -> Timestamp {
        self.0.unwrap_or_else(vouchsafe_app::now)
    }
}

/// Reads a moment as a person types it: RFC 3339 with a zone, or seconds since 1970.
pub(crate) fn parse_moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Ok(Timestamp::from_unix(seconds));
    }
    text.parse().map_err(|_| "write a moment as 2026-03-01T12:00:00Z or in seconds since 1970".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        for (text, seconds) in [
            ("0", 0),
            ("1700000000", 1_700_000_000),
            ("-5", -5),
            ("2023-11-14T22:13:20Z", 1_700_000_000),
            ("2023-11-14T23:13:20+01:00", 1_700_000_000),
        ] {
            assert_eq!(parse_moment(text), Ok(Timestamp::from_unix(seconds)), "{text}");
        }
        for refused in ["", "tomorrow", "2023-11-14", "2023-11-14T22:13:20", "1e9"] {
            assert!(parse_moment(refused).is_err(), "{refused}");
        }
    }
}
