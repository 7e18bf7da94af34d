use crate::{Change, Error, FollowedRegistry, RegistryId, StatementId, StatementText};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vouchsafe_credential::RegistryReference;

/// What a store keeps of a [`FollowedRegistry`] in one place: all but the texts of its statements, which it names.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryRecord {
    pub(crate) reference: RegistryReference,
    pub(crate) description: String,
    pub(crate) statements: BTreeMap<u64, StatementId>,
    pub(crate) fork: Option<[StatementId; 2]>,
}

impl RegistryRecord {
    /// The name of the registry.
    #[must_use]
    pub fn id(&self) -> RegistryId {
        RegistryId::of(&self.reference)
    }

    /// The texts that it names, each once.
    pub(crate) fn texts(&self) -> BTreeSet<StatementId> {
        self.statements.values().chain(self.fork.iter().flatten()).copied().collect()
    }

    /// The registry with its texts.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if `text` has not all of them; those of `text`.
    pub(crate) fn with_texts<E: From<Error>>(
        self,
        text: impl Fn(StatementId) -> Result<Option<StatementText>, E>,
    ) -> Result<FollowedRegistry, E> {
        let find = |id: StatementId| -> Result<String, E> {
            let found = text(id)?.ok_or(Error::StoredMalformed { what: "registry" })?;
            Ok(found.text)
        };
        let Self { reference, description, statements, fork } = self;
        let statements = statements
            .into_iter()
            .map(|(number, id)| Ok((number, find(id)?)))
            .collect::<Result<BTreeMap<_, _>, E>>()?;
        let fork = fork.map(|[one, other]| Ok::<_, E>([find(one)?, find(other)?])).transpose()?;
        Ok(FollowedRegistry { reference, description, statements, fork })
    }
}

impl FollowedRegistry {
    /// What is stored of it beside its texts.
    pub(crate) fn record(&self) -> RegistryRecord {
        let registry = self.id();
        let id = |text: &String| StatementId::of(registry, text);
        RegistryRecord {
            reference: self.reference.clone(),
            description: self.description.clone(),
            statements: self.statements.iter().map(|(number, text)| (*number, id(text))).collect(),
            fork: self.fork.as_ref().map(|texts| texts.each_ref().map(id)),
        }
    }

    /// The changes that put it where `before` is, or nothing.
    pub(crate) fn put(&self, before: Option<&RegistryRecord>) -> Vec<Change> {
        let record = self.record();
        let (old, new) = (before.map(RegistryRecord::texts).unwrap_or_default(), record.texts());
        let mut changes = Vec::new();
        let mut put = BTreeSet::new();
        for text in self.statements.values().chain(self.fork.iter().flatten()) {
            let text = StatementText { registry: record.id(), text: text.clone() };
            if !old.contains(&text.id()) && put.insert(text.id()) {
                changes.push(Change::PutStatement(text));
            }
        }
        changes.extend(old.difference(&new).copied().map(Change::DeleteStatement));
        changes.push(Change::PutRegistry(record));
        changes
    }
}

/// Which registry and which periods, no texts.
impl fmt::Debug for RegistryRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let periods: Vec<u64> = self.statements.keys().copied().collect();
        write!(f, "RegistryRecord({:?}, {periods:?})", self.reference)
    }
}
