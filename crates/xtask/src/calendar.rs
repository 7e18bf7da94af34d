//! Days and seconds in UTC.

use anyhow::Result;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 86_400;

/// `YYYY-MM-DD` of an instant.
///
/// # Errors
/// For an instant before 1970.
pub(crate) fn day_of(instant: SystemTime) -> Result<String> {
    let mut days = instant.duration_since(UNIX_EPOCH)?.as_secs() / SECONDS_A_DAY;
    let mut year = 1970;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    Ok(format!("{year}-{month:02}-{:02}", days + 1))
}

/// `YYYY-MM-DDTHH:MM:SSZ` of an instant, the second in which it lies.
///
/// # Errors
/// For an instant before 1970.
pub(crate) fn second_of(instant: SystemTime) -> Result<String> {
    let seconds = instant.duration_since(UNIX_EPOCH)?.as_secs() % SECONDS_A_DAY;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    Ok(format!("{}T{hours:02}:{minutes:02}:{:02}Z", day_of(instant)?, seconds % 60))
}

fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn days() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (1_709_251_199, "2024-02-29"),
            (1_735_689_599, "2024-12-31"),
            (1_735_689_600, "2025-01-01"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day_of(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap(), day);
        }
    }

    #[test]
    fn seconds() {
        for (seconds, second) in
            [(951_782_399, "2000-02-28T23:59:59Z"), (1_709_251_200, "2024-03-01T00:00:00Z")]
        {
            assert_eq!(second_of(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap(), second);
        }
    }
}
