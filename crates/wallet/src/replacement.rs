use crate::held::Held;
use crate::{Card, Change, Error, Holding, Store, Wallet};
use std::fmt;
use vouchsafe_credential::{CredentialId, CredentialType, IssuerId, Timestamp, base64url};
use vouchsafe_jose::digest::sha256;

/// Whom a credential is about: SHA-256 over issuer, type and `sub`, so that two cards of one person at one issuer can be told
/// to belong together without either being opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SubjectDigest([u8; 32]);

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe subject 1\0";

impl SubjectDigest {
    /// The subject of a credential, if it has a `sub`.
    pub(crate) fn of(issuer: &IssuerId, vct: Option<&CredentialType>, held: &Held) -> Option<Self> {
        let sub = held.claims().get("sub")?.as_str()?;
        let mut named = DOMAIN.to_vec();
        // Neither of the first two holds a control character.
        for part in [issuer.as_str(), vct.map_or("", |vct| vct.as_str())] {
            named.extend_from_slice(part.as_bytes());
            named.push(0);
        }
        named.extend_from_slice(sub.as_bytes());
        Some(Self(sha256(&named)))
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SubjectDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectDigest({})", base64url::encode(&self.0))
    }
}

/// An older card that a newer one may replace, if the person says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaceable {
    /// The older card and how it stands.
    pub older: Holding,
    /// How likely it is the same thing.
    pub likeness: Likeness,
}

/// What two cards of one issuer and one type have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They name the same subject (`sub`).
    SameSubject,
    /// One of them names no subject, so they may be about different things: two cars, two children.
    SameType,
}

impl Likeness {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameSubject => "same_subject",
            Self::SameType => "same_type",
        }
    }
}

/// The most cards that are offered to be replaced by one.
const MAX_OFFERED: usize = 5;

impl Card {
    fn is_like(&self, other: &Self) -> Option<Likeness> {
        if self.id == other.id
            || self.issuer != other.issuer
            || self.credential_type.is_none()
            || self.credential_type != other.credential_type
        {
            return None;
        }
        match (self.subject, other.subject) {
            (Some(one), Some(other)) => (one == other).then_some(Likeness::SameSubject),
            _ => Some(Likeness::SameType),
        }
    }
}

impl<S: Store> Wallet<S> {
    /// The cards that `newer` may be a renewal of: of the same issuer and type, about nobody else as far as is known, and not
    /// replaced yet. The likeliest first, then the newest; at most five. Nothing is replaced before the person says so.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Store`].
    pub fn replaceable_by(&self, newer: &CredentialId, now: Timestamp) -> Result<Vec<Replaceable>, Error> {
        let newer = self.load_card(newer)?;
        let trusted = self.store.issuer(&newer.issuer)?.is_some();
        let mut found: Vec<Replaceable> = Vec::new();
        let is_older = |card: &&Card| card.replaced_by.is_none() && card.added_at <= newer.added_at;
        for card in self.store.cards()?.iter().rev().filter(is_older) {
            let Some(likeness) = card.is_like(&newer) else { continue };
            if found.iter().filter(|one| one.likeness == likeness).count() < MAX_OFFERED {
                let older = Holding { state: card.state(now, trusted), card: card.clone() };
                found.push(Replaceable { older, likeness });
            }
        }
        found.sort_by_key(|one| one.likeness);
        found.truncate(MAX_OFFERED);
        Ok(found)
    }

    /// Takes down that `newer` replaces `older`, because the person says so. The older card stays and can be shown; it is no
    /// longer proposed.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::NotAReplacement`] if they differ in issuer, type or subject, or the newer one is replaced
    /// itself; [`Error::Store`].
    pub fn replace(&mut self, older: &CredentialId, newer: &CredentialId) -> Result<(), Error> {
        let (mut older, newer) = (self.load_card(older)?, self.load_card(newer)?);
        if newer.replaced_by.is_some() || older.is_like(&newer).is_none() {
            return Err(Error::NotAReplacement);
        }
        older.replaced_by = Some(newer.id);
        Ok(self.store.commit(vec![Change::PutCard(older)])?)
    }

    /// Takes back that a card is replaced.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::NotReplaced`]; [`Error::Store`].
    pub fn keep(&mut self, older: &CredentialId) -> Result<(), Error> {
        let mut older = self.load_card(older)?;
        if older.replaced_by.take().is_none() {
            return Err(Error::NotReplaced);
        }
        Ok(self.store.commit(vec![Change::PutCard(older)])?)
    }

    /// The cards that `newer` replaces.
    pub(crate) fn replaced_by(&self, newer: &CredentialId) -> Result<Vec<Card>, Error> {
        let cards = self.store.cards()?;
        Ok(cards.iter().filter(|card| card.replaced_by.as_ref() == Some(newer)).cloned().collect())
    }
}
