use crate::finding::is_from_the_future;
use crate::limits::MAX_KEPT_STATUS_LIST;
use crate::{Card, Change, Error, State, StatusEvidence, Store, Wallet, evidence};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_credential::{CredentialId, IssuerId, Timestamp};
use vouchsafe_status_list::UnverifiedStatusListToken;

/// A status list that says how cards of this wallet stand. Always the whole list is fetched, so that its server does not
/// learn whose entry is looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatusNeed {
    /// Its address.
    pub uri: String,
    /// The issuer of the cards, who must have signed it.
    pub issuer: IssuerId,
}

/// What a status list changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The list's address.
    pub uri: String,
    /// When it was issued.
    pub as_of: Timestamp,
    /// The date of what was known, where that is later than now and gave way for it: this clock ran ahead then, or is behind now.
    pub instead_of: Option<Timestamp>,
    /// The cards it speaks of.
    pub cards: Vec<CardUpdate>,
}

/// What a status list changed on one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardUpdate {
    /// The card.
    pub card: CredentialId,
    /// How it stood.
    pub before: State,
    /// How it stands.
    pub after: State,
}

impl<S: Store> Wallet<S> {
    /// Takes over what a status list says, wherever it came from: it must be signed by the trusted issuer of the cards that
    /// name it, and be neither from the future nor older than one that came before. One that came before and is from the
    /// future by now gives way; what is revoked or suspended by it stays so.
    ///
    /// # Errors
    /// [`Error::StatusListNotNeeded`]; [`Error::IssuerNotTrusted`], [`Error::IssuerKeyUnknown`], whatever refuses the token;
    /// `status_list.rolled_back`, [`Error::StatusListFromTheFuture`]; [`Error::Store`].
    pub fn apply_status(&mut self, token: &str, now: Timestamp) -> Result<StatusUpdate, Error> {
        let token = token.trim_ascii();
        let uri = UnverifiedStatusListToken::parse(token)?.routing()?.uri.unwrap_or_default();
        let mut by_issuer: BTreeMap<IssuerId, Vec<Card>> = BTreeMap::new();
        for card in self.store.cards()?.iter().filter(|card| names(card, &uri)) {
            by_issuer.entry(card.issuer.clone()).or_default().push(card.clone());
        }
        let mut refused = Error::StatusListNotNeeded;
        let mut applied: Option<StatusUpdate> = None;
        for (issuer, cards) in by_issuer {
            match self.apply_to(&issuer, cards, &uri, token, now) {
                Ok(update) => match &mut applied {
                    Some(applied) => {
                        applied.cards.extend(update.cards);
                        applied.instead_of = applied.instead_of.max(update.instead_of);
                    }
                    None => applied = Some(update),
                },
                Err(error @ Error::Store(_)) => return Err(error),
                Err(error) => refused = error,
            }
        }
        applied.ok_or(refused)
    }

    fn apply_to(
        &mut self,
        issuer: &IssuerId,
        cards: Vec<Card>,
        uri: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<StatusUpdate, Error> {
        let trusted = self
            .store
            .issuer(issuer)?
            .ok_or_else(|| Error::IssuerNotTrusted { issuer: crate::short(issuer.as_str()) })?;
        let list = evidence::open(token, uri, &trusted)?;
        evidence::admit(&list, now)?;
        let known_of_cards = cards.iter().flat_map(|card| &card.copies).filter_map(|copy| {
            copy.status.as_ref().filter(|status| status.uri() == uri)?;
            copy.finding.map(|finding| finding.looked_at)
        });
        let known_list = self.store.status_evidence(issuer, uri)?.map(|known| known.issued_at);
        let later = known_of_cards.chain(known_list).filter(|known| *known > list.issued_at());
        let (instead_of, newer): (Vec<_>, Vec<_>) = later.partition(|known| is_from_the_future(*known, now));
        if !newer.is_empty() {
            return Err(vouchsafe_status_list::Error::RolledBack.into());
        }

        let mut changes = Vec::new();
        let mut updates = Vec::new();
        for mut card in cards {
            let before = card.state(now, true);
            for copy in &mut card.copies {
                if let Some(reference) = copy.status.as_ref().filter(|status| status.uri() == uri) {
                    let found = evidence::find(&list, reference, now);
                    copy.finding = Some(copy.finding.map_or(found, |known| known.then(found, now)));
                }
            }
            updates.push(CardUpdate { card: card.id.clone(), before, after: card.state(now, true) });
            changes.push(Change::PutCard(card));
        }
        // An older one is not kept either: it would be taken for the newest.
        changes.push(if token.len() > MAX_KEPT_STATUS_LIST {
            Change::DeleteStatusEvidence(issuer.clone(), uri.to_owned())
        } else {
            Change::PutStatusEvidence(StatusEvidence {
                uri: uri.to_owned(),
                issuer: issuer.clone(),
                issued_at: list.issued_at(),
                received_at: now,
                token: token.to_owned(),
            })
        });
        self.store.commit(changes)?;
        Ok(StatusUpdate {
            uri: uri.to_owned(),
            as_of: list.issued_at(),
            instead_of: instead_of.into_iter().max(),
            cards: updates,
        })
    }

    /// The status list tokens of a card that are at hand, newest of each list: to be shown beside the card, so that its
    /// verifier needs no network. They are the same for all holders of the list.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Store`].
    pub fn status_evidence(&self, card: &CredentialId) -> Result<Vec<StatusEvidence>, Error> {
        let card = self.load_card(card)?;
        let uris: BTreeSet<&str> =
            card.in_play().filter_map(|copy| copy.status.as_ref()).map(|status| status.uri()).collect();
        let mut found = Vec::new();
        for uri in uris {
            found.extend(self.store.status_evidence(&card.issuer, uri)?);
        }
        Ok(found)
    }
}

fn names(card: &Card, uri: &str) -> bool {
    card.copies.iter().any(|copy| copy.status.as_ref().is_some_and(|status| status.uri() == uri))
}
