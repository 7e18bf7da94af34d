use crate::limits::MAX_VALUES;
use crate::read::Reader;
use crate::{ClaimId, Error, ExpectedValue, Place};
use std::collections::BTreeSet;
use vouchsafe_credential::ClaimPath;
use vouchsafe_credential::json::Value;

/// One claim that is asked for (OpenID4VP section 6.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimQuery {
    id: Option<ClaimId>,
    path: ClaimPath,
    values: BTreeSet<ExpectedValue>,
}

impl ClaimQuery {
    pub(crate) fn read(value: Value<'_>, at: Place) -> Result<Self, Error> {
        let reader = Reader::new(value, at, "claims")?;
        let id = match reader.optional("id") {
            Some(_) => Some(ClaimId::new(reader.text("id")?).map_err(|_| Error::IdMalformed { at })?),
            None => None,
        };
        let path = ClaimPath::from_value(reader.required("path")?)
            .map_err(|error| Error::PathMalformed { at, error })?;
        let mut values = BTreeSet::new();
        for value in reader.optional_list("values", MAX_VALUES)?.into_iter().flatten() {
            values.insert(ExpectedValue::of(value).ok_or(Error::ValueMalformed { at })?);
        }
        Ok(Self { id, path, values })
    }

    /// By what the claim sets name it.
    #[must_use]
    pub fn id(&self) -> Option<&ClaimId> {
        self.id.as_ref()
    }

    /// Which claim.
    #[must_use]
    pub fn path(&self) -> &ClaimPath {
        &self.path
    }

    /// What the claim has to be; any value will do if there is none.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &ExpectedValue> {
        self.values.iter()
    }

    /// True if the claim may have this value.
    pub(crate) fn admits(&self, value: Value<'_>) -> bool {
        self.values.is_empty() || ExpectedValue::of(value).is_some_and(|value| self.values.contains(&value))
    }
}
