use crate::limits::MAX_ACCUMULATOR_STATEMENTS;
use crate::read::Reader;
use crate::{Error, Place};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{MAX_ID_LENGTH, base64url, shown};

/// A statement about a registry of unlinkable revocation that the verifier holds: a BBS credential of that registry is to be shown
/// as of its period. An entry of `meta.accumulator_statements` (docs/PROFILE.md).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AccumulatorStatement {
    registry: String,
    period: u64,
    digest: [u8; 32],
}

/// What it is called in `meta`.
const MEMBER: &str = "accumulator_statements";

impl AccumulatorStatement {
    /// Those in the `meta` of a credential query: of each registry one at most.
    pub(crate) fn read_all(meta: &Reader<'_>) -> Result<Vec<Self>, Error> {
        let mut statements = Vec::new();
        let mut registries = BTreeSet::new();
        let entries = meta.optional_list(MEMBER, MAX_ACCUMULATOR_STATEMENTS)?;
        for (position, entry) in entries.into_iter().flatten().enumerate() {
            let statement = Self::read(entry, meta.at.element(MEMBER, position))?;
            if !registries.insert(statement.registry.clone()) {
                return Err(meta.malformed(MEMBER));
            }
            statements.push(statement);
        }
        Ok(statements)
    }

    fn read(value: Value<'_>, at: Place) -> Result<Self, Error> {
        let reader = Reader::new(value, at, MEMBER)?;
        let period = reader.required("t")?.as_u64().filter(|period| *period > 0);
        let digest = base64url::decode(&*reader.text("digest")?).ok();
        Ok(Self {
            registry: reader.name("registry", MAX_ID_LENGTH)?.into_owned(),
            period: period.ok_or(reader.malformed("t"))?,
            digest: digest.and_then(|digest| digest.try_into().ok()).ok_or(reader.malformed("digest"))?,
        })
    }

    /// The registry's id.
    #[must_use]
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The number of the period, from 1.
    #[must_use]
    pub fn period(&self) -> u64 {
        self.period
    }

    /// The digest of the statement.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl fmt::Debug for AccumulatorStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccumulatorStatement({}, {})", shown::escape(&self.registry), self.period)
    }
}
