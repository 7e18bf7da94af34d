use crate::finding::{StatusEntry, StatusFinding, is_from_the_future};
use crate::limits::CLOCK_SKEW;
use crate::{CopyId, Doubt, KeyThumbprint, Membership, Profile, State, SubjectDigest, Tag};
use vouchsafe_credential::{
    CredentialId, CredentialType, IssuerId, StatusReference, Timestamp, Validity, ValidityState,
};
use vouchsafe_status_list::Status;
use vouchsafe_type_metadata::MetadataVersion;

/// One credential as its holder sees it: one copy to show again and again, or a batch of one-time copies.
///
/// Holds what a list needs and no claim that a person would withhold. The claims are in the [`StoredCredential`]s, one
/// for each copy.
///
/// [`StoredCredential`]: crate::StoredCredential
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name in this wallet. Never leaves it.
    pub id: CredentialId,
    /// Who issued it.
    pub issuer: IssuerId,
    /// Its type.
    pub credential_type: Option<CredentialType>,
    /// What its tokens are.
    pub profile: Profile,
    /// How often each copy is shown.
    pub usage: Usage,
    /// When it was put into the wallet.
    pub added_at: Timestamp,
    /// Whom it is about, where it says so by a `sub`.
    pub subject: Option<SubjectDigest>,
    /// The newer card that replaces it, because its holder said so.
    pub replaced_by: Option<CredentialId>,
    /// The type metadata that it was held to when it arrived and is shown by: no other is, unless its holder says so.
    pub type_metadata: Option<MetadataVersion>,
    /// What its holder calls it, in the order in which that was said.
    pub tags: Vec<Tag>,
    /// Its copies; at least one.
    pub copies: Vec<CredentialCopy>,
}

/// How often a copy of a credential is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Again and again; whoever sees it twice recognises it.
    Reusable,
    /// Once, so that showings cannot be linked with each other.
    SingleUse,
}

/// One copy of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialCopy {
    /// Its name.
    pub id: CopyId,
    /// The key it is bound to; `None` for one bound to no key.
    pub holder_key: Option<KeyThumbprint>,
    /// When it holds.
    pub validity: Validity,
    /// Where its status stands.
    pub status: Option<StatusReference>,
    /// In which registry it can be revoked without being named.
    pub membership: Option<Membership>,
    /// What was found where its status stands, or said about that registry.
    pub finding: Option<StatusFinding>,
    /// How often it left, or may have left, the wallet.
    pub showings: u32,
}

impl CredentialCopy {
    /// How this copy stands at `now`, the trust in its issuer apart.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        if let Some(finding) = self.finding.filter(|_| self.is_revoked()) {
            return State::Revoked { as_of: finding.as_of };
        }
        match self.validity.state(now, CLOCK_SKEW) {
            ValidityState::Expired { at } => State::Expired { at },
            ValidityState::NotYetValid { from } => State::NotYetValid { from },
            ValidityState::Valid => self.state_by_status(now),
        }
    }

    /// Where the issuer publishes what tells how it stands.
    pub(crate) fn published_at(&self) -> Option<&str> {
        let registry = self.membership.as_ref().map(|membership| membership.registry.registry());
        self.status.as_ref().map(StatusReference::uri).or(registry)
    }

    /// Whether its issuer took it back for good.
    pub(crate) fn is_revoked(&self) -> bool {
        self.finding.is_some_and(|finding| finding.entry == StatusEntry::Listed(Status::Invalid))
    }

    /// Whether it is too late for it to be shown, whatever it was.
    pub(crate) fn ended(&self, now: Timestamp) -> bool {
        self.validity.expires_at.is_some_and(|end| now >= end.saturating_add(CLOCK_SKEW))
    }

    fn state_by_status(&self, now: Timestamp) -> State {
        let until = self.validity.expires_at;
        if self.status.is_none() && self.membership.is_none() {
            return State::Valid { until, status_as_of: None };
        }
        let Some(finding) = self.finding else {
            return State::CannotTell { doubt: Doubt::StatusNeverSeen, last_good: None };
        };
        let as_of = finding.as_of;
        let doubt = match finding.entry {
            StatusEntry::Listed(Status::Suspended) => return State::Suspended { as_of },
            StatusEntry::Listed(Status::Invalid) => return State::Revoked { as_of },
            StatusEntry::Contradicted => Doubt::RegistryForked,
            // From the future: the clock was set back since, so how old it is cannot be told.
            _ if now > finding.fresh_until || is_from_the_future(as_of, now) => Doubt::StatusStale { as_of },
            StatusEntry::Listed(Status::Valid) => return State::Valid { until, status_as_of: Some(as_of) },
            StatusEntry::Listed(Status::Application(value) | Status::Unknown(value)) => {
                Doubt::StatusNotUnderstood { value }
            }
            StatusEntry::OutOfRange => Doubt::StatusNotListed,
        };
        State::CannotTell { doubt, last_good: finding.last_good }
    }
}

impl Card {
    /// How many copies were never shown.
    #[must_use]
    pub fn copies_left(&self) -> usize {
        self.copies.iter().filter(|copy| copy.showings == 0).count()
    }

    /// The one-time copies that were shown.
    pub(crate) fn spent(&self) -> impl Iterator<Item = &CredentialCopy> {
        let single_use = self.usage == Usage::SingleUse;
        self.copies.iter().filter(move |copy| single_use && copy.showings > 0)
    }

    /// True if the one-time copies are used up.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.usage == Usage::SingleUse && self.copies_left() == 0
    }

    /// The copies that the next showing chooses from, and whose status matters: those not shown yet, or all once none
    /// is left.
    pub(crate) fn in_play(&self) -> impl Iterator<Item = &CredentialCopy> {
        let exhausted = self.copies_left() == 0;
        let reusable = self.usage == Usage::Reusable;
        self.copies.iter().filter(move |copy| reusable || exhausted || copy.showings == 0)
    }

    /// How the card stands at `now`: as its best copy in play does, unless its issuer took back or set aside any copy, or
    /// is no longer trusted.
    #[must_use]
    pub fn state(&self, now: Timestamp, issuer_is_trusted: bool) -> State {
        let mut best: Option<State> = None;
        let mut suspended: Option<State> = None;
        for copy in &self.copies {
            match copy.state(now) {
                revoked @ State::Revoked { .. } => return revoked,
                state @ State::Suspended { .. } => suspended = Some(state),
                _ => {}
            }
        }
        for state in self.in_play().map(|copy| copy.state(now)) {
            if best.is_none_or(|best| preference(&state) < preference(&best)) {
                best = Some(state);
            }
        }
        match suspended.or(best) {
            Some(State::Valid { status_as_of, .. }) if !issuer_is_trusted => {
                State::CannotTell { doubt: Doubt::IssuerNotTrusted, last_good: status_as_of }
            }
            Some(State::CannotTell { last_good, .. }) if !issuer_is_trusted => {
                State::CannotTell { doubt: Doubt::IssuerNotTrusted, last_good }
            }
            Some(state) => state,
            None => State::CannotTell { doubt: Doubt::StatusNeverSeen, last_good: None },
        }
    }

    /// When the last of its copies in play ends; `None` if one does not.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        let ends = self.in_play().map(|copy| copy.validity.expires_at);
        ends.max_by_key(|end| (end.is_none(), *end)).flatten()
    }

    /// The copy to show next at `now`: the best one in play.
    pub(crate) fn next_copy(&self, now: Timestamp) -> Option<&CredentialCopy> {
        Self::best(self.in_play(), now)
    }

    /// The best of `copies` to show at `now`.
    pub(crate) fn best<'c>(
        copies: impl Iterator<Item = &'c CredentialCopy>,
        now: Timestamp,
    ) -> Option<&'c CredentialCopy> {
        copies.min_by_key(|copy| preference(&copy.state(now)))
    }

    pub(crate) fn copy(&self, id: CopyId) -> Option<&CredentialCopy> {
        self.copies.iter().find(|copy| copy.id == id)
    }
}

/// Which of two copies to show first: the lower.
fn preference(state: &State) -> u8 {
    match state {
        State::Valid { .. } => 0,
        State::CannotTell { .. } => 1,
        State::NotYetValid { .. } => 2,
        State::Suspended { .. } => 3,
        State::Expired { .. } => 4,
        State::Revoked { .. } => 5,
    }
}

#[cfg(test)]
mod tests;
