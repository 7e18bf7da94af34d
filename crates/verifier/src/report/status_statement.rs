use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;
use vouchsafe_credential::{Duration, Timestamp};

/// The evidence of the status that the decision rests on: what list, of when, signed by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusStatement {
    pub(crate) list: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) age: Duration,
    pub(crate) signed_by: String,
    pub(crate) received_at: Option<Timestamp>,
}

impl StatusStatement {
    /// The address of the list, which is also its name.
    #[must_use]
    pub fn list(&self) -> &str {
        &self.list
    }

    /// When the list was made (`iat`): what it says holds as of then.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// How long before the decision that was.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.age
    }

    /// Who signed the list: the issuer, or the delegate that the trust list names for it.
    #[must_use]
    pub fn signed_by(&self) -> &str {
        &self.signed_by
    }

    /// When the verifier had it; `None` if the presenter brought it along.
    #[must_use]
    pub fn received_at(&self) -> Option<Timestamp> {
        self.received_at
    }
}

/// `as of 2026-03-01T12:00:00Z (1 h ago), list signed by https://issuer.example`
impl fmt::Display for StatusStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stapled = if self.received_at.is_none() { ", brought by the presenter" } else { "" };
        write!(
            f,
            "as of {} ({} ago), list signed by {}{stapled}",
            self.issued_at,
            self.age,
            vouchsafe_credential::shown::escape(&self.signed_by)
        )
    }
}

/// Times in Unix seconds.
impl Serialize for StatusStatement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut statement = serializer.serialize_struct("StatusStatement", 5)?;
        statement.serialize_field("list", &self.list)?;
        statement.serialize_field("issued_at", &self.issued_at.as_unix())?;
        statement.serialize_field("age_s", &self.age.as_secs())?;
        statement.serialize_field("signed_by", &self.signed_by)?;
        statement.serialize_field("received_at", &self.received_at.map(Timestamp::as_unix))?;
        statement.end()
    }
}
