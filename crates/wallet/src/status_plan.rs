use crate::finding::{StatusEntry, is_from_the_future};
use crate::limits::{AFTER_A_REFUSAL, STATUS_REST};
use crate::status_check::StatusNeed;
use crate::{Card, Change, Error, Store, Wallet};
use rand_core::TryCryptoRng;
use std::collections::BTreeMap;
use vouchsafe_credential::{Duration, Timestamp};

/// When which status list is to be fetched, and which registry, by its id, followed: each list once and whole, for all cards together, at a moment that chance has a
/// part in, and never because a card is being shown.
///
/// It depends on which lists the cards name and how old what is known of them is. Which card is shown, how often, and which
/// copies are left have no part in it, so that who serves a list cannot tell from a fetch what its holder is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusPlan {
    /// By issuer and address.
    pub checks: Vec<PlannedCheck>,
}

/// One status list or registry and when to fetch it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCheck {
    /// The list.
    pub need: StatusNeed,
    /// What is known of it; `None` for one that no card has been told of yet.
    pub known: Option<KnownList>,
    /// From when on it is to be fetched.
    pub at: Timestamp,
}

/// What is known of a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownList {
    /// When the newest one was issued.
    pub as_of: Timestamp,
    /// Until when it speaks for the present.
    pub fresh_until: Timestamp,
}

impl PlannedCheck {
    /// Whether the list is to be fetched at `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        // A clock that was far ahead when the plan was made is no reason to wait as long.
        let made_with_another_clock = self.known.is_some_and(|known| is_from_the_future(known.as_of, now));
        self.at <= now || made_with_another_clock
    }
}

impl StatusPlan {
    /// The checks that are due at `now`.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = &PlannedCheck> {
        self.checks.iter().filter(move |check| check.is_due(now))
    }

    /// The plan for `lists`. What `self` says of a list of which nothing new is known stays, so that chance is asked once.
    ///
    /// A list that no card was told of is due at once; any other at some moment of the last third of the time for which it speaks.
    pub(crate) fn renewed(
        &self,
        lists: BTreeMap<StatusNeed, Option<KnownList>>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let mut checks = Vec::with_capacity(lists.len());
        for (need, known) in lists {
            let before = self.checks.iter().find(|check| check.need == need && check.known == known);
            let at = match (before, known) {
                (Some(before), _) => before.at,
                (None, None) => now,
                (None, Some(known)) => known.next_check(rng)?,
            };
            checks.push(PlannedCheck { need, known, at });
        }
        Ok(Self { checks })
    }

    /// The plan once a verifier refused something: what is known may be out of date, so every list, whichever card was refused,
    /// is fetched at some moment of the next hours.
    pub(crate) fn hurried(&self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut plan = self.clone();
        for check in &mut plan.checks {
            check.at = check.at.min(now.saturating_add(up_to(AFTER_A_REFUSAL, rng)?));
        }
        Ok(plan)
    }
}

impl KnownList {
    fn next_check(self, rng: &mut impl TryCryptoRng) -> Result<Timestamp, Error> {
        let speaks_for = self.fresh_until.since(self.as_of).unwrap_or_default().as_secs();
        let early = up_to(Duration::from_secs(speaks_for / 3), rng)?;
        Ok(self.fresh_until.saturating_sub(early).max(self.as_of.saturating_add(STATUS_REST)))
    }
}

/// A random time, from none up to `longest`.
fn up_to(longest: Duration, rng: &mut impl TryCryptoRng) -> Result<Duration, Error> {
    let drawn = rng.try_next_u64().map_err(|_| vouchsafe_jose::Error::RandomnessFailed)?;
    // Of 2^64 draws so few seconds take an equal part each, but for what nobody can notice.
    Ok(Duration::from_secs(drawn % longest.as_secs().saturating_add(1)))
}

impl<S: Store> Wallet<S> {
    /// When which status list is to be fetched, as planned; what is new is added to the plan, and kept.
    ///
    /// # Errors
    /// [`Error::Jose`] if `rng` fails; [`Error::Store`].
    pub fn status_plan(&mut self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<StatusPlan, Error> {
        let before = self.store.status_plan()?.unwrap_or_default();
        let plan = before.renewed(lists(&self.store.cards()?, now), now, rng)?;
        if plan != before {
            self.store.commit(vec![Change::PutStatusPlan(plan.clone())])?;
        }
        Ok(plan)
    }

    /// Plans all checks for soon, since a verifier refused something that this wallet took for good.
    ///
    /// # Errors
    /// [`Error::Jose`] if `rng` fails; [`Error::Store`].
    pub fn doubt_statuses(&mut self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<(), Error> {
        let plan = self.status_plan(now, rng)?.hurried(now, rng)?;
        Ok(self.store.commit(vec![Change::PutStatusPlan(plan)])?)
    }
}

/// The lists that any copy names that did not end, whether it was shown or not, or revoked.
fn lists(cards: &[Card], now: Timestamp) -> BTreeMap<StatusNeed, Option<KnownList>> {
    let mut lists: BTreeMap<StatusNeed, Option<KnownList>> = BTreeMap::new();
    for card in cards {
        for copy in &card.copies {
            // Of a registry that contradicted itself nothing more is worth fetching.
            let forked = copy.finding.is_some_and(|finding| finding.entry == StatusEntry::Contradicted);
            let Some(uri) = copy.published_at().filter(|_| !copy.ended(now) && !forked) else { continue };
            let need = StatusNeed { uri: uri.to_owned(), issuer: card.issuer.clone() };
            let known = copy
                .finding
                .map(|finding| KnownList { as_of: finding.looked_at, fresh_until: finding.fresh_until });
            // Of several copies the one that knows least.
            lists
                .entry(need)
                .and_modify(|least| *least = least.zip(known).map(|(one, other)| one.least(other)))
                .or_insert(known);
        }
    }
    lists
}

impl KnownList {
    fn least(self, other: Self) -> Self {
        if (other.fresh_until, other.as_of) < (self.fresh_until, self.as_of) { other } else { self }
    }
}
