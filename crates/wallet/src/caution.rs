use crate::{Card, CredentialCopy, Usage};
use vouchsafe_credential::Timestamp;

/// What a person must know, and say so, before a draft can be presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caution {
    /// All one-time copies were shown; this one was seen before, and will be recognised by those who saw it.
    CopyShownBefore,
    /// By all that is known the credential is not valid.
    NotValid,
    /// The credential is bound to no key: whoever receives it can show it to others.
    NotBound,
    /// What is known of its registry has grown old: few holders still show it as of that period.
    OldPeriod,
}

impl Caution {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CopyShownBefore => "copy_shown_before",
            Self::NotValid => "not_valid",
            Self::NotBound => "not_bound",
            Self::OldPeriod => "old_period",
        }
    }

    /// The caution of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::CopyShownBefore, Self::NotValid, Self::NotBound, Self::OldPeriod]
            .into_iter()
            .find(|caution| caution.code() == code)
    }

    /// As a person says it, in English.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::CopyShownBefore => {
                "every one-time copy was shown already: those who saw this one will recognise you"
            }
            Self::NotValid => "this credential is not valid: the verifier will most likely refuse it",
            Self::NotBound => "this credential is bound to no key: whoever receives it can show it as theirs",
            Self::OldPeriod => {
                "what you know of its registry is old: few others still show so old a period, and it can tell you apart"
            }
        }
    }
}

/// What must be acknowledged before this copy of `card` is shown.
pub(crate) fn cautions(card: &Card, copy: &CredentialCopy, now: Timestamp) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if card.usage == Usage::SingleUse && copy.showings > 0 {
        cautions.push(Caution::CopyShownBefore);
    }
    // A copy that is shown again may be worse than the best one, by which the card stands.
    if card.state(now, true).is_refuted() || copy.state(now).is_refuted() {
        cautions.push(Caution::NotValid);
    }
    if copy.holder_key.is_none() && !card.profile.shows_proofs() {
        cautions.push(Caution::NotBound);
    }
    if copy.membership.is_some() && copy.finding.is_none_or(|finding| now > finding.fresh_until) {
        cautions.push(Caution::OldPeriod);
    }
    cautions
}
