use crate::candidate::{CandidateCard, NearMiss, SetAside};
use crate::held::Held;
use crate::limits::{MAX_ALTERNATIVES, MAX_CANDIDATES, MAX_SET_ASIDE};
use crate::{
    About, Card, Error, Event, Holding, Profile, ReadableFormat, State, Store, Usage, Wallet, field,
};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, CredentialType, Timestamp};
use vouchsafe_dcql::{
    AccumulatorStatement, AnswerOptions, Authority, Binding, Candidate, CredentialQuery, Format,
    HolderBinding, Multiplicity, Query, QueryId,
};

/// The cards that answer a query, for the person alone: nothing of it may reach the verifier before there is a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    queries: Vec<QueryCandidates>,
    options: AnswerOptions,
}

/// The cards that answer one credential query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryCandidates {
    /// Which.
    pub query: QueryId,
    /// How many cards may answer it.
    pub multiple: Multiplicity,
    /// The types of which one will do; any will if there is none.
    pub types: Vec<CredentialType>,
    /// The claims that it asks for in some combination.
    pub asked: Vec<ClaimPath>,
    /// The statements about registries that the verifier holds.
    pub statements: Vec<AccumulatorStatement>,
    /// The cards that answer it, best first.
    pub cards: Vec<CandidateCard>,
    /// Cards that would answer it, and that a verifier would most likely refuse or recognise: never chosen unless the person
    /// does it, and agrees to the caution. Also those of which it cannot be proven, as the verifier wants it, that they were not revoked:
    /// they cannot be chosen, and the answer is then as if there were no card.
    pub set_aside: Vec<(CandidateCard, SetAside)>,
    /// Cards of the right type that lack something.
    pub near_misses: Vec<NearMiss>,
    /// How many more cards of the right type were not looked into, because enough were found already.
    pub not_looked_into: usize,
}

impl Candidates {
    /// The credential queries, in the order of the query.
    #[must_use]
    pub fn queries(&self) -> &[QueryCandidates] {
        &self.queries
    }

    /// The cards for the credential query of this name.
    #[must_use]
    pub fn query(&self, id: &QueryId) -> Option<&QueryCandidates> {
        self.queries.iter().find(|query| query.query == *id)
    }

    /// Which credential sets can be answered and how, by cards that are not set aside.
    #[must_use]
    pub fn options(&self) -> &AnswerOptions {
        &self.options
    }

    /// True if the cards that are not set aside answer all that is required.
    #[must_use]
    pub fn is_answerable(&self) -> bool {
        self.options.preferred().is_some()
    }
}

impl<S: Store> Wallet<S> {
    /// The cards that answer `query`, best first:
    ///
    /// 1. valid ones before those of which it cannot be told;
    /// 2. one-time copies that nobody saw and cards that show proofs, then what `audience` saw already, then what it did not: a card that is shown again
    ///    and again links this showing with all others of it, which is nothing new to who has seen it;
    /// 3. those with fewer claims about the person that always show and were not asked for;
    /// 4. those with more one-time copies left, and those shown less often;
    /// 5. the newer ones.
    ///
    /// Only cards whose form and type are asked for are opened, and of these no more than it takes to find
    /// [`MAX_CANDIDATES`] for each credential query. A card whose issuer is no longer trusted is no candidate, and one that
    /// cannot be read is passed over: [`Wallet::card`] tells why.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn candidates(
        &self,
        query: &Query,
        audience: Option<&Audience>,
        now: Timestamp,
    ) -> Result<Candidates, Error> {
        self.candidates_readable(query, audience, None, now)
    }

    /// [`Wallet::candidates`] for somebody who says what they `read`: a card that they cannot read is set aside.
    ///
    /// # Errors
    /// As there.
    pub fn candidates_readable(
        &self,
        query: &Query,
        audience: Option<&Audience>,
        read: Option<&[ReadableFormat]>,
        now: Timestamp,
    ) -> Result<Candidates, Error> {
        let seen = audience.map(|audience| self.seen_by(audience)).transpose()?.unwrap_or_default();
        let trusted: BTreeSet<_> = self.store.issuers()?.into_iter().map(|trusted| trusted.issuer).collect();
        let all = self.store.cards()?;
        let mut queries = Vec::new();
        for credential in query.credentials() {
            let fits = |card: &&Card| trusted.contains(&card.issuer) && may_answer(card, credential);
            let mut cards: Vec<Holding> = all
                .iter()
                .filter(fits)
                .map(|card| Holding { state: card.state(now, true), card: card.clone() })
                .collect();
            cards.sort_by_cached_key(|holding| cheap_rank(holding, &seen));
            queries.push(self.look_into(credential, cards, &seen, read, now)?);
        }
        let answered =
            |id: &QueryId| queries.iter().any(|found| found.query == *id && !found.cards.is_empty());
        let options = query.answer_options(answered);
        Ok(Candidates { queries, options })
    }

    /// The cards that `audience` saw.
    fn seen_by(&self, audience: &Audience) -> Result<BTreeSet<CredentialId>, Error> {
        let mut seen = BTreeSet::new();
        for entry in self.store.history()?.iter() {
            if let Event::Shared(sharing) = &entry.event
                && sharing.audience == *audience
                && sharing.progress.may_have_left()
            {
                seen.extend(sharing.parts.iter().map(|part| part.card.id.clone()));
            }
        }
        Ok(seen)
    }

    fn look_into(
        &self,
        credential: &CredentialQuery,
        cards: Vec<Holding>,
        seen: &BTreeSet<CredentialId>,
        read: Option<&[ReadableFormat]>,
        now: Timestamp,
    ) -> Result<QueryCandidates, Error> {
        let mut found = QueryCandidates {
            query: credential.id().clone(),
            multiple: credential.multiple(),
            types: credential.vct_values().to_vec(),
            asked: credential.claims().iter().map(|claim| claim.path().clone()).collect(),
            statements: credential.accumulator_statements().to_vec(),
            cards: Vec::new(),
            set_aside: Vec::new(),
            near_misses: Vec::new(),
            not_looked_into: 0,
        };
        let mut ranked = Vec::new();
        for (position, holding) in cards.into_iter().enumerate() {
            if ranked.len() >= MAX_CANDIDATES {
                found.not_looked_into = found.not_looked_into.saturating_add(1);
                continue;
            }
            let aside = SetAside::of(&holding);
            let Some(copy) = holding.card.next_copy(now) else { continue };
            if aside.is_some() && found.set_aside.len() >= MAX_SET_ASIDE {
                found.not_looked_into = found.not_looked_into.saturating_add(1);
                continue;
            }
            let held = match self.open(&holding.card, copy.id) {
                Ok(held) => held,
                Err(error @ Error::Store(_)) => return Err(error),
                Err(_) => continue,
            };
            let authorities = held.authorities();
            let candidate = as_candidate(&holding.card, credential.format(), &held, &authorities);
            let selected = credential.select_up_to(MAX_ALTERNATIVES, &candidate);
            let not_proven = match self.choose_period(copy, &held, &found.statements, now) {
                Err(error @ Error::Store(_)) => return Err(error),
                period => period.err().map(|error| SetAside::not_proven(&error)),
            };
            let reads = |readable: &ReadableFormat| readable.reads(credential.format(), &held);
            let not_readable =
                read.is_some_and(|read| !read.iter().any(reads)).then_some(SetAside::NotReadable);
            let lacks = lacks(credential, &held);
            match selected {
                Err(why) if found.near_misses.len() < MAX_SET_ASIDE => {
                    found.near_misses.push(NearMiss { holding, why, lacks });
                }
                Err(_) => {}
                Ok(answers) => {
                    let unasked = unasked(&held, &found.asked);
                    let card = CandidateCard { holding, answers, unasked, lacks };
                    match aside.or(not_proven).or(not_readable) {
                        Some(why) => found.set_aside.push((card, why)),
                        None => ranked.push(((rank(&card, seen), position), card)),
                    }
                }
            }
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        found.cards = ranked.into_iter().map(|(_, card)| card).collect();
        Ok(found)
    }
}

/// Whether a card can answer a credential query, by all that can be told without opening it.
fn may_answer(card: &Card, credential: &CredentialQuery) -> bool {
    let wanted = credential.vct_values();
    let bound = card.profile.shows_proofs() || card.copies.iter().all(|copy| copy.holder_key.is_some());
    format(card) == Some(credential.format())
        && (wanted.is_empty() || card.credential_type.as_ref().is_some_and(|of| wanted.contains(of)))
        && (bound || credential.holder_binding() == HolderBinding::NotRequired)
}

/// What queries call it: an SD-JWT that is no SD-JWT VC has no name there (OpenID4VP section B.3).
fn format(card: &Card) -> Option<&'static Format> {
    match card.profile {
        Profile::SdJwtVc => Some(&Format::SdJwtVc),
        Profile::SdJwt => None,
        Profile::Bbs => Some(&Format::Bbs),
    }
}

fn as_candidate<'a>(
    card: &'a Card,
    format: &'a Format,
    held: &'a Held,
    authorities: &'a [Authority],
) -> Candidate<'a> {
    Candidate {
        format,
        types: card.credential_type.as_slice(),
        claims: held.claims(),
        binding: if held.proves_its_holder() { Binding::Bound } else { Binding::Unbound },
        authorities,
    }
}

/// The claims of a credential query that a card does not have.
fn lacks(credential: &CredentialQuery, held: &Held) -> Vec<ClaimPath> {
    let paths = credential.claims().iter().map(|claim| claim.path());
    paths.filter(|path| path.select(held.claims()).is_empty()).cloned().collect()
}

/// The claims about the person that always show and are not asked for.
fn unasked(held: &Held, asked: &[ClaimPath]) -> Vec<ClaimPath> {
    let always = field::always_shown(held).into_iter();
    let is_asked = |path: &ClaimPath| asked.iter().any(|asked| asked.covers(path) || path.covers(asked));
    always.filter(|path| About::of(path) == About::Subject && !is_asked(path)).collect()
}

/// How well a card can be told from what its holder does elsewhere: the lower the better.
fn linked(card: &Card, seen: &BTreeSet<CredentialId>) -> u8 {
    match card.usage {
        Usage::SingleUse => 0,
        Usage::Reusable if card.profile.shows_proofs() => 0,
        Usage::Reusable if seen.contains(&card.id) => 1,
        Usage::Reusable => 2,
    }
}

/// The order before the cards are opened: that of [`rank`] but for what they say.
fn cheap_rank(holding: &Holding, seen: &BTreeSet<CredentialId>) -> impl Ord + use<> {
    let Holding { card, state } = holding;
    let aside = SetAside::of(holding).is_some();
    let doubtful = !matches!(state, State::Valid { .. });
    let left = if card.usage == Usage::SingleUse { card.copies_left() } else { 0 };
    let showings = card.copies.iter().map(|copy| copy.showings).fold(0, u32::saturating_add);
    (aside, doubtful, linked(card, seen), Reverse(left), showings, Reverse(card.added_at))
}

/// What goes before the order in which the cards came. Those set aside are not ranked.
fn rank(card: &CandidateCard, seen: &BTreeSet<CredentialId>) -> (bool, u8, usize) {
    let Holding { card: of, state } = &card.holding;
    (!matches!(state, State::Valid { .. }), linked(of, seen), card.unasked.len())
}
