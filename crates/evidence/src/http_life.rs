//! How long a document serves that has no dates of its own (RFC 9111 sections 4.2 and 5.2.2).

use crate::limits::{MAX_LIFE, UNSAID_LIFE};
use vouchsafe_credential::Duration;

/// The time for which an answer may be used again. None at all where its server forbids to keep it, or says what is not understood.
pub(crate) fn of(cache_control: Option<&str>) -> Duration {
    let mut said: Option<Duration> = None;
    for directive in cache_control.unwrap_or_default().split(',').map(str::trim_ascii) {
        let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
        match name.to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" => return Duration::ZERO,
            "max-age" => {
                let seconds = argument.trim_matches('"').parse().map_or(Duration::ZERO, Duration::from_secs);
                said = Some(said.map_or(seconds, |said| said.min(seconds)));
            }
            _ => {}
        }
    }
    said.unwrap_or(UNSAID_LIFE).min(MAX_LIFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says() {
        for (text, seconds) in [
            (None, UNSAID_LIFE.as_secs()),
            (Some("public"), UNSAID_LIFE.as_secs()),
            (Some("max-age=60"), 60),
            (Some("public, Max-Age=7200"), 7_200),
            (Some("max-age=\"90\""), 90),
            (Some("max-age=99999999999"), MAX_LIFE.as_secs()),
            (Some("max-age=60, max-age=7200"), 60),
            (Some("max-age=7200, max-age=60"), 60),
            (Some("max-age=-1"), 0),
            (Some("max-age=x"), 0),
            (Some("max-age=99999999999999999999999"), 0),
            (Some("max-age=7200, no-store"), 0),
            (Some("no-cache=\"set-cookie\", max-age=7200"), 0),
            (Some("private,no-cache"), 0),
        ] {
            assert_eq!(of(text), Duration::from_secs(seconds), "{text:?}");
        }
    }
}
