use vouchsafe_credential::{Duration, Timestamp};

/// With how many others a holder shares the date on which the credential expires. Every verifier sees that date, so it is all
/// the same for those who were issued theirs in one day, or in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cohort {
    /// All of one UTC day.
    Day,
    /// All of one week of UTC days.
    Week,
}

impl Cohort {
    /// Fewer credentials of one type than this in a day, and a day has too few holders to be lost among.
    pub const FEWEST_A_DAY: u64 = 100;

    /// For a type of which so many are issued in a day.
    #[must_use]
    pub fn of(issued_a_day: u64) -> Self {
        if issued_a_day < Self::FEWEST_A_DAY { Self::Week } else { Self::Day }
    }

    /// The `exp` of a credential that is to hold until `moment` and no longer: the start of the day or week that `moment` is in. A
    /// week has its turn on Thursday, as 1970-01-01 was one.
    #[must_use]
    pub fn expiry(self, moment: Timestamp) -> Timestamp {
        moment.floor_to(match self {
            Self::Day => DAY,
            Self::Week => Duration::from_days(7),
        })
    }
}

const DAY: Duration = Duration::from_days(1);

/// Whether a date tells no more than a UTC day.
pub(crate) fn is_coarse(moment: Timestamp) -> bool {
    moment.floor_to(DAY) == moment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_holders_share_a_week() {
        assert_eq!(
            [0, 99, 100, u64::MAX].map(Cohort::of),
            [Cohort::Week, Cohort::Week, Cohort::Day, Cohort::Day]
        );
        let moment: Timestamp = "2026-11-21T18:40:35Z".parse().unwrap();
        assert_eq!(Cohort::Day.expiry(moment).to_string(), "2026-11-21T00:00:00Z");
        assert_eq!(Cohort::Week.expiry(moment).to_string(), "2026-11-19T00:00:00Z");
        for cohort in [Cohort::Day, Cohort::Week] {
            assert!(is_coarse(cohort.expiry(moment)));
            assert_eq!(cohort.expiry(cohort.expiry(moment)), cohort.expiry(moment));
        }
        assert!(!is_coarse(moment));
    }
}
