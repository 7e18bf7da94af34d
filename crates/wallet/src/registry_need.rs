use crate::{CredentialCopy, Error, FollowedRegistry, RegistryId, Store, Wallet};
use std::collections::BTreeMap;
use vouchsafe_accumulator::segment_of;
use vouchsafe_credential::{RegistryReference, Timestamp};

/// What is to be fetched of a registry, so that cards of it can be shown: the same files for everyone, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryNeed {
    /// The registry, as cards name it: its id is where it is published.
    pub reference: RegistryReference,
    /// Whether its description is to be fetched.
    pub description: bool,
    /// The first file of statements that is to be fetched, by its number from 0; all after it that there are come along.
    pub segment: u64,
    /// Two statements that its issuer signed and that contradict each other, to be passed on: nothing more of it is worth fetching.
    pub fork: Option<[String; 2]>,
}

impl<S: Store> Wallet<S> {
    /// What is to be fetched of each registry that a card names which has not ended: on a schedule, see
    /// [`StatusPlan`](crate::StatusPlan), for all cards together, and never because a verifier asks. Those that were revoked have it
    /// fetched on as the others do, so that whoever serves it does not learn of it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn registry_needs(&self, now: Timestamp) -> Result<Vec<RegistryNeed>, Error> {
        let cards = self.store.cards()?;
        let mut needs: BTreeMap<RegistryId, (RegistryReference, u64)> = BTreeMap::new();
        let mut records = BTreeMap::new();
        for copy in cards.iter().flat_map(|card| &card.copies).filter(|copy| !copy.ended(now)) {
            let Some(membership) = &copy.membership else { continue };
            let id = RegistryId::of(&membership.registry);
            if let std::collections::btree_map::Entry::Vacant(entry) = records.entry(id) {
                entry.insert(self.store.registry(id)?);
            }
            let record = records.get(&id).and_then(Option::as_ref);
            let newest = record.and_then(FollowedRegistry::newest).filter(|_| copy.is_revoked());
            let segment = next_segment(record, newest.unwrap_or(membership.period));
            needs
                .entry(id)
                .and_modify(|(_, first)| *first = segment.min(*first))
                .or_insert_with(|| (membership.registry.clone(), segment));
        }
        let need = |(id, (reference, segment)): (RegistryId, (RegistryReference, u64))| {
            let record = records.get(&id).and_then(Option::as_ref);
            RegistryNeed {
                description: record.is_none(),
                segment,
                fork: record.and_then(|record| record.fork.clone()),
                reference,
            }
        };
        Ok(needs.into_iter().map(need).collect())
    }
}

/// The file of statements from which on a copy at this period has to catch up.
pub(crate) fn next_segment(record: Option<&FollowedRegistry>, period: u64) -> u64 {
    let is_known = record.is_some_and(|record| record.statements.contains_key(&period));
    segment_of(if is_known { period.saturating_add(1) } else { period })
}

/// Whether it is of use that a copy catches up: not once it ended, or was revoked.
pub(crate) fn follows(copy: &CredentialCopy, now: Timestamp) -> bool {
    copy.membership.is_some() && !copy.ended(now) && !copy.is_revoked()
}
