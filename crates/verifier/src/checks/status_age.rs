use crate::Policy;
use crate::policy::STRICT_STATUS_AGE;
use std::fmt;
use vouchsafe_credential::Duration;

/// How old what is known of a status may be.
pub(super) struct StatusAge {
    most: Duration,
    strict: Duration,
    by_periods: bool,
}

impl StatusAge {
    /// Of a status list.
    pub(super) fn of_list(policy: &Policy) -> Self {
        Self { most: policy.max_status_age, strict: STRICT_STATUS_AGE, by_periods: false }
    }

    /// Of the newest statement about a registry with such periods. The next statement is a period later, and may take another to get
    /// here: a policy that wants less would refuse what nobody can have newer.
    pub(super) fn of_statement(policy: &Policy, period: Duration) -> Self {
        let periods = Duration::from_secs(period.as_secs().saturating_mul(2));
        Self {
            most: policy.max_status_age.max(periods),
            strict: STRICT_STATUS_AGE.max(periods),
            by_periods: periods > policy.max_status_age,
        }
    }

    pub(super) fn admits(&self, age: Duration) -> bool {
        age <= self.most
    }

    /// True if the strict policy admits it.
    pub(super) fn is_strict(&self, age: Duration) -> bool {
        age <= self.strict
    }
}

/// `at most 1 day is accepted`
impl fmt::Display for StatusAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {} is accepted", self.most)?;
        if self.by_periods { f.write_str(", two periods of the registry") } else { Ok(()) }
    }
}
