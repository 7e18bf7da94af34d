use crate::finding::StatusFinding;
use crate::follow::{Contradiction, Follower, Pool, Said, Standing};
use crate::held::Held;
use crate::held_bbs::HeldBbs;
use crate::registry_need::{follows, next_segment};
use crate::status_check::CardUpdate;
use crate::{
    Card, Change, CredentialCopy, Error, FollowedRegistry, Profile, RegistryFile, RegistryId, Store,
    StoredCredential, Wallet, short,
};
use rand_core::TryCryptoRng;
use std::collections::BTreeSet;
use vouchsafe_accumulator::{Fork, Registry};
use vouchsafe_credential::{CredentialId, Timestamp};

/// What statements about a registry changed.
#[derive(Debug)]
pub struct RegistryUpdate {
    /// The registry's id.
    pub registry: String,
    /// The newest period that is known now, and when it started.
    pub newest: Option<(u64, Timestamp)>,
    /// The cards of that registry.
    pub cards: Vec<CardUpdate>,
    /// Cards that could not catch up, and why.
    pub refused: Vec<(CredentialId, Error)>,
    /// The periods, one twice or two that follow each other, about which the issuer signed statements that contradict each other. Nothing
    /// else was changed then: stop, and tell others. [`RegistryNeed::fork`](crate::RegistryNeed::fork) has both.
    pub forked: Option<[u64; 2]>,
}

/// Cards that could not catch up, and why.
type Refused = Vec<(CredentialId, Error)>;

impl<S: Store> Wallet<S> {
    /// Takes over the description of a registry, wherever it came from: a card must name its keys. Gives the cards of that registry.
    ///
    /// # Errors
    /// [`Error::Accumulator`] if it describes none, `accumulator.registry_mismatch` if cards name the registry with other keys;
    /// [`Error::RegistryNotNeeded`]; [`Error::Store`].
    pub fn apply_registry(&mut self, description: &str) -> Result<Vec<CredentialId>, Error> {
        let registry = Registry::parse(description.trim_ascii())?;
        let id = RegistryId::of(registry.reference());
        let (mut named, mut mismatched) = (Vec::new(), false);
        for card in self.store.cards()?.iter() {
            for membership in card.copies.iter().filter_map(|copy| copy.membership.as_ref()) {
                if RegistryId::of(&membership.registry) == id {
                    named.push(card.id.clone());
                } else {
                    mismatched |= membership.registry.registry() == registry.key().registry();
                }
            }
        }
        match named.is_empty() {
            true if mismatched => return Err(vouchsafe_accumulator::Error::RegistryMismatch.into()),
            true => return Err(Error::RegistryNotNeeded),
            false => {}
        }
        if self.store.registry(id)?.is_none() {
            self.store.commit(FollowedRegistry::new(&registry).put(None))?;
        }
        Ok(named)
    }

    /// Follows a file of statements about a registry whose description is here, wherever the file came from: a whole one, or of the
    /// newest what there is. Cards of that registry catch up as far as it goes, those that it is for; what is known already is no
    /// harm.
    ///
    /// # Errors
    /// [`Error::RegistryNotNeeded`], [`Error::RegistryNotDescribed`], [`Error::RegistryForked`]; [`Error::StatementsMissing`] if
    /// files before it are needed first; [`Error::StatementFromTheFuture`]; whatever refuses a statement; [`Error::Store`].
    /// Then nothing has changed.
    pub fn apply_statements(
        &mut self,
        file: &str,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<RegistryUpdate, Error> {
        let RegistryFile { registry: name, segment } = RegistryFile::claimed(file)?;
        let mut refused = Error::RegistryNotNeeded;
        // What refuses statements that the keys of a registry signed tells more.
        let mut denied = None;
        for id in self.ids_of(&name)? {
            let Some(record) = self.store.registry(id)? else {
                refused = Error::RegistryNotDescribed { registry: short(&name) };
                continue;
            };
            let registry = record.open()?;
            // Other registries may have the same id, of whoever's making.
            let said = match Said::read_all(file, segment, &registry, now) {
                Ok(said) => said,
                Err(error) => {
                    refused = error;
                    continue;
                }
            };
            if record.fork.is_some() {
                denied = Some(Error::RegistryForked { registry: short(&name) });
                continue;
            }
            match self.follow(record, &registry, said, now, rng) {
                Err(error @ Error::Store(_)) => return Err(error),
                Err(error) => denied = Some(error),
                followed => return followed,
            }
        }
        Err(denied.unwrap_or(refused))
    }

    /// The registries with this id that cards name.
    fn ids_of(&self, registry: &str) -> Result<BTreeSet<RegistryId>, Error> {
        let cards = self.store.cards()?;
        let memberships =
            cards.iter().flat_map(|card| &card.copies).filter_map(|copy| copy.membership.as_ref());
        let named = memberships.filter(|membership| membership.registry.registry() == registry);
        Ok(named.map(|membership| RegistryId::of(&membership.registry)).collect())
    }

    fn follow(
        &mut self,
        record: FollowedRegistry,
        registry: &Registry,
        said: Vec<Said>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<RegistryUpdate, Error> {
        let last = said.last().map(|said| said.statement.number());
        let trusted = self.trusted_ids()?;
        let mut cards = self.store.cards()?.into_owned();
        cards.retain(|card| card.copies.iter().any(|copy| is_of(copy, record.id())));
        let all = cards.clone();
        cards.retain(|card| trusted.contains(&card.issuer));
        let (mut followers, mut refused) = self.followers(&cards, record.id(), now)?;
        let mut pool = Pool::of(&record, registry)?;
        let followed = match pool.add(said) {
            Ok(()) => pool.follow(registry, record.newest(), &mut followers, rng)?,
            Err(contradiction) => Err(contradiction),
        };
        let newest = match followed {
            Ok(newest) => newest,
            Err(contradiction) => return self.write_down_fork(record, registry, all, &contradiction, now),
        };
        if newest < last
            && let Some(behind) = followers.iter().map(|one| one.at).min()
        {
            let segment = next_segment(Some(&record), behind);
            return Err(Error::StatementsMissing { registry: short(record.reference.registry()), segment });
        }
        let name = record.reference.registry().to_owned();
        let known = newest.and_then(|number| Some((number, pool.get(number)?.starts_at())));
        let mut changes = Vec::new();
        let mut kept: BTreeSet<u64> =
            newest.into_iter().flat_map(|newest| [newest, newest.saturating_sub(1)]).collect();
        let before: Vec<_> = cards.iter().map(|card| card.state(now, true)).collect();
        for Follower { card, copy, held, at, standing } in followers {
            let mut caught_up = false;
            let found = match standing {
                Standing::Waiting => None,
                Standing::Refused(error) => {
                    refused.push((card.clone(), error));
                    None
                }
                Standing::Revoked(as_of) => Some(StatusFinding::revoked(as_of)),
                Standing::Holds(witness) => {
                    kept.insert(at);
                    caught_up = true;
                    if Some(at) != held.witness_period() {
                        let text = held.text_with_witness(at, &witness)?;
                        changes.push(Change::PutCredential(StoredCredential { profile: Profile::Bbs, text }));
                    }
                    pool.get(at).map(|statement| StatusFinding::not_revoked(statement, registry))
                }
            };
            let copies = cards.iter_mut().filter(|one| one.id == card).flat_map(|card| &mut card.copies);
            for one in copies.filter(|one| one.id == copy) {
                if let Some(found) = found {
                    one.finding = Some(one.finding.map_or(found, |known| known.then(found, now)));
                }
                if Some(at) < newest {
                    one.finding = one.finding.map(StatusFinding::behind);
                }
                if let Some(membership) = one.membership.as_mut().filter(|_| caught_up) {
                    membership.period = at;
                }
            }
        }
        if let Some(newest) = newest.and_then(|number| pool.get(number)) {
            let known = StatusFinding::not_revoked(newest, registry);
            for copy in cards.iter_mut().flat_map(|card| &mut card.copies) {
                if is_of(copy, record.id()) && copy.is_revoked() {
                    copy.finding = copy.finding.map(|finding| finding.then(known, now));
                }
            }
        }
        let before_it = record.record();
        let record = FollowedRegistry { statements: pool.into_texts(&kept), ..record };
        changes.extend(record.put(Some(&before_it)));
        changes.extend(cards.iter().cloned().map(Change::PutCard));
        self.store.commit(changes)?;
        let cards = cards.iter().zip(before).map(|(card, before)| CardUpdate {
            card: card.id.clone(),
            before,
            after: card.state(now, true),
        });
        Ok(RegistryUpdate { registry: name, newest: known, cards: cards.collect(), refused, forked: None })
    }

    /// Those who catch up, each with its credential verified anew; those that cannot be read stay as they are.
    fn followers(
        &self,
        cards: &[Card],
        id: RegistryId,
        now: Timestamp,
    ) -> Result<(Vec<Follower>, Refused), Error> {
        let (mut followers, mut refused) = (Vec::new(), Vec::new());
        for card in cards {
            for copy in card.copies.iter().filter(|copy| is_of(copy, id) && follows(copy, now)) {
                let held = match self.open(card, copy.id) {
                    Ok(Held::Bbs(held)) => Ok(held),
                    Ok(Held::SdJwt(_)) => Err(Error::StoredMalformed { what: "credential" }),
                    Err(error @ Error::Store(_)) => return Err(error),
                    Err(error) => Err(error),
                };
                let at = |held: Box<HeldBbs>| Some((held.witness_period()?, held));
                let held =
                    held.and_then(|held| at(held).ok_or(Error::StoredMalformed { what: "credential" }));
                match held {
                    Ok((at, held)) => {
                        let (card, copy) = (card.id.clone(), copy.id);
                        followers.push(Follower { card, copy, held, at, standing: Standing::Waiting });
                    }
                    Err(error) => refused.push((card.id.clone(), error)),
                }
            }
        }
        Ok((followers, refused))
    }

    fn write_down_fork(
        &mut self,
        record: FollowedRegistry,
        registry: &Registry,
        mut cards: Vec<Card>,
        contradiction: &Contradiction,
        now: Timestamp,
    ) -> Result<RegistryUpdate, Error> {
        // What is kept has to convince others.
        let [one, other] = &contradiction.texts;
        let fork = Fork::prove(registry, one, other)?;
        let id = record.id();
        let registry = record.reference.registry().to_owned();
        let mut updates = Vec::new();
        let before_it = record.record();
        let mut changes =
            FollowedRegistry { fork: Some(fork.texts().clone()), ..record }.put(Some(&before_it));
        for card in &mut cards {
            let before = card.state(now, true);
            for copy in card.copies.iter_mut().filter(|copy| is_of(copy, id)) {
                let found = StatusFinding::contradicted(copy.finding, now);
                copy.finding = Some(copy.finding.map_or(found, |known| known.then(found, now)));
            }
            updates.push(CardUpdate { card: card.id.clone(), before, after: card.state(now, true) });
        }
        changes.extend(cards.into_iter().map(Change::PutCard));
        self.store.commit(changes)?;
        Ok(RegistryUpdate {
            registry,
            newest: None,
            cards: updates,
            refused: Vec::new(),
            forked: Some(fork.periods()),
        })
    }
}

fn is_of(copy: &CredentialCopy, id: RegistryId) -> bool {
    copy.membership.as_ref().is_some_and(|membership| RegistryId::of(&membership.registry) == id)
}
