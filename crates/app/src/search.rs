use crate::view::{CardSummary, CardsView};
use crate::{Error, OpenWallet};
use vouchsafe_credential::{CredentialId, Timestamp};
use vouchsafe_wallet::{CardFilter, CardOrder, Standing, Tag};

/// Which cards to list. The default is all of them, oldest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search<'a> {
    /// Words, each the beginning of a word of the card, of its claim values too. Case and diacritics do not count.
    pub text: &'a str,
    /// `valid`, `expires_soon`, `not_yet_valid`, `expired`, `suspended`, `revoked`, `cannot_tell` or `exhausted`; one of
    /// these fits, or any if none is given.
    pub states: &'a [&'a str],
    /// A part of the issuer's name.
    pub issuer: Option<&'a str>,
    /// A part of the type (`vct`).
    pub credential_type: Option<&'a str>,
    /// A tag.
    pub tag: Option<&'a str>,
    /// `oldest`, `newest`, `ending` or `issuer`.
    pub order: Option<&'a str>,
}

impl OpenWallet {
    /// The cards that `search` lets through and how they stand.
    ///
    /// # Errors
    /// [`Error::UnknownWord`] for a state or an order; [`Error::Wallet`].
    pub fn search(&mut self, search: &Search<'_>, now: Timestamp) -> Result<CardsView, Error> {
        let standing = |code: &&str| Standing::from_code(code).ok_or(Error::UnknownWord { what: "state" });
        let order = |code| CardOrder::from_code(code).ok_or(Error::UnknownWord { what: "order" });
        let filter = CardFilter {
            text: search.text.to_owned(),
            standings: search.states.iter().map(standing).collect::<Result<_, _>>()?,
            issuer: search.issuer.map(str::to_owned),
            credential_type: search.credential_type.map(str::to_owned),
            tag: search.tag.map(Tag::new).transpose()?,
            order: search.order.map(order).transpose()?.unwrap_or_default(),
        };
        let found = self.wallet.search(&filter, now)?;
        self.list(&found, now)
    }

    /// How many cards there are.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn count(&self) -> Result<usize, Error> {
        Ok(self.wallet.count()?)
    }

    /// Puts tags on a card, all of them or none.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn tag(&mut self, card: &str, tags: &[&str], now: Timestamp) -> Result<CardSummary, Error> {
        let id = self.wallet.find(card)?;
        self.wallet.tag(&id, parse(tags)?)?;
        self.summary(&id, now)
    }

    /// Takes tags off a card, all of them or none.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn untag(&mut self, card: &str, tags: &[&str], now: Timestamp) -> Result<CardSummary, Error> {
        let id = self.wallet.find(card)?;
        self.wallet.untag(&id, &parse(tags)?)?;
        self.summary(&id, now)
    }

    pub(crate) fn summary(&self, card: &CredentialId, now: Timestamp) -> Result<CardSummary, Error> {
        let holding = self.wallet.holding(card, now)?;
        Ok(CardSummary::new(&holding, &self.names([&holding.card])?, now))
    }
}

fn parse(tags: &[&str]) -> Result<Vec<Tag>, Error> {
    Ok(tags.iter().map(|tag| Tag::new(tag)).collect::<Result<_, _>>()?)
}
