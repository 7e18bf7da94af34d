use crate::limits::KEPT_PERIODS;
use crate::{Error, Registry, VerifiedStatement};
use rand_core::TryCryptoRng;
use std::collections::VecDeque;
use vouchsafe_bbs::limits::MAX_HANDLES;
use vouchsafe_bbs::revocation::{AccumulatorValue, Chain, Period};
use vouchsafe_credential::Timestamp;

/// A registry as somebody has followed it: statements of which each follows from the one before, from the first or from one that was
/// trusted as it stood.
pub struct History<'a> {
    registry: &'a Registry,
    newest: Entry,
    /// Those before it, the newest last.
    earlier: VecDeque<Entry>,
    deletions: usize,
}

/// What is kept of a statement.
#[derive(Clone, Copy)]
struct Entry {
    number: u64,
    value: AccumulatorValue,
    digest: [u8; 32],
    starts_at: Timestamp,
}

impl Entry {
    fn of(statement: &VerifiedStatement) -> Self {
        Self {
            number: statement.number(),
            value: *statement.value(),
            digest: statement.digest(),
            starts_at: statement.starts_at(),
        }
    }
}

impl<'a> History<'a> {
    /// Begins with the statement of period 1, which is checked down to the value that anybody can compute from the registry's id.
    ///
    /// # Errors
    /// [`Error::OtherRegistry`], [`Error::NotFirst`], [`Error::Bbs`] if its deletions do not follow from one another.
    pub fn begin(
        registry: &'a Registry,
        first: &VerifiedStatement,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        if first.number() != 1 || first.previous().is_some() || first.deletions().is_empty() {
            return Err(Error::NotFirst);
        }
        let history = Self::join(registry, first)?;
        Chain::verify(registry.key(), registry.key().origin(), first.deletions().to_vec(), rng)?;
        Ok(Self { deletions: first.deletions().len(), ..history })
    }

    /// Joins at a statement that is taken on its signature alone, such as that of the period in which a credential was issued. What came
    /// before is not known.
    ///
    /// # Errors
    /// [`Error::OtherRegistry`].
    pub fn join(registry: &'a Registry, statement: &VerifiedStatement) -> Result<Self, Error> {
        if statement.registry() != registry.key().registry() {
            return Err(Error::OtherRegistry);
        }
        Ok(Self { registry, newest: Entry::of(statement), earlier: VecDeque::new(), deletions: 0 })
    }

    /// Follows the statement of the next period, and gives its deletions for a witness to catch up with. On an error nothing
    /// has changed.
    ///
    /// # Errors
    /// [`Error::OtherRegistry`]; [`Error::Skipped`] for a later period or one before all that is kept;
    /// [`Error::Repeated`] for a statement that is held; [`Error::Forked`] for another one of a period that is held,
    /// and for one that names another predecessor; [`Error::DatesMismatch`]; [`Error::ValueMismatch`];
    /// [`Error::RegistryFull`]; [`Error::Bbs`] if the deletions do not follow from one another.
    pub fn follow(
        &mut self,
        statement: &VerifiedStatement,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Chain, Error> {
        if statement.registry() != self.registry.key().registry() {
            return Err(Error::OtherRegistry);
        }
        let (number, next) = (statement.number(), self.newest.number.saturating_add(1));
        if let Some(held) = self.entry(number) {
            let same = held.digest == statement.digest();
            return Err(if same { Error::Repeated { number } } else { Error::Forked { number } });
        }
        if number != next {
            return Err(Error::Skipped { number: next });
        }
        if statement.previous() != Some(self.newest.digest) {
            return Err(Error::Forked { number: self.newest.number });
        }
        if statement.starts_at() != self.newest.starts_at.saturating_add(self.registry.period()) {
            return Err(Error::DatesMismatch);
        }
        let deletions = self.deletions.saturating_add(statement.deletions().len());
        if usize::try_from(MAX_HANDLES).is_ok_and(|most| deletions > most) {
            return Err(Error::RegistryFull);
        }
        let chain =
            Chain::verify(self.registry.key(), &self.newest.value, statement.deletions().to_vec(), rng)?;
        if chain.end() != statement.value() {
            return Err(Error::ValueMismatch);
        }
        self.deletions = deletions;
        self.earlier.push_back(self.newest);
        if self.earlier.len() >= KEPT_PERIODS {
            self.earlier.pop_front();
        }
        self.newest = Entry::of(statement);
        Ok(chain)
    }

    /// The number of the newest period.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.newest.number
    }

    /// The digest of the newest statement: for the next one to name, and for a verifier to ask with.
    #[must_use]
    pub fn newest_digest(&self) -> [u8; 32] {
        self.newest.digest
    }

    /// For a verifier: a period that is at most so many periods behind the newest.
    ///
    /// # Errors
    /// [`Error::TooOld`].
    pub fn period(&self, number: u64, greatest_lag: u64) -> Result<Period<'a>, Error> {
        let within = self.newest.number.saturating_sub(number) <= greatest_lag;
        let entry = self.entry(number).filter(|_| within).ok_or(Error::TooOld)?;
        Ok(Period::new(self.registry.key(), number, entry.value, entry.digest)?)
    }

    /// For a wallet: the period that a verifier asks for, by number and digest of the statement that they hold. The newest and
    /// the one before it alone: by an older one a holder could be told from others.
    ///
    /// # Errors
    /// [`Error::TooOld`], [`Error::DigestMismatch`]: they were shown another list.
    pub fn requested(&self, number: u64, digest: &[u8; 32]) -> Result<Period<'a>, Error> {
        let period = self.period(number, 1)?;
        let held = self.entry(number).is_some_and(|entry| entry.digest == *digest);
        if held { Ok(period) } else { Err(Error::DigestMismatch) }
    }

    fn entry(&self, number: u64) -> Option<&Entry> {
        let mut entries = self.earlier.iter().rev();
        if self.newest.number == number {
            return Some(&self.newest);
        }
        entries.find(|entry| entry.number == number)
    }
}

impl std::fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "History({}, {})", self.registry.key().registry(), self.newest.number)
    }
}
