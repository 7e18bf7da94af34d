use crate::holder_key::{HolderKey, KeyOrigin};
use crate::limits::{ISSUANCE_LIFETIME, MAX_ISSUANCES, MAX_KEPT_ISSUANCE};
use crate::{Change, Error, IssuerKey, KeyThumbprint, Store, Wallet};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_jose::SigningKey;
use zeroize::Zeroizing;

/// Names an issuance in this wallet, and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IssuanceId([u8; 8]);

impl IssuanceId {
    /// A new one.
    ///
    /// # Errors
    /// [`Error::Jose`] if `rng` fails.
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut bytes = [0; 8];
        rng.try_fill_bytes(&mut bytes).map_err(|_| vouchsafe_jose::Error::RandomnessFailed)?;
        Ok(Self(bytes))
    }

    /// An id as a store kept it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

/// Sixteen hexadecimal digits, as of a card.
impl fmt::Display for IssuanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for IssuanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuanceId({self})")
    }
}

/// How far an issuance has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuanceStep {
    /// It waits for the person.
    Open,
    /// There is a token: the credential can be asked for.
    Authorized,
    /// The issuer wants to be asked again, later.
    Deferred,
    /// The credential is here, and not in the wallet yet.
    Received,
    /// The credential is in the wallet, and the issuer does not know it yet.
    Stored,
}

impl IssuanceStep {
    const ALL: [Self; 5] = [Self::Open, Self::Authorized, Self::Deferred, Self::Received, Self::Stored];

    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Authorized => "authorized",
            Self::Deferred => "deferred",
            Self::Received => "received",
            Self::Stored => "stored",
        }
    }

    /// The step of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// What can be told of an issuance that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuanceInfo {
    /// Its name.
    pub id: IssuanceId,
    /// The credential issuer.
    pub issuer: IssuerId,
    /// What is to be had, in the issuer's words: to be escaped where it is shown.
    pub titles: Vec<String>,
    /// Since when.
    pub since: Timestamp,
    /// How far it has come.
    pub step: IssuanceStep,
    /// Before when the issuer does not want to be asked.
    pub not_before: Option<Timestamp>,
    /// Which of the things that the token is for, counted from 0.
    pub position: usize,
    /// The keys that were made for it.
    pub keys: Vec<KeyThumbprint>,
    /// The issuer's keys that the person agreed to trust for it, if the issuer was not trusted before.
    pub issuer_keys: Vec<IssuerKey>,
}

/// An issuance that waits, so that it can be gone on with after the program has ended, however that happened.
pub struct Issuance {
    /// What can be told of it.
    pub info: IssuanceInfo,
    /// Its state, as whoever speaks the protocol wrote it: holds codes, tokens, keys or credentials.
    pub state: Zeroizing<Vec<u8>>,
}

/// Without the state.
impl fmt::Debug for Issuance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Issuance({:?}, {} bytes)", self.info, self.state.len())
    }
}

impl<S: Store> Wallet<S> {
    /// All issuances that wait, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn issuances(&self) -> Result<Vec<IssuanceInfo>, Error> {
        Ok(self.store.issuances()?)
    }

    /// An issuance that waits.
    ///
    /// # Errors
    /// [`Error::NoSuchIssuance`]; [`Error::Store`].
    pub fn issuance(&self, id: IssuanceId) -> Result<Issuance, Error> {
        self.store.issuance(id)?.ok_or(Error::NoSuchIssuance)
    }

    /// The issuance whose id is `start`, or begins with it where no other does.
    ///
    /// # Errors
    /// [`Error::NoSuchIssuance`]; [`Error::IdAmbiguous`]; [`Error::Store`].
    pub fn find_issuance(&self, start: &str) -> Result<IssuanceId, Error> {
        let known = self.store.issuances()?;
        let mut found = known.iter().filter(|one| !start.is_empty() && one.id.to_string().starts_with(start));
        match (found.next(), found.next()) {
            (None, _) => Err(Error::NoSuchIssuance),
            (Some(one), None) => Ok(one.id),
            (Some(_), Some(_)) => Err(Error::IdAmbiguous),
        }
    }

    /// Keeps how far an issuance has come, all of it or nothing: `next` in place of `before`, with the keys that were made for it.
    /// What has waited for longer than [`ISSUANCE_LIFETIME`] is forgotten.
    ///
    /// # Errors
    /// [`Error::TooManyIssuances`] past [`MAX_ISSUANCES`]; [`Error::IssuanceTooLong`] past [`MAX_KEPT_ISSUANCE`]; [`Error::Store`].
    pub fn keep_issuance(
        &mut self,
        before: Option<IssuanceId>,
        next: Vec<Issuance>,
        keys: Vec<SigningKey>,
        now: Timestamp,
    ) -> Result<(), Error> {
        if next.iter().any(|one| one.state.len() > MAX_KEPT_ISSUANCE) {
            return Err(Error::IssuanceTooLong);
        }
        let is_next = |id: IssuanceId| next.iter().any(|one| one.info.id == id);
        let mut changes = Vec::new();
        let mut left = 0_usize;
        for known in self.store.issuances()? {
            let over = known.since.saturating_add(ISSUANCE_LIFETIME) < now;
            if is_next(known.id) {
                continue;
            }
            if before == Some(known.id) {
                changes.push(Change::DeleteIssuance(known.id));
            } else if over {
                changes.extend(self.forgetting(&known)?);
            } else {
                left = left.saturating_add(1);
            }
        }
        if left.saturating_add(next.len()) > MAX_ISSUANCES {
            return Err(Error::TooManyIssuances);
        }
        let keys = keys.into_iter().map(|key| HolderKey::new(key, KeyOrigin::Generated, now));
        changes.extend(keys.map(Change::PutHolderKey));
        changes.extend(next.into_iter().map(Change::PutIssuance));
        Ok(self.store.commit(changes)?)
    }

    /// Forgets an issuance, and the keys that were made for it and to which no credential is bound.
    ///
    /// # Errors
    /// [`Error::NoSuchIssuance`]; [`Error::Store`].
    pub fn forget_issuance(&mut self, id: IssuanceId) -> Result<(), Error> {
        let known = self.store.issuances()?.into_iter().find(|known| known.id == id);
        let changes = self.forgetting(&known.ok_or(Error::NoSuchIssuance)?)?;
        Ok(self.store.commit(changes)?)
    }

    fn forgetting(&self, issuance: &IssuanceInfo) -> Result<Vec<Change>, Error> {
        let mut changes = vec![Change::DeleteIssuance(issuance.id)];
        for id in &issuance.keys {
            let unused = self.store.holder_key(*id)?.is_some_and(|key| key.about.uses == 0);
            changes.extend(unused.then_some(Change::DeleteHolderKey(*id)));
        }
        Ok(changes)
    }
}
