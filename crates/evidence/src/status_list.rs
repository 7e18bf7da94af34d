use crate::limits::{CLOCK_SKEW, MAX_LIFE};
use crate::status_signer::SignerId;
use crate::{Error, Jitter, StatusSigner};
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_status_list::{Freshness, VerifiedStatusList};

/// A status list that is wanted: where it is, and who has to have signed it.
///
/// The address stands in a credential. Ask for it once the credential's own signature was verified, and not before.
#[derive(Debug, Clone)]
pub struct StatusListSource {
    uri: String,
    signer: StatusSigner,
}

impl StatusListSource {
    /// The list at `uri`, by this signer.
    #[must_use]
    pub fn new(uri: impl Into<String>, signer: StatusSigner) -> Self {
        Self { uri: uri.into(), signer }
    }

    /// Its address.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Who has to have signed it.
    #[must_use]
    pub fn signer(&self) -> &StatusSigner {
        &self.signer
    }

    pub(crate) fn key(&self) -> StatusKey {
        StatusKey { uri: self.uri.clone(), signer: self.signer.id() }
    }
}

/// By what a status list is kept: never by its address alone, since anybody can name anybody's address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct StatusKey {
    pub(crate) uri: String,
    pub(crate) signer: SignerId,
}

/// By what it is remembered how new a list was: its address, and for whom it speaks. An issuer that changes its keys does not begin anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct FloorKey {
    pub(crate) uri: String,
    name: [u8; 32],
}

impl StatusKey {
    pub(crate) fn floor(&self) -> FloorKey {
        FloorKey { uri: self.uri.clone(), name: self.signer.name() }
    }
}

/// A status list token that its signer signed, as it was received. What it says of any credential is for whoever decides, and they
/// authenticate it again.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusListEvidence {
    uri: String,
    token: Arc<str>,
    issued_at: Timestamp,
    received_at: Timestamp,
    expires_at: Option<Timestamp>,
    good_until: Timestamp,
    refresh_at: Timestamp,
}

impl StatusListEvidence {
    /// Takes a list that was just authenticated.
    pub(crate) fn of(
        list: &VerifiedStatusList,
        token: &str,
        received_at: Timestamp,
        now: Timestamp,
        jitter: Option<Jitter>,
    ) -> Result<Self, Error> {
        match list.freshness(now, MAX_LIFE, CLOCK_SKEW, Some(received_at)) {
            Freshness::NotYetIssued { .. } => return Err(Error::FromTheFuture),
            Freshness::Expired { .. } => return Err(Error::Expired),
            Freshness::Fresh { .. } | Freshness::Stale { .. } => {}
        }
        let longest = list.issued_at().saturating_add(MAX_LIFE);
        let ends = [list.expires_at(), list.ttl().map(|ttl| received_at.saturating_add(ttl))];
        let good_until = ends.into_iter().flatten().fold(longest, Ord::min);
        Ok(Self {
            uri: list.uri().to_owned(),
            token: token.into(),
            issued_at: list.issued_at(),
            received_at,
            expires_at: list.expires_at(),
            good_until,
            refresh_at: jitter.map_or(good_until, |jitter| jitter.before(good_until, now)),
        })
    }

    /// Its address.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// When it was issued.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// From when on its `ttl` counts: when it was fetched; of one from a snapshot, when it was issued.
    #[must_use]
    pub fn received_at(&self) -> Timestamp {
        self.received_at
    }

    /// Until when it speaks for the present: its `exp`, its `ttl`, and 24 hours from when it was issued, whichever ends first. Whoever
    /// decides may judge it more strictly.
    #[must_use]
    pub fn good_until(&self) -> Timestamp {
        self.good_until
    }

    /// From when on it is fetched again: a moment that chance chose, for a schedule to wait for.
    #[must_use]
    pub fn refresh_at(&self) -> Timestamp {
        self.refresh_at
    }

    /// Whether it must no longer be used for anything.
    pub(crate) fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| now >= at.saturating_add(CLOCK_SKEW))
    }

    /// Whether nothing is fetched in its stead. A clock that was set back since says nothing about how old it is.
    pub(crate) fn is_settled(&self, now: Timestamp) -> bool {
        now < self.refresh_at && self.received_at <= now.saturating_add(CLOCK_SKEW)
    }

    pub(crate) fn size(&self) -> usize {
        self.token.len().saturating_add(self.uri.len())
    }
}

/// Where and when, not what.
impl fmt::Debug for StatusListEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusListEvidence({}, {})", shown::escape(&self.uri), self.issued_at)
    }
}
