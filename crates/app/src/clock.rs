use std::time::{SystemTime, UNIX_EPOCH};
use vouchsafe_credential::Timestamp;

/// What this computer's clock says.
#[must_use]
pub fn now() -> Timestamp {
    let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix(match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => seconds(since),
        Err(before) => -seconds(before.duration()),
    })
}
