use crate::candidates::{Candidates, QueryCandidates};
use crate::{CandidateCard, Choice, Draft, Error, PresentationRequest, Store, Usage, Wallet};
use std::collections::BTreeMap;
use vouchsafe_credential::{CredentialId, Timestamp};
use vouchsafe_dcql::{AnswerOption, Multiplicity, QueryId, Requirement, Selection, SetOptions};

/// What a person chose to answer with. What is not chosen here is answered with the best card, in the first way that the
/// verifier names and the cards allow; of optional credential sets nothing is answered.
///
/// Nothing that an answered query requires can be left out: not to want to show it is to decline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picks {
    /// For a credential query these cards. The credential set that it belongs to is then answered by it, an optional one too.
    pub cards: BTreeMap<QueryId, Vec<CredentialId>>,
    /// Of a credential query this claim set, by its position.
    pub claim_sets: BTreeMap<QueryId, usize>,
    /// Of a credential set, by its position, this option, by its position; an optional set is answered then.
    pub options: BTreeMap<usize, usize>,
}

impl Candidates {
    /// What to show of which card. Tells nothing to anybody: see [`Declined`](crate::Declined) for what a verifier gets
    /// without an answer.
    ///
    /// # Errors
    /// [`Error::NotAnswerable`]; of `picks` [`Error::OptionNotThere`], [`Error::ClaimSetNotThere`],
    /// [`Error::CardDoesNotAnswer`], [`Error::OneCardAsked`], [`Error::PickNotAsked`].
    pub fn choose(&self, picks: &Picks) -> Result<Vec<Choice>, Error> {
        let mut answered: Vec<&QueryId> = Vec::new();
        for (position, set) in self.options().sets().iter().enumerate() {
            let option = picks.option(position, set)?;
            for id in option.into_iter().flat_map(AnswerOption::credentials) {
                if !answered.contains(&id) {
                    answered.push(id);
                }
            }
        }
        let unasked = |id: &&QueryId| !answered.contains(id);
        if let Some(id) = picks.cards.keys().chain(picks.claim_sets.keys()).find(unasked) {
            return Err(Error::PickNotAsked { query: crate::short(id.as_str()) });
        }
        if let Some(set) = picks.options.keys().find(|set| **set >= self.options().sets().len()) {
            return Err(Error::OptionNotThere { set: *set });
        }
        let mut choices = Vec::new();
        let mut used = BTreeMap::new();
        for id in answered {
            let query = self.query(id).ok_or(Error::NotAnswerable)?;
            for card in picks.cards_for(query, &used)? {
                let selection = picks.selection(query, card)?;
                let card = card.holding.card.id.clone();
                let times = used.entry(card.clone()).or_insert(0_usize);
                *times = times.saturating_add(1);
                choices.push(Choice {
                    query: Some(id.clone()),
                    card,
                    paths: selection.paths(),
                    statements: query.statements.clone(),
                });
            }
        }
        Ok(choices)
    }
}

impl Picks {
    /// The option by which a credential set is answered; none for an optional set that is not.
    fn option<'s>(&self, position: usize, set: &'s SetOptions) -> Result<Option<&'s AnswerOption>, Error> {
        let is_picked = |id: &QueryId| self.cards.contains_key(id);
        let can_be_taken = |option: &&AnswerOption| option.missing().iter().all(is_picked);
        if let Some(chosen) = self.options.get(&position) {
            let option = set.options().get(*chosen).filter(can_be_taken);
            return option.map(Some).ok_or(Error::OptionNotThere { set: position });
        }
        let mut possible = set.options().iter().filter(can_be_taken);
        let mut picked = possible.clone().filter(|option| option.credentials().iter().any(is_picked));
        match (picked.next(), set.requirement()) {
            (Some(option), _) => Ok(Some(option)),
            (None, Requirement::Optional) => Ok(None),
            (None, Requirement::Required) => possible.next().map(Some).ok_or(Error::NotAnswerable),
        }
    }

    /// The cards that answer a credential query; without a pick the best one that has a copy left that is not `used` for
    /// another query of the same answer.
    fn cards_for<'c>(
        &self,
        query: &'c QueryCandidates,
        used: &BTreeMap<CredentialId, usize>,
    ) -> Result<Vec<&'c CandidateCard>, Error> {
        let Some(picked) = self.cards.get(&query.query) else {
            let has_copy = |candidate: &&CandidateCard| {
                let card = &candidate.holding.card;
                let used = used.get(&card.id).copied().unwrap_or_default();
                card.usage == Usage::Reusable || card.copies_left() > used
            };
            let best = query.cards.iter().find(has_copy).or(query.cards.first());
            return Ok(vec![best.ok_or(Error::NotAnswerable)?]);
        };
        let repeated =
            picked.iter().enumerate().any(|(at, card)| picked.iter().skip(at + 1).any(|other| card == other));
        match (picked.len(), query.multiple) {
            (1, _) => {}
            (2.., Multiplicity::Many) if !repeated => {}
            _ => return Err(Error::OneCardAsked { query: crate::short(query.query.as_str()) }),
        }
        let all = || query.cards.iter().chain(query.set_aside.iter().map(|(card, _)| card));
        let find = |id: &CredentialId| all().find(|candidate| candidate.holding.card.id == *id);
        let not_there = || Error::CardDoesNotAnswer { query: crate::short(query.query.as_str()) };
        picked.iter().map(|id| find(id).ok_or_else(not_there)).collect()
    }

    fn selection<'c>(
        &self,
        query: &QueryCandidates,
        card: &'c CandidateCard,
    ) -> Result<&'c Selection, Error> {
        let found = match self.claim_sets.get(&query.query) {
            None => card.answers.first(),
            picked => card.answers.iter().find(|selection| selection.claim_set().as_ref() == picked),
        };
        found.ok_or_else(|| Error::ClaimSetNotThere { query: crate::short(query.query.as_str()) })
    }
}

impl<S: Store> Wallet<S> {
    /// Prepares to answer a query as `picks` say: exactly the claims that it needs, with all that always shows.
    ///
    /// # Errors
    /// As of [`Candidates::choose`] and [`Wallet::draft`].
    pub fn draft_answer(
        &self,
        candidates: &Candidates,
        picks: &Picks,
        request: PresentationRequest,
        now: Timestamp,
    ) -> Result<Draft, Error> {
        self.draft(&candidates.choose(picks)?, request, now)
    }
}
