use crate::history::{CardName, Entry, EntryId, Event, Outcome, Progress, SharedPart, Sharing};
use crate::{CopyId, Error, KeyThumbprint, Store, Verifier, Wallet};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, Timestamp};

/// What one verifier knows of the person by what this wallet showed to it, as far as the history was kept. Names claims, never
/// their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knowledge {
    /// Whom it was shown to.
    pub audience: Audience,
    /// Who asked the last time, as far as it was proven then.
    pub verifier: Verifier,
    /// When something was shown first.
    pub first: Timestamp,
    /// When something was shown last.
    pub last: Timestamp,
    /// The showings that reached them, or may have, oldest first.
    pub showings: Vec<EntryId>,
    /// Of which cards they saw what, in the order in which they saw them first.
    pub cards: Vec<KnownCard>,
    /// Whether they can tell that it was the same person each time.
    pub recognition: Recognition,
    /// Other verifiers who saw the same copy of a card, or another one bound to the same key: together they can tell that it was the same
    /// person.
    pub shared_with: Vec<Audience>,
}

/// What a verifier saw of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCard {
    /// The card; it may be gone.
    pub card: CardName,
    /// In how many showings.
    pub showings: usize,
    /// Every disclosure that they ever saw of it.
    pub paths: BTreeSet<ClaimPath>,
    /// What always shows of it; `None` where that was not written down.
    pub always: Option<BTreeSet<ClaimPath>>,
}

/// Whether a verifier can tell by the credentials themselves that several showings came from the same person. What the claims
/// say may tell it all the same, and so may the issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// There was one showing.
    SeenOnce,
    /// No two showings have a copy or a key in common.
    NotByTheCards,
    /// A copy or a key came up more than once.
    Recognised,
}

impl Recognition {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SeenOnce => "seen_once",
            Self::NotByTheCards => "not_by_the_cards",
            Self::Recognised => "recognised",
        }
    }

    /// As a person says it, in English.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SeenOnce => "they saw you once",
            Self::NotByTheCards => {
                "the cards do not tell them that it was you each time; what these say, or their issuer, may"
            }
            Self::Recognised => "they know that it was you each time: they saw the same copy or key again",
        }
    }
}

/// By what somebody is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Copy(CopyId),
    Key(KeyThumbprint),
}

impl<S: Store> Wallet<S> {
    /// What each verifier knows, the one that saw something last first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn knowledge(&self) -> Result<Vec<Knowledge>, Error> {
        let history = self.store.history()?;
        let mut by_audience: BTreeMap<&str, Vec<(&Entry, &Sharing)>> = BTreeMap::new();
        for entry in history.iter() {
            if let Event::Shared(sharing) = &entry.event
                && may_have_arrived(sharing.progress)
            {
                by_audience.entry(sharing.audience.as_str()).or_default().push((entry, sharing));
            }
        }
        let keys = self.keys_of_copies()?;
        let marks = |part: &SharedPart| {
            let key = keys.get(&part.copy).copied().filter(|_| part.key_bound);
            let copy = (!part.by_proof).then_some(Mark::Copy(part.copy));
            [copy, key.map(Mark::Key)].into_iter().flatten()
        };
        let mut seen_by: BTreeMap<Mark, BTreeSet<&Audience>> = BTreeMap::new();
        for (_, sharing) in by_audience.values().flatten() {
            for mark in sharing.parts.iter().flat_map(marks) {
                seen_by.entry(mark).or_default().insert(&sharing.audience);
            }
        }

        let mut all: Vec<Knowledge> = Vec::new();
        for showings in by_audience.values() {
            let (Some((first, _)), Some((last, latest))) = (showings.first(), showings.last()) else {
                continue;
            };
            let marks_of = |sharing: &Sharing| sharing.parts.iter().flat_map(marks).collect::<BTreeSet<_>>();
            let mut known = BTreeSet::new();
            let mut again = false;
            for (_, sharing) in showings {
                let marks = marks_of(sharing);
                again |= !known.is_disjoint(&marks);
                known.extend(marks);
            }
            let others = known.iter().filter_map(|mark| seen_by.get(mark)).flatten();
            let others: BTreeSet<&Audience> =
                others.copied().filter(|other| **other != latest.audience).collect();
            all.push(Knowledge {
                audience: latest.audience.clone(),
                verifier: latest.verifier.clone(),
                first: first.at,
                last: last.at,
                showings: showings.iter().map(|(entry, _)| entry.id).collect(),
                cards: known_cards(showings.iter().map(|(_, sharing)| *sharing)),
                recognition: match showings.len() {
                    1 => Recognition::SeenOnce,
                    _ if again => Recognition::Recognised,
                    _ => Recognition::NotByTheCards,
                },
                shared_with: others.into_iter().cloned().collect(),
            });
        }
        all.sort_by_key(|known| std::cmp::Reverse((known.last, known.showings.last().copied())));
        Ok(all)
    }

    /// What the verifier knows whose name is `name`, or has it as a part, whatever its case, where no other does.
    ///
    /// # Errors
    /// [`Error::NoSuchVerifier`]; [`Error::VerifierAmbiguous`]; [`Error::Store`].
    pub fn knowledge_of(&self, name: &str) -> Result<Knowledge, Error> {
        let all = self.knowledge()?;
        if let Some(known) = all.iter().find(|known| known.audience.as_str() == name) {
            return Ok(known.clone());
        }
        let part = name.to_lowercase();
        let mut fitting =
            all.into_iter().filter(|known| known.audience.as_str().to_lowercase().contains(&part));
        match (fitting.next(), fitting.next()) {
            _ if part.is_empty() => Err(Error::NoSuchVerifier),
            (None, _) => Err(Error::NoSuchVerifier),
            (Some(known), None) => Ok(known),
            (Some(_), Some(_)) => Err(Error::VerifierAmbiguous),
        }
    }

    /// What happened to one card, oldest first. It may be gone.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn history_of_card(&self, id: &CredentialId) -> Result<Vec<Entry>, Error> {
        Ok(self.store.history()?.iter().filter(|entry| entry.is_about(id)).cloned().collect())
    }

    /// The keys of the copies that are in the wallet.
    fn keys_of_copies(&self) -> Result<BTreeMap<CopyId, KeyThumbprint>, Error> {
        let cards = self.store.cards()?;
        let copies = cards.iter().flat_map(|card| &card.copies);
        Ok(copies.filter_map(|copy| Some((copy.id, copy.holder_key?))).collect())
    }
}

/// A showing that was interrupted before it was handed out never left; one that is given up was not received, as far as is
/// known. Of all others it must be taken that it arrived.
const fn may_have_arrived(progress: Progress) -> bool {
    !matches!(progress, Progress::Reserved | Progress::Settled(Outcome::NotSent))
}

fn known_cards<'a>(showings: impl Iterator<Item = &'a Sharing>) -> Vec<KnownCard> {
    let mut cards: Vec<KnownCard> = Vec::new();
    for sharing in showings {
        let mut counted = BTreeSet::new();
        for part in &sharing.parts {
            let at = match cards.iter().position(|known| known.card.id == part.card.id) {
                Some(at) => at,
                None => {
                    let card = part.card.clone();
                    let always = Some(BTreeSet::new());
                    cards.push(KnownCard { card, showings: 0, paths: BTreeSet::new(), always });
                    cards.len() - 1
                }
            };
            let Some(known) = cards.get_mut(at) else { continue };
            known.showings += usize::from(counted.insert(&part.card.id));
            known.paths.extend(part.paths.iter().cloned());
            known.always = match (known.always.take(), &part.always) {
                (Some(mut always), Some(more)) => {
                    always.extend(more.iter().cloned());
                    Some(always)
                }
                _ => None,
            };
        }
    }
    cards
}
