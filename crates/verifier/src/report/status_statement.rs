use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;
use vouchsafe_credential::{Duration, Timestamp};

/// The evidence of the status that the decision rests on: what list or registry, of when, signed by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusStatement {
    pub(crate) list: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) age: Duration,
    pub(crate) signed_by: String,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) period: Option<ProvenPeriod>,
}

/// The period of a registry in which a BBS credential is shown not to be revoked, and the newest that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenPeriod {
    pub(crate) number: u64,
    pub(crate) newest: u64,
}

impl ProvenPeriod {
    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> u64 {
        self.number
    }

    /// The number of the newest period of which the verifier had a statement.
    #[must_use]
    pub fn newest(self) -> u64 {
        self.newest
    }

    /// How many periods lie between: a credential that was revoked in them, or since, passes all the same.
    #[must_use]
    pub fn lag(self) -> u64 {
        self.newest.saturating_sub(self.number)
    }
}

impl StatusStatement {
    /// The address of the list, or of the registry, which is also its name.
    #[must_use]
    pub fn list(&self) -> &str {
        &self.list
    }

    /// When the list was made (`iat`), or when the period started: what is said holds as of then.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// How long before the decision that was.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.age
    }

    /// Who signed the list: the issuer, or the delegate that the trust list names for it. For a registry, the issuer whose credentials
    /// name its key.
    #[must_use]
    pub fn signed_by(&self) -> &str {
        &self.signed_by
    }

    /// When the verifier had the list; `None` if the presenter brought it along, and for a registry.
    #[must_use]
    pub fn received_at(&self) -> Option<Timestamp> {
        self.received_at
    }

    /// Whether the presenter brought it along.
    #[must_use]
    pub fn is_stapled(&self) -> bool {
        self.received_at.is_none() && self.period.is_none()
    }

    /// Of a registry, which period was proven.
    #[must_use]
    pub fn period(&self) -> Option<ProvenPeriod> {
        self.period
    }
}

/// `as of 2026-03-01T12:00:00Z (1 h ago), list signed by https://issuer.example`, or
/// `as of 2026-03-01T12:00:00Z (1 h ago), in period 7 of a registry, one before the newest`
impl fmt::Display for StatusStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as of {} ({} ago), ", self.issued_at, self.age)?;
        let Some(period) = self.period else {
            let stapled = if self.is_stapled() { ", brought by the presenter" } else { "" };
            let signed_by = vouchsafe_credential::shown::escape(&self.signed_by);
            return write!(f, "list signed by {signed_by}{stapled}");
        };
        write!(f, "in period {} of a registry, ", period.number)?;
        match period.lag() {
            0 => f.write_str("the newest"),
            1 => f.write_str("one before the newest"),
            lag => write!(f, "{lag} before the newest"),
        }
    }
}

impl Serialize for ProvenPeriod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut period = serializer.serialize_struct("ProvenPeriod", 3)?;
        period.serialize_field("number", &self.number)?;
        period.serialize_field("newest", &self.newest)?;
        period.serialize_field("lag", &self.lag())?;
        period.end()
    }
}

/// Times in Unix seconds.
impl Serialize for StatusStatement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut statement = serializer.serialize_struct("StatusStatement", 6)?;
        statement.serialize_field("list", &self.list)?;
        statement.serialize_field("issued_at", &self.issued_at.as_unix())?;
        statement.serialize_field("age_s", &self.age.as_secs())?;
        statement.serialize_field("signed_by", &self.signed_by)?;
        statement.serialize_field("received_at", &self.received_at.map(Timestamp::as_unix))?;
        statement.serialize_field("period", &self.period)?;
        statement.end()
    }
}
