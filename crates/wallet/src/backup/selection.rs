use crate::{Card, Change, Error, RegistryId, Reissue, Store, Usage, Wallet};
use std::collections::{BTreeMap, BTreeSet};

/// What goes into a backup.
#[derive(Debug)]
pub struct Selection {
    /// The changes that make it in an empty store.
    pub things: Vec<Change>,
    /// How many cards will come back.
    pub cards: u32,
    /// Those that will have to be issued again, in the order of [`Wallet::cards`]; then those that wait for it already.
    pub reissues: Vec<Reissue>,
}

impl<S: Store> Wallet<S> {
    /// What a backup made now has to hold.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if a card's token or key is gone; [`Error::Store`].
    pub fn selection(&self) -> Result<Selection, Error> {
        let cards = self.store.cards()?;
        let (kept, one_time): (Vec<&Card>, Vec<&Card>) =
            cards.iter().partition(|card| card.usage == Usage::Reusable);
        let mut reissues: Vec<Reissue> = one_time.iter().map(|card| Reissue::of(card)).collect();
        reissues.extend(self.store.reissues()?);

        let mut things: Vec<Change> = self.store.issuers()?.into_iter().map(Change::PutIssuer).collect();
        things.extend(self.kept_keys(&kept)?.into_iter().map(Change::PutHolderKey));
        let mut lists = BTreeSet::new();
        for card in &kept {
            for copy in &card.copies {
                let token = self.store.credential(copy.id)?;
                things
                    .push(Change::PutCredential(token.ok_or(Error::StoredMalformed { what: "credential" })?));
                lists.extend(copy.status.as_ref().map(|status| (&card.issuer, status.uri())));
            }
            things.push(Change::PutCard((*card).clone()));
        }
        let memberships =
            kept.iter().flat_map(|card| &card.copies).filter_map(|copy| copy.membership.as_ref());
        let registries: BTreeSet<_> = memberships.map(|of| RegistryId::of(&of.registry)).collect();
        for id in registries {
            things.extend(self.store.registry(id)?.iter().flat_map(|registry| registry.put(None)));
        }
        let described: BTreeSet<_> = kept.iter().filter_map(|card| card.type_metadata).collect();
        for version in described {
            things.extend(self.store.type_metadata(version)?.map(Change::PutTypeMetadata));
        }
        for (issuer, uri) in lists {
            things.extend(self.store.status_evidence(issuer, uri)?.map(Change::PutStatusEvidence));
        }
        things.extend(reissues.iter().cloned().map(Change::PutReissue));
        // A copy that was shown by the wallet of before was shown.
        things.extend(self.store.spent_copies()?.into_iter().map(Change::PutSpentCopy));
        // Without what waits to be sent: whether it was, nobody will know when the backup is used.
        things.extend(self.store.history()?.iter().cloned().map(|entry| Change::PutEntry(entry, None)));
        let cards = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        Ok(Selection { things, cards, reissues })
    }

    /// The keys of these cards, and those that no card is bound to yet: an issuer may be about to use them. Those that were made for an issuance
    /// that waits are left out as it is: what comes of it may be one-time copies.
    fn kept_keys(&self, cards: &[&Card]) -> Result<Vec<crate::HolderKey>, Error> {
        let mut uses: BTreeMap<_, u32> = BTreeMap::new();
        for key in cards.iter().flat_map(|card| &card.copies).filter_map(|copy| copy.holder_key) {
            let count = uses.entry(key).or_default();
            *count = count.saturating_add(1);
        }
        let mut kept = Vec::new();
        let waiting = self.store.issuances()?;
        let is_awaited = |id| waiting.iter().any(|issuance| issuance.keys.contains(&id));
        for about in self.store.holder_keys()? {
            let id = about.thumbprint();
            if about.uses == 0 && is_awaited(id) {
                continue;
            }
            let now_used = uses.get(&id).copied().unwrap_or_default();
            if about.uses > 0 && now_used == 0 {
                continue;
            }
            let mut key = self.store.holder_key(id)?.ok_or(Error::StoredMalformed { what: "holder key" })?;
            key.about.uses = now_used;
            kept.push(key);
        }
        Ok(kept)
    }
}
