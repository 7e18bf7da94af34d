use crate::field::{Field, fields};
use crate::generators::LazyGenerators;
use crate::held::Held;
use crate::history::{Entry, Event};
use crate::{Card, Error, SeenOfType, State, Store, TrustedIssuer};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{CredentialId, Timestamp};
use vouchsafe_type_metadata::TypeMetadata;

/// A person's credentials and what can be done with them.
#[derive(Debug)]
pub struct Wallet<S> {
    pub(crate) store: S,
    pub(crate) generators: LazyGenerators,
}

/// A card and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The card.
    pub card: Card,
    /// How it stands.
    pub state: State,
}

/// A card with all that it says and what was done with it.
#[derive(Debug)]
pub struct CardDetail {
    /// The card and how it stands.
    pub holding: Holding,
    /// Its history, oldest first.
    pub history: Vec<Entry>,
    held: Held,
    type_metadata: Option<TypeMetadata>,
}

impl CardDetail {
    /// All that the credential says and can show.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.held.claims()
    }

    /// What every verifier sees of it beside the claims, where that is not among them.
    #[must_use]
    pub fn seen_of_type(&self) -> Option<SeenOfType> {
        self.held.seen_of_type(self.type_metadata())
    }

    /// What it is shown by, where it pins any: held to it anew.
    #[must_use]
    pub fn type_metadata(&self) -> Option<&TypeMetadata> {
        self.type_metadata.as_ref()
    }

    /// All of that, value by value: first what always shows, then what can be withheld.
    #[must_use]
    pub fn fields(&self) -> Vec<Field<'_>> {
        fields(self.held.claims(), &self.held.disclosable(), &[])
    }
}

impl<S: Store> Wallet<S> {
    /// The wallet that `store` keeps.
    pub fn new(store: S) -> Self {
        Self { store, generators: LazyGenerators::default() }
    }

    /// What keeps its things.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// All cards and how they stand at `now`, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn cards(&self, now: Timestamp) -> Result<Vec<Holding>, Error> {
        let issuers = self.store.issuers()?;
        let cards = self.store.cards()?.into_owned().into_iter().map(|card| {
            let trusted = issuers.iter().any(|trusted| trusted.issuer == card.issuer);
            Holding { state: card.state(now, trusted), card }
        });
        Ok(cards.collect())
    }

    /// How many cards there are.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn count(&self) -> Result<usize, Error> {
        Ok(self.store.cards()?.len())
    }

    /// One card and how it stands at `now`.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Store`].
    pub fn holding(&self, id: &CredentialId, now: Timestamp) -> Result<Holding, Error> {
        let card = self.load_card(id)?;
        let trusted = self.store.issuer(&card.issuer)?.is_some();
        Ok(Holding { state: card.state(now, trusted), card })
    }

    /// One card with all that it says. It is verified anew, so its issuer must still be trusted.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::IssuerNotTrusted`]; whatever refuses the token or the type metadata that it pins;
    /// [`Error::Store`].
    pub fn card(&self, id: &CredentialId, now: Timestamp) -> Result<CardDetail, Error> {
        let card = self.load_card(id)?;
        let copy = card.next_copy(now).ok_or(Error::NoSuchCard)?.id;
        let held = self.open(&card, copy)?;
        let type_metadata = self.pinned_type_metadata(&card, &held)?;
        let history = self.history_of_card(id)?;
        let holding = Holding { state: card.state(now, true), card };
        Ok(CardDetail { holding, history, held, type_metadata })
    }

    /// What happened to all cards, those that are gone included, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn history(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.store.history()?.into_owned())
    }

    /// The card whose id is `start`, or begins with it where no other does.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::IdAmbiguous`]; [`Error::Store`].
    pub fn find(&self, start: &str) -> Result<CredentialId, Error> {
        let whole = CredentialId::new(start).map_err(|_| Error::NoSuchCard)?;
        if self.store.card(&whole)?.is_some() {
            return Ok(whole);
        }
        let cards = self.store.cards()?;
        let mut found = cards.iter().filter(|card| card.id.as_str().starts_with(start));
        match (found.next(), found.next()) {
            (None, _) => Err(Error::NoSuchCard),
            (Some(card), None) => Ok(card.id.clone()),
            (Some(_), Some(_)) => Err(Error::IdAmbiguous),
        }
    }

    pub(crate) fn load_card(&self, id: &CredentialId) -> Result<Card, Error> {
        self.store.card(id)?.ok_or(Error::NoSuchCard)
    }

    pub(crate) fn trusted(&self, card: &Card) -> Result<TrustedIssuer, Error> {
        self.store
            .issuer(&card.issuer)?
            .ok_or_else(|| Error::IssuerNotTrusted { issuer: crate::short(card.issuer.as_str()) })
    }

    /// What a copy says, verified anew.
    pub(crate) fn open(&self, card: &Card, copy: crate::CopyId) -> Result<Held, Error> {
        let issuer = self.trusted(card)?;
        let stored = self.store.credential(copy)?.ok_or(Error::StoredMalformed { what: "credential" })?;
        if stored.id() != copy || stored.profile != card.profile {
            return Err(Error::StoredMalformed { what: "credential" });
        }
        stored.open(&issuer, &self.generators)
    }

    /// A new entry of the history.
    pub(crate) fn entry(&self, at: Timestamp, event: Event) -> Result<Entry, Error> {
        Ok(Entry { id: self.store.next_entry()?, at, event })
    }
}
