use crate::filter::CardFilter;
use crate::fold::spaced;
use crate::search_text::{SearchText, Sought};
use crate::{Card, Change, Error, Holding, KnownTypes, Store, TrustedIssuer, Wallet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_type_metadata::MetadataVersion;

/// How many search texts are made before they are kept.
const AT_ONCE: usize = 256;

impl<S: Store> Wallet<S> {
    /// The cards that `filter` lets through and how they stand at `now`.
    ///
    /// The first search for words after unlocking reads the words of all cards; where the store has none of a card, as after
    /// an update of this program, they are made from its token and kept.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn search(&mut self, filter: &CardFilter, now: Timestamp) -> Result<Vec<Holding>, Error> {
        let sought = Sought::new(&filter.text);
        if !sought.is_empty() {
            self.make_search_texts()?;
        }
        let trusted = self.trusted_ids()?;
        let texts = if sought.is_empty() { None } else { Some(self.store.search_texts()?) };
        let texts: HashMap<&str, &str> = texts
            .iter()
            .flat_map(|texts| texts.iter())
            .map(|text| (text.card.as_str(), text.words.as_str()))
            .collect();
        let types = if sought.is_empty() {
            KnownTypes::default()
        } else {
            self.types_of(self.store.cards()?.iter())?
        };
        let names = types.folded_names();
        let part = filter.issuer.as_ref().map(|part| part.to_lowercase());
        let of_type = filter.credential_type.as_ref().map(|part| part.to_lowercase());
        let has = |whole: &str, part: &Option<String>| {
            part.as_ref().is_none_or(|part| whole.to_lowercase().contains(part.as_str()))
        };

        let mut found = Vec::new();
        for card in self.store.cards()?.iter() {
            let vct = card.credential_type.as_ref().map_or("", |vct| vct.as_str());
            if !has(card.issuer.as_str(), &part)
                || !has(vct, &of_type)
                || filter.tag.as_ref().is_some_and(|tag| !card.tags.contains(tag))
                || !is_found(card, &sought, &texts, &names)
            {
                continue;
            }
            let state = card.state(now, trusted.contains(&card.issuer));
            let holding = Holding { card: card.clone(), state };
            if filter.standings.is_empty() || filter.standings.iter().any(|one| one.fits(&holding, now)) {
                found.push(holding);
            }
        }
        filter.order.sort(&mut found);
        Ok(found)
    }

    pub(crate) fn trusted_ids(&self) -> Result<BTreeSet<IssuerId>, Error> {
        Ok(self.store.issuers()?.into_iter().map(|trusted| trusted.issuer).collect())
    }

    /// Makes and keeps the search texts that the store does not have. A card whose token cannot be opened now, as when its
    /// issuer is no longer trusted, gets one once it can be.
    fn make_search_texts(&mut self) -> Result<(), Error> {
        let missing: Vec<Card> = {
            let texts = self.store.search_texts()?;
            let known: BTreeSet<&str> = texts.iter().map(|text| text.card.as_str()).collect();
            let cards = self.store.cards()?;
            cards.iter().filter(|card| !known.contains(card.id.as_str())).cloned().collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let issuers = self.store.issuers()?;
        for cards in missing.chunks(AT_ONCE) {
            let mut changes = Vec::new();
            for card in cards {
                if let Some(text) = self.search_text_of(card, &issuers)? {
                    changes.push(Change::PutSearchText(text));
                }
            }
            if !changes.is_empty() {
                self.store.commit(changes)?;
            }
        }
        Ok(())
    }

    fn search_text_of(&self, card: &Card, issuers: &[TrustedIssuer]) -> Result<Option<SearchText>, Error> {
        let Some(copy) = card.copies.first() else { return Ok(None) };
        if !issuers.iter().any(|trusted| trusted.issuer == card.issuer) {
            return Ok(None);
        }
        match self.open(card, copy.id) {
            Ok(held) => Ok(Some(SearchText::of(card, &held))),
            Err(error @ Error::Store(_)) => Err(error),
            // What refuses it is said where the card is looked at.
            Err(_) => Ok(None),
        }
    }
}

/// A card without a search text is still found by its type and issuer. What a type is called can change, and is no part of the text.
fn is_found(
    card: &Card,
    sought: &Sought,
    texts: &HashMap<&str, &str>,
    names: &BTreeMap<MetadataVersion, String>,
) -> bool {
    if sought.is_empty() {
        return true;
    }
    let tags: String = card.tags.iter().map(|tag| spaced(&tag.folded())).collect();
    let name = card.type_metadata.and_then(|version| names.get(&version)).map_or("", String::as_str);
    match texts.get(card.id.as_str()) {
        Some(words) => sought.is_in(&[words, &tags, name]),
        None => sought.is_in(&[&SearchText::of_card(card).words, &tags, name]),
    }
}
