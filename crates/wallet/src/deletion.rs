use crate::history::{CardName, Entry, Event, Progress};
use crate::{Card, Change, Error, RegistryId, RegistryRecord, SpentCopy, Store, Wallet};
use std::collections::BTreeSet;
use vouchsafe_credential::{CredentialId, Timestamp};

/// What deleting a card means, to be said before it is done. A deletion cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequences {
    /// How many copies never shown are lost.
    pub copies_left: usize,
    /// How many holder keys go with it. Without its key a credential cannot be shown, even if it is imported again: its
    /// issuer has to issue a new one.
    pub keys_deleted: usize,
    /// How many showings the history knows.
    pub showings: usize,
    /// How many of those wait to be sent, or for it to be known what became of them; their bytes are lost.
    pub unsettled: usize,
    /// The cards that this one replaces: they stand for themselves again.
    pub replaces: Vec<CredentialId>,
    /// The newer card that replaces this one, and stays.
    pub replaced_by: Option<CredentialId>,
    /// How many one-time copies were shown. Even if the history goes, a mark of each stays: see [`SpentCopy`].
    pub spent: usize,
}

/// What happens to the history of a card that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryOnDelete {
    /// It stays, with the deletion as its last entry: who was shown which fields, no values.
    Keep,
    /// It goes with the card: nothing tells that this card was there, or who saw it. What was shown of other cards together with
    /// it stays. Of each one-time copy that was shown a mark stays, which says nothing of the card: see [`SpentCopy`].
    Forget,
}

impl<S: Store> Wallet<S> {
    /// What deleting a card would mean.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Store`].
    pub fn deletion(&self, id: &CredentialId) -> Result<Consequences, Error> {
        let card = self.load_card(id)?;
        let mut keys_deleted = 0;
        for change in self.release_keys(&card)? {
            keys_deleted += usize::from(matches!(change, Change::DeleteHolderKey(_)));
        }
        let history = self.store.history()?;
        let progress = |entry: &Entry| match &entry.event {
            Event::Shared(sharing) if entry.is_about(id) => Some(sharing.progress),
            _ => None,
        };
        let unsettled = |progress: &Progress| matches!(progress, Progress::Pending);
        let replaces = self.replaced_by(id)?.into_iter().map(|older| older.id).collect();
        Ok(Consequences {
            copies_left: card.copies_left(),
            keys_deleted,
            showings: history.iter().filter_map(progress).count(),
            unsettled: history.iter().filter_map(progress).filter(unsettled).count(),
            replaces,
            spent: card.spent().count(),
            replaced_by: card.replaced_by,
        })
    }

    /// Deletes a card with its copies, and its keys unless other cards are bound to them; status lists, registries and type
    /// metadata that no other card names go too, but for a registry whose issuer contradicted itself.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Store`].
    pub fn delete(
        &mut self,
        id: &CredentialId,
        history: HistoryOnDelete,
        now: Timestamp,
    ) -> Result<(), Error> {
        let card = self.load_card(id)?;
        let mut changes = self.release_keys(&card)?;
        changes.extend(card.copies.iter().map(|copy| Change::DeleteCredential(copy.id)));
        changes.extend(self.release_status_lists(&card)?);
        changes.extend(self.release_registries(&card)?);
        changes.extend(self.release_type_metadata(&card)?);
        for mut entry in self.store.history()?.iter().filter(|entry| entry.is_about(id)).cloned() {
            // What waits to be sent holds claim values, which are not to outlive the card.
            match (history, &mut entry.event) {
                (HistoryOnDelete::Forget, Event::Shared(sharing))
                    if sharing.parts.iter().any(|part| part.card.id != *id) =>
                {
                    sharing.parts.retain(|part| part.card.id != *id);
                    changes.push(Change::PutEntry(entry, None));
                }
                (HistoryOnDelete::Forget, _) => changes.push(Change::DeleteEntry(entry.id)),
                (HistoryOnDelete::Keep, Event::Shared(sharing)) if sharing.progress == Progress::Pending => {
                    changes.push(Change::PutEntry(entry, None));
                }
                (HistoryOnDelete::Keep, _) => {}
            }
        }
        if history == HistoryOnDelete::Keep {
            let deleted = Event::Deleted { card: CardName::of(&card) };
            changes.push(Change::PutEntry(self.entry(now, deleted)?, None));
        }
        changes.extend(
            self.replaced_by(id)?
                .into_iter()
                .map(|older| Change::PutCard(Card { replaced_by: None, ..older })),
        );
        if history == HistoryOnDelete::Forget {
            changes.extend(card.spent().map(|copy| Change::PutSpentCopy(SpentCopy::of(copy.id))));
        }
        changes.push(Change::DeleteSearchText(card.id.clone()));
        changes.push(Change::DeleteCard(card.id));
        Ok(self.store.commit(changes)?)
    }

    /// The holder keys of a card: deleted, or used once less.
    fn release_keys(&self, card: &Card) -> Result<Vec<Change>, Error> {
        let mut changes = Vec::new();
        // No two copies of a card are bound to the same key.
        for thumbprint in card.copies.iter().filter_map(|copy| copy.holder_key) {
            let Some(mut key) = self.store.holder_key(thumbprint)? else { continue };
            key.about.uses = key.about.uses.saturating_sub(1);
            changes.push(if key.about.uses == 0 {
                Change::DeleteHolderKey(thumbprint)
            } else {
                Change::PutHolderKey(key)
            });
        }
        Ok(changes)
    }

    /// The registries that no other card is of. The evidence of a fork stays: a card that is imported later must not be taken for one
    /// of a registry of which nothing bad is known.
    fn release_registries(&self, card: &Card) -> Result<Vec<Change>, Error> {
        let named = |card: &Card| -> BTreeSet<RegistryId> {
            let memberships = card.copies.iter().filter_map(|copy| copy.membership.as_ref());
            memberships.map(|of| RegistryId::of(&of.registry)).collect()
        };
        let mut released = named(card);
        for other in self.store.cards()?.iter().filter(|other| other.id != card.id) {
            released.retain(|id| !named(other).contains(id));
        }
        let mut changes = Vec::new();
        for id in released {
            let record = self.store.registry_record(id)?;
            if record.as_ref().is_some_and(|record| record.fork.is_some()) {
                continue;
            }
            changes.extend(record.iter().flat_map(RegistryRecord::texts).map(Change::DeleteStatement));
            changes.push(Change::DeleteRegistry(id));
        }
        Ok(changes)
    }

    fn release_status_lists(&self, card: &Card) -> Result<Vec<Change>, Error> {
        let named = |card: &Card| -> BTreeSet<String> {
            card.copies.iter().filter_map(|copy| copy.published_at()).map(str::to_owned).collect()
        };
        let mut released = named(card);
        if !released.is_empty() {
            let others = self.store.cards()?;
            for other in others.iter().filter(|other| other.id != card.id && other.issuer == card.issuer) {
                for uri in named(other) {
                    released.remove(&uri);
                }
            }
        }
        let gone = |uri: &String| Change::DeleteStatusEvidence(card.issuer.clone(), uri.clone());
        let mut changes: Vec<Change> = released.iter().map(gone).collect();
        if let Some(mut plan) = self.store.status_plan()? {
            let before = plan.checks.len();
            plan.checks
                .retain(|check| check.need.issuer != card.issuer || !released.contains(&check.need.uri));
            if plan.checks.len() < before {
                changes.push(Change::PutStatusPlan(plan));
            }
        }
        Ok(changes)
    }
}
