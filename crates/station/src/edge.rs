use getrandom::SysRng;
use rand_core::TryCryptoRng;
use std::time::{SystemTime, UNIX_EPOCH};
use vouchsafe_credential::Timestamp;

/// A source of random numbers.
pub type Randomness = Box<dyn TryCryptoRng<Error = getrandom::Error>>;

/// What comes from outside besides requests: the time, and random numbers. Nothing else in this crate asks the system for them.
pub struct Edge {
    /// The time.
    pub now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// A source of random numbers, for one request.
    pub randomness: Box<dyn Fn() -> Randomness + Send + Sync>,
}

impl Edge {
    /// The system's clock and random numbers.
    #[must_use]
    pub fn system() -> Self {
        Self { now: Box::new(system_time), randomness: Box::new(|| Box::new(SysRng)) }
    }
}

/// Before 1970 it is 1970: nothing is good then.
fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
