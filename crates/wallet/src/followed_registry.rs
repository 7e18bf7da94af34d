use crate::{Error, RegistryId};
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_accumulator::{Registry, UnverifiedStatement, VerifiedStatement};
use vouchsafe_credential::RegistryReference;

/// A registry as this wallet has followed it, as it was stored: texts, verified again each time they are used. The same for all
/// holders but for how far it was followed.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowedRegistry {
    pub(crate) reference: RegistryReference,
    /// As its issuer published it.
    pub(crate) description: String,
    /// By their periods: the newest and the one before it, and those that copies are at which have not caught up.
    pub(crate) statements: BTreeMap<u64, String>,
    /// Two statements of its issuer that contradict each other: they convince anybody who has the description.
    pub(crate) fork: Option<[String; 2]>,
}

impl FollowedRegistry {
    /// A registry of which only the description is known.
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            reference: registry.reference().clone(),
            description: registry.to_json(),
            statements: BTreeMap::new(),
            fork: None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> RegistryId {
        RegistryId::of(&self.reference)
    }

    /// The newest period that is known.
    pub(crate) fn newest(&self) -> Option<u64> {
        self.statements.last_key_value().map(|(number, _)| *number)
    }

    pub(crate) fn open(&self) -> Result<Registry, Error> {
        let registry = Registry::parse(&self.description)?;
        registry.admit(&self.reference)?;
        Ok(registry)
    }

    /// The statement of a period, if it is here.
    pub(crate) fn statement(
        &self,
        registry: &Registry,
        number: u64,
    ) -> Result<Option<VerifiedStatement>, Error> {
        let Some(text) = self.statements.get(&number) else { return Ok(None) };
        let statement = UnverifiedStatement::parse(text)?.verify(registry)?;
        if statement.number() != number {
            return Err(Error::StoredMalformed { what: "registry" });
        }
        Ok(Some(statement))
    }
}

/// Which registry and which periods, no texts.
impl fmt::Debug for FollowedRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let periods: Vec<u64> = self.statements.keys().copied().collect();
        write!(f, "FollowedRegistry({:?}, {periods:?})", self.reference)
    }
}
