use crate::fold::{fold, spaced};
use crate::held::Held;
use crate::{Card, Change, Error, IssuerKey, Profile, Store, Tokens, TypeMetadataRecord, Wallet};
use std::collections::BTreeMap;
use vouchsafe_credential::CredentialId;
use vouchsafe_type_metadata::{Difference, MetadataVersion, TypeMetadata, TypeMetadataChain};

/// The type metadata that cards pin, to name them by.
#[derive(Debug, Clone, Default)]
pub struct KnownTypes(BTreeMap<MetadataVersion, TypeMetadata>);

impl KnownTypes {
    /// What a card pins, where that can be read.
    #[must_use]
    pub fn of(&self, card: &Card) -> Option<&TypeMetadata> {
        self.0.get(&card.type_metadata?)
    }

    /// What each is called in any language, as searches compare it.
    pub(crate) fn folded_names(&self) -> BTreeMap<MetadataVersion, String> {
        let names = |metadata: &TypeMetadata| {
            metadata.displays().iter().map(|display| spaced(&fold(display.name()))).collect()
        };
        self.0.iter().map(|(version, metadata)| (*version, names(metadata))).collect()
    }
}

/// Type metadata that is offered for a card, beside what the card pins.
#[derive(Debug, Clone)]
pub struct OfferedTypeMetadata {
    /// What the card pins.
    pub pinned: Option<TypeMetadata>,
    /// In what the offered one differs from it; `None` if it is the same, byte for byte, or if nothing is pinned.
    pub difference: Option<Difference>,
}

impl<S: Store> Wallet<S> {
    /// The type metadata that an arriving credential asks for, to be fetched or found by others: nothing of it is looked at before
    /// its issuer's signature verified. `None` if it names no type. Arguments as in [`Import`](crate::Import).
    ///
    /// # Errors
    /// As [`import`](Self::import) for what is no credential of a trusted issuer.
    pub fn type_metadata_of_arrival(
        &self,
        tokens: &Tokens<'_>,
        profile: Profile,
        issuer_keys: &[IssuerKey],
    ) -> Result<Option<TypeMetadataChain>, Error> {
        let first = tokens.first().ok_or(Error::NothingToImport)?;
        chain_of(&self.verify_first(first, profile, issuer_keys)?)
    }

    /// The type metadata that a card's credential asks for; `None` if it names no type.
    ///
    /// # Errors
    /// As [`card`](Self::card).
    pub fn type_metadata_of_card(&self, card: &CredentialId) -> Result<Option<TypeMetadataChain>, Error> {
        let card = self.load_card(card)?;
        let copy = card.copies.first().ok_or(Error::NoSuchCard)?;
        chain_of(&self.open(&card, copy.id)?)
    }

    /// Compares type metadata with what a card pins, and holds the card to it. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::TypeNotNamed`]; `type_metadata.*` if the card does not keep to it; as [`card`](Self::card).
    pub fn offer_type_metadata(
        &self,
        card: &CredentialId,
        offered: &TypeMetadata,
    ) -> Result<OfferedTypeMetadata, Error> {
        let card = self.load_card(card)?;
        let mut pinned = None;
        for copy in &card.copies {
            let held = self.open(&card, copy.id)?;
            held.admit_type_metadata(offered)?;
            pinned = self.pinned_type_metadata(&card, &held)?;
        }
        let other = pinned.as_ref().filter(|pinned| pinned.version() != offered.version());
        Ok(OfferedTypeMetadata { difference: other.map(|pinned| pinned.difference(offered)), pinned })
    }

    /// Shows a card by this type metadata from now on, because its holder says so.
    ///
    /// # Errors
    /// As [`offer_type_metadata`](Self::offer_type_metadata); [`Error::TypeMetadataTooLong`].
    pub fn pin_type_metadata(&mut self, card: &CredentialId, offered: &TypeMetadata) -> Result<(), Error> {
        self.offer_type_metadata(card, offered)?;
        let card = self.load_card(card)?;
        let record = TypeMetadataRecord::of(offered)?;
        if card.type_metadata == Some(record.version()) {
            return Ok(());
        }
        let mut changes = self.release_type_metadata(&card)?;
        let card = Card { type_metadata: Some(record.version()), ..card };
        changes.extend([Change::PutTypeMetadata(record), Change::PutCard(card)]);
        Ok(self.store.commit(changes)?)
    }

    /// What these cards pin, each version once. One that cannot be read is left out: [`card`](Self::card) tells why.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn types_of<'c>(&self, cards: impl IntoIterator<Item = &'c Card>) -> Result<KnownTypes, Error> {
        let mut known = KnownTypes::default();
        for card in cards {
            let Some((version, of)) = card.type_metadata.zip(card.credential_type.as_ref()) else { continue };
            if known.0.contains_key(&version) {
                continue;
            }
            let record = self.store.type_metadata(version)?;
            let metadata = record.and_then(|record| record.open(of.clone(), None).ok());
            known.0.extend(metadata.map(|metadata| (version, metadata)));
        }
        Ok(known)
    }

    /// What a card pins, by all rules again; `held` is one of its copies.
    pub(crate) fn pinned_type_metadata(
        &self,
        card: &Card,
        held: &Held,
    ) -> Result<Option<TypeMetadata>, Error> {
        let Some(version) = card.type_metadata else { return Ok(None) };
        let record = self.store.type_metadata(version)?;
        let record = record.ok_or(Error::StoredMalformed { what: "type metadata" })?;
        let credential_type = held.credential_type().ok_or(Error::TypeNotNamed)?;
        let metadata = record.open(credential_type, held.integrity()?)?;
        held.admit_type_metadata(&metadata)?;
        Ok(Some(metadata))
    }

    /// What goes with the last card that pins it.
    pub(crate) fn release_type_metadata(&self, card: &Card) -> Result<Vec<Change>, Error> {
        let Some(version) = card.type_metadata else { return Ok(Vec::new()) };
        let cards = self.store.cards()?;
        let is_kept = cards.iter().any(|other| other.id != card.id && other.type_metadata == Some(version));
        Ok(if is_kept { Vec::new() } else { vec![Change::DeleteTypeMetadata(version)] })
    }
}

/// The chain of the type that a verified credential names.
fn chain_of(held: &Held) -> Result<Option<TypeMetadataChain>, Error> {
    let integrity = held.integrity()?;
    Ok(held.credential_type().map(|of| TypeMetadataChain::new(of, integrity)))
}
