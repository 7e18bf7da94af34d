use crate::held_bbs::HeldBbs;
use crate::limits::CLOCK_SKEW;
use crate::{CopyId, Error, FollowedRegistry};
use rand_core::TryCryptoRng;
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_accumulator::{History, Registry, UnverifiedSegment, VerifiedStatement};
use vouchsafe_bbs::revocation::{Chain, MembershipWitness};
use vouchsafe_credential::{CredentialId, Timestamp};

/// A verified statement, with its text to keep.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) statement: VerifiedStatement,
}

impl Said {
    /// The statements in a file, which says that it is the one of this number: from the first of it on.
    pub(crate) fn read_all(
        file: &str,
        segment: u64,
        registry: &Registry,
        now: Timestamp,
    ) -> Result<Vec<Self>, Error> {
        let statements = UnverifiedSegment::parse(file)?.verify(registry, segment, true)?;
        if statements.iter().any(|one| one.starts_at() > now.saturating_add(CLOCK_SKEW)) {
            return Err(Error::StatementFromTheFuture);
        }
        let both = file.lines().zip(statements);
        Ok(both.map(|(text, statement)| Self { text: text.to_owned(), statement }).collect())
    }
}

/// A copy that catches up with its registry.
pub(crate) struct Follower {
    pub(crate) card: CredentialId,
    pub(crate) copy: CopyId,
    pub(crate) held: Box<HeldBbs>,
    /// The period that it is at.
    pub(crate) at: u64,
    pub(crate) standing: Standing,
}

/// How far it is known that a copy was not revoked.
pub(crate) enum Standing {
    /// The statement of the period that it is at was not seen yet.
    Waiting,
    /// This proves it, as of the period that it is at.
    Holds(Box<MembershipWitness>),
    /// It was revoked in the next one, which started then.
    Revoked(Timestamp),
    /// Its witness does not hold.
    Refused(Error),
}

impl Follower {
    fn receive(&mut self, registry: &Registry, said: &Said) {
        if matches!(self.standing, Standing::Waiting) {
            let received = self.held.receive_witness(registry, said.statement.value());
            self.standing =
                received.map_or_else(Standing::Refused, |witness| Standing::Holds(Box::new(witness)));
        }
    }

    fn catch_up(&mut self, registry: &Registry, chain: &Chain, next: &VerifiedStatement) {
        let Standing::Holds(witness) = &self.standing else { return };
        self.standing = match witness.catch_up(registry.key(), chain) {
            Ok(later) => {
                self.at = next.number();
                Standing::Holds(Box::new(later))
            }
            Err(vouchsafe_bbs::Error::Revoked) => Standing::Revoked(next.starts_at()),
            Err(error) => Standing::Refused(vouchsafe_accumulator::Error::from(error).into()),
        };
    }

    fn holds_at(&self, number: u64) -> bool {
        self.at == number && matches!(self.standing, Standing::Holds(_))
    }
}

/// Two statements of one issuer that contradict each other.
pub(crate) struct Contradiction {
    pub(crate) texts: [String; 2],
}

impl Contradiction {
    fn of(one: &Said, other: &Said) -> Self {
        Self { texts: [one.text.clone(), other.text.clone()] }
    }
}

/// All statements about a registry that are at hand, by their periods.
pub(crate) struct Pool(BTreeMap<u64, Said>);

impl Pool {
    /// Those that were kept.
    pub(crate) fn of(record: &FollowedRegistry, registry: &Registry) -> Result<Self, Error> {
        let mut pool = BTreeMap::new();
        for (number, text) in &record.statements {
            if let Some(statement) = record.statement(registry, *number)? {
                pool.insert(*number, Said { text: text.clone(), statement });
            }
        }
        Ok(Self(pool))
    }

    /// Adds those that came.
    pub(crate) fn add(&mut self, said: Vec<Said>) -> Result<(), Contradiction> {
        for said in said {
            let number = said.statement.number();
            match self.0.get(&number) {
                Some(held) if held.statement.digest() != said.statement.digest() => {
                    return Err(Contradiction::of(held, &said));
                }
                Some(_) => {}
                None => drop(self.0.insert(number, said)),
            }
        }
        Ok(())
    }

    /// Follows the registry from what is known of it, `newest` being the newest period that is, and lets those who are on the way
    /// catch up. Each joins at the statement of the period that it is at, which is taken on its signature. Gives the newest period
    /// that is known then.
    pub(crate) fn follow(
        &self,
        registry: &Registry,
        newest: Option<u64>,
        followers: &mut [Follower],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Result<Option<u64>, Contradiction>, Error> {
        let mut newest = newest;
        for (&number, said) in &self.0 {
            let here = followers.iter_mut().filter(|one| one.at == number);
            here.for_each(|one| one.receive(registry, said));
            let is_on_the_way = newest == Some(number) || followers.iter().any(|one| one.holds_at(number));
            let next = number.checked_add(1).and_then(|next| self.0.get(&next));
            let Some(next) = next.filter(|_| is_on_the_way) else { continue };
            let followed = History::join(registry, &said.statement)?.follow(&next.statement, rng);
            let chain = match followed {
                Ok(chain) => chain,
                Err(vouchsafe_accumulator::Error::Forked { .. }) => {
                    return Ok(Err(Contradiction::of(said, next)));
                }
                Err(error) => return Err(error.into()),
            };
            for one in followers.iter_mut().filter(|one| one.at == number) {
                one.catch_up(registry, &chain, &next.statement);
            }
            newest = newest.max(Some(next.statement.number()));
        }
        let held = followers.iter().filter(|one| matches!(one.standing, Standing::Holds(_)));
        Ok(Ok(newest.max(held.map(|one| one.at).max())))
    }

    pub(crate) fn get(&self, number: u64) -> Option<&VerifiedStatement> {
        self.0.get(&number).map(|said| &said.statement)
    }

    /// The texts of these periods.
    pub(crate) fn into_texts(self, kept: &BTreeSet<u64>) -> BTreeMap<u64, String> {
        let kept = self.0.into_iter().filter(|(number, _)| kept.contains(number));
        kept.map(|(number, said)| (number, said.text)).collect()
    }
}
