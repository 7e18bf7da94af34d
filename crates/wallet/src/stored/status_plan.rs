use super::{Kind, StoredForm};
use crate::status_plan::{KnownList, PlannedCheck, StatusPlan};
use crate::{Error, StatusNeed};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{IssuerId, Timestamp};

const KIND: Kind = Kind { name: "status plan", version: 1 };

#[derive(Serialize, Deserialize)]
struct PlanV1 {
    checks: Vec<CheckV1>,
}

#[derive(Serialize, Deserialize)]
struct CheckV1 {
    uri: String,
    issuer: String,
    as_of: Option<i64>,
    fresh_until: Option<i64>,
    at: i64,
}

impl StatusPlan {
    /// The plan as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let checks = self.checks.iter().map(|check| CheckV1 {
            uri: check.need.uri.clone(),
            issuer: check.need.issuer.as_str().to_owned(),
            as_of: check.known.map(|known| known.as_of.as_unix()),
            fresh_until: check.known.map(|known| known.fresh_until.as_unix()),
            at: check.at.as_unix(),
        });
        KIND.write(&PlanV1 { checks: checks.collect() }, &[])
    }

    /// The plan of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let plan: PlanV1 = KIND.read(version, meta)?;
        let check = |check: CheckV1| {
            let time = Timestamp::from_unix;
            let known = check.as_of.zip(check.fresh_until);
            Ok(PlannedCheck {
                need: StatusNeed { uri: check.uri, issuer: KIND.id(check.issuer, IssuerId::new)? },
                known: known.map(|(as_of, until)| KnownList { as_of: time(as_of), fresh_until: time(until) }),
                at: time(check.at),
            })
        };
        Ok(Self { checks: plan.checks.into_iter().map(check).collect::<Result<_, Error>>()? })
    }
}
