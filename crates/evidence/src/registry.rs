use crate::limits::{MAX_LIFE, MAX_SEGMENTS, MIN_LIFE};
use crate::shelf::Origin;
use crate::{Error, Jitter};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use vouchsafe_accumulator::limits::SEGMENT_STATEMENTS;
use vouchsafe_accumulator::{Registry, UnverifiedSegment, VerifiedStatement, segment_of};
use vouchsafe_credential::{Duration, RegistryReference, Timestamp, shown};

/// Which statements about a registry are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// For a verifier: the newest files, and the first, by whose dates the newest are found.
    Newest,
    /// For a wallet: this file, by its number from 0, and all after it.
    From(u64),
}

/// What an issuer publishes of a registry, as it was received: its description, which has the keys that a credential names, and files of
/// statements that its key signed.
#[derive(Clone)]
pub struct RegistryFiles {
    registry: Arc<Registry>,
    description: Arc<str>,
    segments: BTreeMap<u64, Segment>,
    /// When this description was found at the registry's id; `None` for one from a snapshot.
    described_at: Option<Timestamp>,
    refresh_at: Timestamp,
}

/// A file of statements, each of them verified.
#[derive(Clone)]
pub(crate) struct Segment {
    text: Arc<str>,
    origin: Origin,
    digests: Vec<[u8; 32]>,
    newest: KnownPeriod,
    newest_starts_at: Timestamp,
    first_starts_at: Timestamp,
    /// Another file of the same number that contradicts this one: together they convince anybody.
    contradicted_by: Option<Arc<str>>,
}

/// A period of a registry, and what was signed about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownPeriod {
    pub(crate) number: u64,
    digest: [u8; 32],
}

impl KnownPeriod {
    /// Refuses a file in which this period is missing, or is another one.
    pub(crate) fn admit(&self, number: u64, segment: &Segment) -> Result<(), Error> {
        let own = segment_of(self.number);
        if number > own || (number < own && segment.is_complete()) {
            return Ok(());
        }
        let back = segment.newest.number.checked_sub(self.number).ok_or(Error::StatementsRolledBack)?;
        let at = usize::try_from(back).ok().and_then(|back| segment.digests.iter().rev().nth(back));
        match at {
            Some(digest) if *digest == self.digest => Ok(()),
            _ => Err(Error::RegistryForked),
        }
    }
}

impl RegistryFiles {
    /// Takes a description, if it is of the registry that a credential's issuer means.
    pub(crate) fn described(
        description: &str,
        reference: &RegistryReference,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let registry = Registry::parse(description)?;
        registry.admit(reference)?;
        let mut files = Self::of(registry, description, now);
        files.describe(now);
        Ok(files)
    }

    /// Takes a description for that of the registry with this id, which is where it was found.
    pub(crate) fn found(description: &str, id: &str, now: Timestamp) -> Result<Self, Error> {
        let registry = Registry::parse(description)?;
        if registry.key().registry() != id {
            return Err(vouchsafe_accumulator::Error::RegistryMismatch.into());
        }
        let mut files = Self::of(registry, description, now);
        files.describe(now);
        Ok(files)
    }

    pub(crate) fn describe(&mut self, now: Timestamp) {
        self.described_at = Some(now);
    }

    /// When this description was last found at the registry's id, if that was lately.
    pub(crate) fn described_lately(&self, now: Timestamp) -> Option<Timestamp> {
        self.described_at.filter(|at| now.since(*at).is_some_and(|since| since < MAX_LIFE))
    }

    /// Takes a description as it stands. It is kept by the keys that are in it, so that it can be taken for no other.
    pub(crate) fn of(registry: Registry, description: &str, now: Timestamp) -> Self {
        Self {
            registry: Arc::new(registry),
            description: description.into(),
            segments: BTreeMap::new(),
            described_at: None,
            refresh_at: now,
        }
    }

    /// The registry, by what credentials say of it.
    #[must_use]
    pub fn reference(&self) -> &RegistryReference {
        self.registry.reference()
    }

    /// The description.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The files of statements by their numbers, in order. Where an issuer signed two that contradict each other, both are there.
    pub fn segments(&self) -> impl Iterator<Item = (u64, &str)> {
        self.segments.iter().flat_map(|(number, segment)| {
            let texts = std::iter::once(&segment.text).chain(&segment.contradicted_by);
            texts.map(|text| (*number, &**text))
        })
    }

    /// The number of the newest file.
    #[must_use]
    pub fn newest_segment(&self) -> Option<u64> {
        self.segments.last_key_value().map(|(number, _)| *number)
    }

    /// From when on the next statement is looked for: a moment that chance chose, for a schedule to wait for.
    #[must_use]
    pub fn refresh_at(&self) -> Timestamp {
        self.refresh_at
    }

    /// Whether two statements are known that contradict each other. Then nothing more is worth fetching: pass them on.
    #[must_use]
    pub fn is_forked(&self) -> bool {
        self.segments.values().any(|segment| segment.contradicted_by.is_some())
    }

    /// Whether a file is there to its last statement, so that it never changes.
    pub(crate) fn is_complete(&self, number: u64) -> bool {
        self.segments.get(&number).is_some_and(Segment::is_complete)
    }

    /// The file that holds the statement of the period which is now, by the dates of the first file.
    pub(crate) fn segment_at(&self, now: Timestamp) -> Option<u64> {
        let first = self.segments.get(&0)?.first_starts_at;
        let periods = now.since(first)?.as_secs() / self.registry.period().as_secs().max(1);
        Some(periods / u64::try_from(SEGMENT_STATEMENTS).unwrap_or(u64::MAX))
    }

    /// The registry, for [`Segment::read`].
    pub(crate) fn registry(&self) -> Arc<Registry> {
        self.registry.clone()
    }

    /// Whether the file of this number that is at hand says something else.
    pub(crate) fn contradicts(&self, number: u64, segment: &Segment) -> bool {
        let held = self.segments.get(&number);
        held.is_some_and(|held| held.digests.iter().zip(&segment.digests).any(|(held, new)| held != new))
    }

    /// Takes a file of statements that was read for this registry.
    ///
    /// # Errors
    /// [`Error::StatementsRolledBack`] for one with fewer statements than are held; [`Error::RegistryForked`] for one that says
    /// something else, which is kept beside it; [`Error::NoRoom`] for one that was loaded, where those that were fetched are many.
    pub(crate) fn take(&mut self, number: u64, mut segment: Segment) -> Result<(), Error> {
        let contradicts = self.contradicts(number, &segment);
        if let Some(held) = self.segments.get_mut(&number) {
            if contradicts {
                held.contradicted_by = Some(segment.text);
                return Err(Error::RegistryForked);
            }
            if segment.digests.len() < held.digests.len() {
                return Err(Error::StatementsRolledBack);
            }
            segment.origin = segment.origin.max(held.origin);
            if segment.digests.len() == held.digests.len() {
                held.origin = segment.origin;
                return Ok(());
            }
        } else if self.segments.len() >= MAX_SEGMENTS {
            // The first file tells the dates of all. Of the others, what is wanted next is near to what came last.
            let may_go = |other: &Segment| other.origin <= segment.origin;
            let others = self.segments.iter().filter(|(other, held)| **other > 0 && may_go(held));
            let farthest =
                others.min_by_key(|(other, held)| (held.origin, u64::MAX - other.abs_diff(number)));
            let farthest = farthest.map(|(other, _)| *other).ok_or(Error::NoRoom)?;
            self.segments.remove(&farthest);
        }
        self.segments.insert(number, segment);
        Ok(())
    }

    /// Keeps the two files that contradict each other, and no other one.
    pub(crate) fn keep_contradiction(&mut self) {
        self.segments.retain(|_, segment| segment.contradicted_by.is_some());
    }

    /// Whether what is wanted is there, as far as it was there when it was last fetched.
    pub(crate) fn reaches(&self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Newest => self.segments.contains_key(&0),
            Wanted::From(first) => {
                let numbers = self.segments.range(first..).map(|(number, _)| *number);
                self.segments.contains_key(&first) && numbers.zip(first..).all(|(one, other)| one == other)
            }
        }
    }

    /// Plans the next look: some time after the next statement is there. What was not fetched is looked for at once.
    pub(crate) fn settle(&mut self, now: Timestamp, jitter: Jitter) {
        let period = self.registry.period();
        let newest = self.segments.values().next_back().map(|segment| segment.newest_starts_at);
        let next =
            newest.map_or(now, |newest| newest.saturating_add(period)).max(now.saturating_add(MIN_LIFE));
        let at = jitter.after(next, Duration::from_secs(period.as_secs() / 3));
        self.refresh_at = at.min(now.saturating_add(MAX_LIFE));
    }

    pub(crate) fn is_settled(&self, now: Timestamp) -> bool {
        now < self.refresh_at
    }

    pub(crate) fn size(&self) -> usize {
        self.segments().map(|(_, text)| text.len()).sum::<usize>().saturating_add(self.description.len())
    }
}

impl Segment {
    /// The newest period in it.
    pub(crate) fn newest(&self) -> KnownPeriod {
        self.newest
    }

    /// Whether it is there to its last statement.
    fn is_complete(&self) -> bool {
        self.digests.len() >= SEGMENT_STATEMENTS
    }

    /// Reads a file of statements. It takes long where much was deleted: each deletion is a point of a curve.
    ///
    /// # Errors
    /// [`Error::Accumulator`] for one that the registry's key did not sign throughout, or that has another number.
    pub(crate) fn read(registry: &Registry, number: u64, text: &str, origin: Origin) -> Result<Self, Error> {
        let statements = UnverifiedSegment::parse(text)?.verify(registry, number, true)?;
        let (Some(first), Some(newest)) = (statements.first(), statements.last()) else {
            return Err(vouchsafe_accumulator::Error::SegmentCount.into());
        };
        Ok(Self {
            text: text.into(),
            origin,
            newest: KnownPeriod { number: newest.number(), digest: newest.digest() },
            digests: statements.iter().map(VerifiedStatement::digest).collect(),
            newest_starts_at: newest.starts_at(),
            first_starts_at: first.starts_at(),
            contradicted_by: None,
        })
    }
}

impl fmt::Debug for RegistryFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = shown::escape(self.registry.key().registry());
        write!(f, "RegistryFiles({id}, {} files)", self.segments.len())
    }
}
