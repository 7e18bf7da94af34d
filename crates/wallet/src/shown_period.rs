use crate::held::Held;
use crate::limits::CLOCK_SKEW;
use crate::registry_need::next_segment;
use crate::{
    CredentialCopy, Error, FollowedRegistry, Membership, RegistryId, StatusFinding, Store, Wallet, short,
};
use rand_core::TryCryptoRng;
use vouchsafe_accumulator::{History, Registry, VerifiedStatement};
use vouchsafe_bbs::revocation::{AccumulatorValue, MembershipWitness, Period};
use vouchsafe_credential::Timestamp;
use vouchsafe_dcql::AccumulatorStatement;

/// As of which statement about its registry a copy is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownPeriod {
    pub(crate) registry: String,
    pub(crate) number: u64,
    pub(crate) digest: [u8; 32],
    pub(crate) starts_at: Timestamp,
}

/// What proves that a copy was not revoked as of a period.
pub(crate) struct NotRevoked {
    registry: Registry,
    number: u64,
    value: AccumulatorValue,
    digest: [u8; 32],
    pub(crate) witness: MembershipWitness,
}

impl NotRevoked {
    fn of(registry: Registry, statement: &VerifiedStatement, witness: MembershipWitness) -> Self {
        let (number, value, digest) = (statement.number(), *statement.value(), statement.digest());
        Self { registry, number, value, digest, witness }
    }

    pub(crate) fn period(&self) -> Result<Period<'_>, Error> {
        let period = Period::new(self.registry.key(), self.number, self.value, self.digest);
        Ok(period.map_err(vouchsafe_accumulator::Error::from)?)
    }
}

impl<S: Store> Wallet<S> {
    /// As of which statement to show a copy; `None` for one of no registry. The newest that is known, unless the verifier says which
    /// one it holds: then that one, if it is the newest or the one before it. By an older one holders could be told apart. The witness
    /// is checked for the newest; what was not deleted by then was not before.
    pub(crate) fn choose_period(
        &self,
        copy: &CredentialCopy,
        held: &Held,
        asked: &[AccumulatorStatement],
        now: Timestamp,
    ) -> Result<Option<ShownPeriod>, Error> {
        let Some(membership) = &copy.membership else { return Ok(None) };
        let Held::Bbs(held) = held else { return Err(Error::ConsentMismatch) };
        let name = membership.registry.registry();
        let record = self.followed(copy, membership)?;
        let asked = asked.iter().find(|asked| asked.registry() == name);
        let newest = record.newest().unwrap_or(membership.period);
        let number = asked.map_or(newest, AccumulatorStatement::period);
        let statement = statement_of(&record, membership, number, now)?;
        let (digest, starts_at) = (statement.digest(), statement.starts_at());
        if asked.is_some_and(|asked| *asked.digest() != digest) {
            return Err(vouchsafe_accumulator::Error::DigestMismatch.into());
        }
        let registry = record.open()?;
        let at = record.statement(&registry, newest)?.ok_or(Error::ConsentMismatch)?;
        held.receive_witness(&registry, at.value())?;
        Ok(Some(ShownPeriod { registry: name.to_owned(), number, digest, starts_at }))
    }

    /// Refuses to show a copy as of a period that has become too old since it was chosen.
    pub(crate) fn admit_period(
        &self,
        copy: &CredentialCopy,
        shown: Option<&ShownPeriod>,
        now: Timestamp,
    ) -> Result<(), Error> {
        match (&copy.membership, shown) {
            (None, None) => Ok(()),
            (Some(membership), Some(shown)) => {
                let record = self.followed(copy, membership)?;
                let statement = statement_of(&record, membership, shown.number, now)?;
                if statement.digest() == shown.digest { Ok(()) } else { Err(Error::ConsentMismatch) }
            }
            _ => Err(Error::ConsentMismatch),
        }
    }

    /// What proves that a copy was not revoked as of the period that was chosen.
    pub(crate) fn prove_period(
        &self,
        held: &Held,
        shown: Option<&ShownPeriod>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Option<NotRevoked>, Error> {
        let (Held::Bbs(held), Some(shown)) = (held, shown) else { return Ok(None) };
        let (reference, at) = held.registry().zip(held.witness_period()).ok_or(Error::ConsentMismatch)?;
        let id = RegistryId::of(reference);
        let record = self.store.registry(id)?.ok_or(Error::ConsentMismatch)?;
        let registry = record.open()?;
        let find = |number| record.statement(&registry, number)?.ok_or(Error::ConsentMismatch);
        let statement = find(at)?;
        let witness = held.receive_witness(&registry, statement.value())?;
        if at == shown.number {
            return Ok(Some(NotRevoked::of(registry, &statement, witness)));
        }
        let before = find(shown.number)?;
        let chain = History::join(&registry, &before)?.follow(&statement, rng)?;
        let witness =
            witness.walk_back(registry.key(), &chain).map_err(vouchsafe_accumulator::Error::from)?;
        Ok(Some(NotRevoked::of(registry, &before, witness)))
    }

    /// What a statement that came earlier says of a credential that comes now, whose witness is then checked.
    pub(crate) fn known_period(&self, held: &Held) -> Result<Option<StatusFinding>, Error> {
        let (Held::Bbs(held), Some(of)) = (held, held.membership()) else { return Ok(None) };
        let Some(record) = self.store.registry(RegistryId::of(&of.registry))? else { return Ok(None) };
        if record.fork.is_some() {
            return Err(Error::RegistryForked { registry: short(of.registry.registry()) });
        }
        let registry = record.open()?;
        let Some(statement) = record.statement(&registry, of.period)? else { return Ok(None) };
        held.receive_witness(&registry, statement.value())?;
        let finding = StatusFinding::not_revoked(&statement, &registry);
        Ok(Some(if record.newest() == Some(of.period) { finding } else { finding.behind() }))
    }

    /// The registry of a copy, if nothing speaks against showing it.
    fn followed(&self, copy: &CredentialCopy, membership: &Membership) -> Result<FollowedRegistry, Error> {
        if copy.is_revoked() {
            return Err(Error::Revoked);
        }
        let registry = || short(membership.registry.registry());
        let record = self.store.registry(RegistryId::of(&membership.registry))?;
        let record = record.ok_or_else(|| Error::RegistryNotDescribed { registry: registry() })?;
        if record.fork.is_some() {
            return Err(Error::RegistryForked { registry: registry() });
        }
        Ok(record)
    }
}

/// The statement of a period for which a copy can be shown: the newest that is known of its registry, for which its witness must be,
/// or the one before it.
fn statement_of(
    record: &FollowedRegistry,
    membership: &Membership,
    number: u64,
    now: Timestamp,
) -> Result<VerifiedStatement, Error> {
    let missing = || Error::StatementsMissing {
        registry: short(membership.registry.registry()),
        segment: next_segment(Some(record), membership.period),
    };
    // By what holders show who lag behind they could be told apart; and one may have been revoked since.
    if record.newest() != Some(membership.period) || number > membership.period {
        return Err(missing());
    }
    if number.saturating_add(1) < membership.period {
        return Err(vouchsafe_accumulator::Error::TooOld.into());
    }
    let found = record.statement(&record.open()?, number)?;
    match found {
        None if number == membership.period => Err(missing()),
        None => Err(vouchsafe_accumulator::Error::TooOld.into()),
        Some(statement) if !statement.holds(now, CLOCK_SKEW) => Err(missing()),
        Some(statement) => Ok(statement),
    }
}
