use vouchsafe_verifier::{Duration, Timestamp};

/// `12 March 2026, 14:02 UTC`; a date that no calendar has keeps its seconds.
pub(crate) fn moment(at: Timestamp) -> String {
    formatted(at, "%-d %B %Y, %H:%M UTC")
}

/// [`moment`] of an RFC 3339 text; any other text as it is.
pub(crate) fn moment_of(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), moment)
}

/// `12 March 2026`, in UTC, of an RFC 3339 text; any other text as it is.
pub(crate) fn day_of(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |at| formatted(at, "%-d %B %Y"))
}

fn formatted(at: Timestamp, format: &str) -> String {
    match jiff::Timestamp::from_second(at.as_unix()) {
        Ok(moment) => moment.strftime(format).to_string(),
        Err(_) => at.to_string(),
    }
}

/// `3 min ago`, `in 12 days`, `now`.
pub(crate) fn ago_or_in(at: Timestamp, now: Timestamp) -> String {
    match (now.since(at), at.since(now)) {
        (Some(Duration::ZERO), _) => "now".to_owned(),
        (Some(past), _) => format!("{past} ago"),
        (None, Some(future)) => format!("in {future}"),
        (None, None) => String::new(),
    }
}
