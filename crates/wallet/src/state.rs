use crate::limits::EXPIRES_SOON;
use vouchsafe_credential::{Duration, Timestamp};

/// How a card stands, by all that this wallet knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In its validity, and nothing speaks against it.
    Valid {
        /// Its end.
        until: Option<Timestamp>,
        /// When the issuer last said that it is not revoked, where the issuer says so at all.
        status_as_of: Option<Timestamp>,
    },
    /// Before its validity.
    NotYetValid {
        /// Its beginning.
        from: Timestamp,
    },
    /// After its validity.
    Expired {
        /// Its end.
        at: Timestamp,
    },
    /// The issuer set it aside, and may take that back.
    Suspended {
        /// When the issuer said so.
        as_of: Timestamp,
    },
    /// The issuer took it back for good.
    Revoked {
        /// When the issuer said so.
        as_of: Timestamp,
    },
    /// Nothing refutes it, and something that ought to be known is not.
    CannotTell {
        /// What is not known.
        doubt: Doubt,
        /// When the issuer last said that it is not revoked.
        last_good: Option<Timestamp>,
    },
}

/// Why the state of a card cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// Its issuer is no longer trusted here.
    IssuerNotTrusted,
    /// Its status list, or a statement about its registry, was never seen.
    StatusNeverSeen,
    /// Its status list, or a statement about its registry, was seen too long ago.
    StatusStale {
        /// When that was said.
        as_of: Timestamp,
    },
    /// The issuer of its registry signed statements that contradict each other.
    RegistryForked,
    /// Its status list has no such entry.
    StatusNotListed,
    /// Its status is a value that only its issuer's own rules explain, or none that is known.
    StatusNotUnderstood {
        /// The value.
        value: u8,
    },
}

impl State {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Valid { .. } => "valid",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::Expired { .. } => "expired",
            Self::Suspended { .. } => "suspended",
            Self::Revoked { .. } => "revoked",
            Self::CannotTell { .. } => "cannot_tell",
        }
    }

    /// True if a verifier will most likely refuse it.
    #[must_use]
    pub const fn is_refuted(&self) -> bool {
        !matches!(self, Self::Valid { .. } | Self::CannotTell { .. })
    }

    /// As a person says it, in English.
    #[must_use]
    pub fn words(&self, now: Timestamp) -> String {
        match self {
            Self::Valid { until, .. } => match until.and_then(|until| until.since(now)) {
                Some(left) if left <= EXPIRES_SOON => format!("expires {}", in_days(left)),
                _ => String::from("valid"),
            },
            Self::NotYetValid { from } => format!("not yet valid: from {from}"),
            Self::Expired { at } => format!("expired on {}", day(*at)),
            Self::Suspended { as_of } => format!("suspended as of {as_of}"),
            Self::Revoked { as_of } => format!("revoked as of {as_of}"),
            Self::CannotTell { doubt, last_good: None } => format!("can't tell: {}", doubt.words()),
            Self::CannotTell { doubt, last_good: Some(good) } => {
                format!("can't tell: {}; last known good {good}", doubt.words())
            }
        }
    }
}

impl Doubt {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::IssuerNotTrusted => "issuer_not_trusted",
            Self::StatusNeverSeen => "status_never_seen",
            Self::StatusStale { .. } => "status_stale",
            Self::RegistryForked => "registry_forked",
            Self::StatusNotListed => "status_not_listed",
            Self::StatusNotUnderstood { .. } => "status_not_understood",
        }
    }

    /// As a person says it, in English.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::IssuerNotTrusted => String::from("its issuer is no longer trusted here"),
            Self::StatusNeverSeen => String::from("its status was never looked up"),
            Self::StatusStale { as_of } => format!("what is known of its status is from {as_of}"),
            Self::RegistryForked => {
                String::from("its issuer shows different people different lists of what it revoked")
            }
            Self::StatusNotListed => String::from("its issuer's status list does not list it"),
            Self::StatusNotUnderstood { value } => {
                format!("its status has a meaning of its issuer's own (value {value})")
            }
        }
    }
}

fn day(at: Timestamp) -> String {
    let text = at.to_string();
    text.split_once('T').map_or(text.clone(), |(day, _)| day.to_owned())
}

pub(crate) fn in_days(left: Duration) -> String {
    match left.as_secs() / 86_400 {
        0 => format!("in {left}"),
        1 => String::from("in 1 day"),
        days => format!("in {days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

    fn valid_for(seconds: u64) -> State {
        State::Valid { until: Some(NOW.saturating_add(Duration::from_secs(seconds))), status_as_of: None }
    }

    #[test]
    fn words() {
        let said = [
            (State::Valid { until: None, status_as_of: None }, "valid"),
            (valid_for(30 * 86_400 + 1), "valid"),
            (valid_for(30 * 86_400), "expires in 30 days"),
            (valid_for(12 * 86_400 + 5), "expires in 12 days"),
            (valid_for(86_400), "expires in 1 day"),
            (valid_for(5_400), "expires in 1 h 30 min"),
            (State::NotYetValid { from: NOW }, "not yet valid: from 2023-11-14T22:13:20Z"),
            (State::Expired { at: NOW }, "expired on 2023-11-14"),
            (State::Suspended { as_of: NOW }, "suspended as of 2023-11-14T22:13:20Z"),
            (State::Revoked { as_of: NOW }, "revoked as of 2023-11-14T22:13:20Z"),
            (
                State::CannotTell { doubt: Doubt::StatusNeverSeen, last_good: None },
                "can't tell: its status was never looked up",
            ),
            (
                State::CannotTell { doubt: Doubt::StatusNotListed, last_good: Some(NOW) },
                "can't tell: its issuer's status list does not list it; last known good 2023-11-14T22:13:20Z",
            ),
        ];
        for (state, words) in said {
            assert_eq!(state.words(NOW), words);
        }
    }
}
