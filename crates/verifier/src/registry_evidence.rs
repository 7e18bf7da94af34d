use crate::Error;
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_accumulator::limits::KEPT_PERIODS;
use vouchsafe_accumulator::{Registry, UnverifiedSegment, VerifiedStatement};
use vouchsafe_bbs::revocation::{AccumulatorValue, Period};
use vouchsafe_credential::{Duration, RegistryReference, Timestamp};
use vouchsafe_jose::Algorithm;

/// What a verifier knows of a registry by which BBS credentials are revoked: the issuer's description of it, and signed statements
/// of what the registry was in each period. Authenticated once, when it comes; kept by the caller for any number of decisions.
///
/// Fetch the description and the newest files of statements on a schedule, whole, and never because somebody presents something: which
/// period a presenter is at would be told by it. There is no way in for statements that a presenter brings.
///
/// A description is as good as nothing until a credential names its keys: then it is the right one, wherever it came from. So many
/// periods are kept: [`KEPT_PERIODS`], the newest ones.
pub struct RegistryEvidence {
    registry: Registry,
    /// By the number of the period.
    statements: BTreeMap<u64, KnownStatement>,
    forked_at: Option<u64>,
}

/// What is kept of a statement: what a registry was in one period.
#[derive(Clone, Copy)]
pub struct KnownStatement {
    number: u64,
    value: AccumulatorValue,
    digest: [u8; 32],
    previous: Option<[u8; 32]>,
    starts_at: Timestamp,
    expires_at: Timestamp,
}

impl KnownStatement {
    fn of(statement: &VerifiedStatement) -> Self {
        Self {
            number: statement.number(),
            value: *statement.value(),
            digest: statement.digest(),
            previous: statement.previous(),
            starts_at: statement.starts_at(),
            expires_at: statement.expires_at(),
        }
    }

    /// The number of the period, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// SHA-256 of what was signed. With the number it tells a wallet, in `accumulator_statements` of a query, which period to prove for.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// When the period started.
    #[must_use]
    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    pub(crate) fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    fn is_another(&self, other: &Self) -> bool {
        self.number == other.number && self.digest != other.digest
    }

    /// True if this one does not follow from the one before it.
    fn denies(&self, before: &Self) -> bool {
        before.number.checked_add(1) == Some(self.number) && self.previous != Some(before.digest)
    }

    /// When period 0 would have started.
    fn origin(&self, period: Duration) -> i128 {
        i128::from(self.starts_at.as_unix()) - i128::from(self.number) * i128::from(period.as_secs())
    }
}

impl RegistryEvidence {
    /// Of a registry's description, as its issuer publishes it, and no statement yet.
    ///
    /// # Errors
    /// [`Error::Registry`] if it is none.
    pub fn new(description: &str) -> Result<Self, Error> {
        Ok(Self { registry: Registry::parse(description)?, statements: BTreeMap::new(), forked_at: None })
    }

    /// Adds a statement, or a file of statements, one a line. The order does not matter, nor what is known already.
    ///
    /// Two statements for one period that differ, or one that names another one before it than is known, are evidence that the
    /// issuer tells different people different things: [`forked_at`](Self::forked_at). Then nothing is known of any credential.
    ///
    /// # Errors
    /// [`Error::Registry`] if one of them is no statement that the registry's key signed, or is for another time than its number says.
    /// Then nothing has changed.
    pub fn add_statements(&mut self, text: &str) -> Result<(), Error> {
        let mut added = Vec::new();
        for statement in UnverifiedSegment::parse(text)?.into_statements() {
            added.push(KnownStatement::of(&statement.verify(&self.registry)?));
        }
        let period = self.registry.period();
        let mut origins = self.statements.values().chain(&added).map(|one| one.origin(period));
        if let Some(first) = origins.next()
            && !origins.all(|origin| origin == first)
        {
            return Err(vouchsafe_accumulator::Error::DatesMismatch.into());
        }
        added.into_iter().for_each(|statement| self.add(statement));
        Ok(())
    }

    fn add(&mut self, statement: KnownStatement) {
        let number = statement.number;
        let at = |number: Option<u64>| number.and_then(|number| self.statements.get(&number));
        let is_denied = at(Some(number)).is_some_and(|held| held.is_another(&statement))
            || at(number.checked_add(1)).is_some_and(|next| next.denies(&statement));
        let forked_at = if is_denied {
            Some(number)
        } else {
            at(number.checked_sub(1)).filter(|before| statement.denies(before)).map(KnownStatement::number)
        };
        self.forked_at = self.forked_at.or(forked_at);
        self.statements.entry(number).or_insert(statement);
        if self.statements.len() > KEPT_PERIODS {
            self.statements.pop_first();
        }
    }

    /// The registry's id.
    #[must_use]
    pub fn registry(&self) -> &str {
        self.registry.key().registry()
    }

    /// The statement for the newest period, be it one that has not begun.
    #[must_use]
    pub fn newest(&self) -> Option<&KnownStatement> {
        self.statements.last_key_value().map(|(_, statement)| statement)
    }

    /// The period for which two different statements are signed. Keep both, and tell others: they convince anybody.
    #[must_use]
    pub fn forked_at(&self) -> Option<u64> {
        self.forked_at
    }

    /// Refuses to speak for another registry than the one that a credential means.
    pub(crate) fn admit(&self, reference: &RegistryReference) -> Result<(), vouchsafe_accumulator::Error> {
        self.registry.admit(reference)
    }

    /// The algorithm by which its statements are signed.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.registry.statement_key().algorithm()
    }

    pub(crate) fn statements(&self) -> impl DoubleEndedIterator<Item = &KnownStatement> {
        self.statements.values()
    }

    pub(crate) fn statement(&self, number: u64) -> Option<&KnownStatement> {
        self.statements.get(&number)
    }

    /// The first period of which `other` says something else: by another statement for it, by one after it that names another one
    /// before, or because its periods start at other times.
    pub(crate) fn contradicts_at(&self, other: &Self) -> Option<u64> {
        let first = |one: &Self| one.statements.first_key_value().map(|(_, first)| *first);
        if let Some((mine, theirs)) = first(self).zip(first(other))
            && mine.origin(self.registry.period()) != theirs.origin(other.registry.period())
        {
            return Some(mine.number.min(theirs.number));
        }
        let contradicts = |mine: &&KnownStatement| {
            other.statement(mine.number).is_some_and(|same| same.is_another(mine))
                || mine
                    .number
                    .checked_add(1)
                    .and_then(|next| other.statement(next))
                    .is_some_and(|next| next.denies(mine))
        };
        let denies = |mine: &KnownStatement| {
            let before = other.statement(mine.number.checked_sub(1)?)?;
            mine.denies(before).then_some(before.number)
        };
        let mine = self.statements.values().filter(contradicts).map(KnownStatement::number);
        mine.chain(self.statements.values().filter_map(denies)).min()
    }

    /// What a presentation is verified against.
    pub(crate) fn period(&self, statement: &KnownStatement) -> Result<Period<'_>, vouchsafe_bbs::Error> {
        Period::new(self.registry.key(), statement.number, statement.value, statement.digest)
    }
}

/// Which period it is.
impl fmt::Debug for KnownStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownStatement({})", self.number)
    }
}

impl fmt::Debug for RegistryEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = vouchsafe_credential::shown::escape(self.registry());
        write!(f, "RegistryEvidence({id}, {} statements)", self.statements.len())
    }
}
