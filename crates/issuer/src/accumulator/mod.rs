mod keys;
mod publish;
mod record;
mod segment;
mod state;

pub use keys::AccumulatorKeys;
pub use segment::PublishedSegment;

use crate::{CredentialState, Error};
use publish::Newest;
use rand_core::TryCryptoRng;
use record::{Record, RecordState};
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_accumulator::Registry;
use vouchsafe_bbs::revocation::MembershipWitness;
use vouchsafe_credential::{CredentialId, RegistryReference, Timestamp};
use zeroize::Zeroizing;

/// The issuer's book of which BBS credential has which handle, and which handles are deleted, with the accumulator that says so to everybody
/// without telling which credential is shown.
///
/// It signs one statement for each period, also where nothing was deleted (docs/decisions/0022). What is revoked becomes known with the next
/// statement, and is never undone.
///
/// Has no `Clone` or `Serialize`: it holds the registry's secrets. An older copy of its state must never be taken up again once anything that a later one says
/// was published: it would sign a second statement for the same period, which is what a fraudulent issuer does.
pub struct AccumulatorRegistry {
    keys: AccumulatorKeys,
    newest: Newest,
    /// The one with the newest statement.
    segment: PublishedSegment,
    /// How many handles there have ever been, that of the first deletion included.
    handles: u32,
    records: BTreeMap<CredentialId, Record>,
}

/// What one credential needs to be revocable: its handle, and the witness that it is not deleted as of a period. For its holder
/// alone: a witness would identify them.
pub struct RegistryEntry {
    pub(crate) registry: RegistryReference,
    /// The JSON text of the handle.
    pub(crate) payload: Zeroizing<String>,
    pub(crate) period: u64,
    pub(crate) witness: MembershipWitness,
}

impl AccumulatorRegistry {
    /// A registry that begins with the period that `now` is in, of which it signs the statement at once: with the deletion of a handle that
    /// nobody has, since proofs need one.
    ///
    /// # Errors
    /// [`Error::Accumulator`] if the statement cannot be signed; [`Error::Bbs`] if `rng` fails.
    pub fn new(keys: AccumulatorKeys, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let genesis = keys.secret.genesis(rng)?;
        let starts_at = now.floor_to(keys.registry().period());
        let (newest, text) = publish::sign(&keys, None, starts_at, &[genesis])?;
        let segment = PublishedSegment::beginning_with(newest.number, &text);
        Ok(Self { keys, newest, segment, handles: 1, records: BTreeMap::new() })
    }

    /// What everybody may know about the registry, to be published beside the segments, and referred to by credentials.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.keys.registry()
    }

    /// Makes a handle for a new credential, with its witness as of the newest statement. `id` is the issuer's own name for the credential
    /// and leaves it nowhere.
    ///
    /// # Errors
    /// [`Error::CredentialKnown`] if `id` has a handle already; [`Error::Bbs`] after
    /// [`MAX_HANDLES`](vouchsafe_bbs::limits::MAX_HANDLES), deleted ones included, or if `rng` fails. The registry is then as it was.
    pub fn allocate(
        &mut self,
        id: CredentialId,
        rng: &mut impl TryCryptoRng,
    ) -> Result<RegistryEntry, Error> {
        if self.records.contains_key(&id) {
            return Err(Error::CredentialKnown);
        }
        // Their number goes into it, so that a generator that repeats itself gives no handle twice.
        let handle = self.keys.secret.new_handle(self.handles, rng)?;
        let witness = self.keys.secret.issue(&self.newest.value, &handle)?;
        let entry = RegistryEntry {
            registry: self.registry().reference().clone(),
            payload: Zeroizing::new(handle.payload()),
            period: self.newest.number,
            witness,
        };
        self.handles += 1;
        self.records.insert(id, Record { handle, state: RecordState::Valid });
        Ok(entry)
    }

    /// Says that a credential holds no more, for good. Everybody else learns it from the next statement: see
    /// [`next_statement_at`](Self::next_statement_at).
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]; [`Error::RevokedAlready`], since a handle is deleted once.
    pub fn revoke(&mut self, id: &CredentialId) -> Result<(), Error> {
        let record = self.records.get_mut(id).ok_or(Error::CredentialUnknown)?;
        match record.state {
            RecordState::Valid => record.state = RecordState::Pending,
            RecordState::Pending | RecordState::DeletedIn(_) => return Err(Error::RevokedAlready),
        }
        Ok(())
    }

    /// Nothing, for a credential that holds; no other can be made to hold again.
    ///
    /// # Errors
    /// [`Error::CredentialUnknown`]; [`Error::RevokedForGood`].
    pub fn reinstate(&self, id: &CredentialId) -> Result<(), Error> {
        match self.state(id).ok_or(Error::CredentialUnknown)? {
            CredentialState::Valid => Ok(()),
            _ => Err(Error::RevokedForGood),
        }
    }

    /// Forgets a credential that has expired; its handle is given to nobody else. One that is revoked is kept until a statement says so:
    /// others count on the statements being whole. Nothing, for one that has no handle here.
    pub fn forget(&mut self, id: &CredentialId) {
        if self.records.get(id).is_some_and(|record| record.state != RecordState::Pending) {
            self.records.remove(id);
        }
    }

    /// What is said about a credential, published or not; `None` if it has no handle here.
    #[must_use]
    pub fn state(&self, id: &CredentialId) -> Option<CredentialState> {
        self.records.get(id).map(|record| record.state.said())
    }

    /// All credentials by name, with what is said about them.
    pub fn credentials(&self) -> impl Iterator<Item = (&CredentialId, CredentialState)> {
        self.records.iter().map(|(id, record)| (id, record.state.said()))
    }

    /// How many credentials are revoked of which no statement says so yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.records.values().filter(|record| record.state == RecordState::Pending).count()
    }

    /// The number of the newest period that has a statement.
    #[must_use]
    pub fn newest_period(&self) -> u64 {
        self.newest.number
    }

    /// The number of the segment that its statement is in: all from 0 to it are served.
    #[must_use]
    pub fn newest_segment(&self) -> u64 {
        self.segment.number
    }

    /// When the next period starts: the earliest that a statement can say what was revoked since the newest. In the past if nobody
    /// has published since.
    #[must_use]
    pub fn next_statement_at(&self) -> Timestamp {
        self.newest.starts_at.saturating_add(self.registry().period())
    }
}

/// How much it holds, not whose.
impl fmt::Debug for AccumulatorRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccumulatorRegistry({} credentials, period {})", self.records.len(), self.newest.number)
    }
}

/// Which period, not whose handle.
impl fmt::Debug for RegistryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryEntry(period {})", self.period)
    }
}

#[cfg(test)]
mod tests;
