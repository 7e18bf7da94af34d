use crate::{Error, Holding, Linkability, State, Usage};
use vouchsafe_credential::ClaimPath;
use vouchsafe_dcql::{Mismatch, Selection};

/// A card that answers a credential query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateCard {
    /// The card and how it stands.
    pub holding: Holding,
    /// What of it answers: of each claim set that it has in full, in the verifier's order; at least one, and no more than
    /// [`MAX_ALTERNATIVES`](crate::limits::MAX_ALTERNATIVES).
    pub answers: Vec<Selection>,
    /// Claims about the person that always show and are not asked for.
    pub unasked: Vec<ClaimPath>,
    /// Claims that some claim set asks for and the card does not have.
    pub lacks: Vec<ClaimPath>,
}

impl CandidateCard {
    /// How showing it now can be linked with other showings.
    #[must_use]
    pub fn linkability(&self) -> Linkability {
        let card = &self.holding.card;
        match card.usage {
            Usage::SingleUse if card.copies_left() > 0 => {
                Linkability::Unlinkable { left: card.copies_left().saturating_sub(1) }
            }
            _ if card.profile.shows_proofs() => Linkability::UnlinkableProof,
            _ => {
                let shown_before = card.copies.iter().map(|copy| copy.showings).max().unwrap_or_default();
                Linkability::Recognisable { shown_before }
            }
        }
    }
}

/// A card of the right type that does not answer a credential query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The card and how it stands.
    pub holding: Holding,
    /// Why.
    pub why: Mismatch,
    /// Claims that are asked for and that it does not have.
    pub lacks: Vec<ClaimPath>,
}

/// Why a card that answers is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetAside {
    /// Its issuer took it back.
    Revoked,
    /// Its issuer set it aside.
    Suspended,
    /// After its validity.
    Expired,
    /// Before its validity.
    NotYetValid,
    /// All its one-time copies were shown.
    Exhausted,
    /// A newer card replaces it.
    Replaced,
    /// The verifier asks as of a period that is too old to be shown.
    PeriodTooOld,
    /// The verifier holds another statement about its registry than this wallet.
    OtherStatement,
    /// Its issuer signed two statements that contradict each other.
    RegistryForked,
    /// What proves that it was not revoked is not here, or does not prove it.
    NotProven,
    /// The verifier says that it cannot read it: not its format, or not how it is signed.
    NotReadable,
}

impl SetAside {
    pub(crate) fn of(holding: &Holding) -> Option<Self> {
        match holding.state {
            State::Revoked { .. } => Some(Self::Revoked),
            State::Suspended { .. } => Some(Self::Suspended),
            State::Expired { .. } => Some(Self::Expired),
            State::NotYetValid { .. } => Some(Self::NotYetValid),
            State::Valid { .. } | State::CannotTell { .. } => {
                let exhausted = holding.card.is_exhausted().then_some(Self::Exhausted);
                exhausted.or_else(|| holding.card.replaced_by.is_some().then_some(Self::Replaced))
            }
        }
    }

    /// For the reason that it cannot be shown not to be revoked.
    pub(crate) fn not_proven(error: &Error) -> Self {
        use vouchsafe_accumulator::Error::{DigestMismatch, TooOld};
        match error {
            Error::Revoked => Self::Revoked,
            Error::Accumulator(TooOld) => Self::PeriodTooOld,
            Error::Accumulator(DigestMismatch) => Self::OtherStatement,
            Error::RegistryForked { .. } => Self::RegistryForked,
            _ => Self::NotProven,
        }
    }

    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Exhausted => "exhausted",
            Self::Replaced => "replaced",
            Self::PeriodTooOld => "period_too_old",
            Self::OtherStatement => "other_statement",
            Self::RegistryForked => "registry_forked",
            Self::NotProven => "not_proven",
            Self::NotReadable => "not_readable",
        }
    }

    /// As a person says it, in English.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Revoked => "its issuer took it back",
            Self::Suspended => "its issuer has suspended it",
            Self::Expired => "it has expired",
            Self::NotYetValid => "it is not valid yet",
            Self::Exhausted => "all its one-time copies were shown",
            Self::Replaced => "a newer card replaces it",
            Self::PeriodTooOld => "they ask for an old period, by which you could be told apart",
            Self::OtherStatement => {
                "they hold another list of what was revoked than you do: either of you was given a list of their own"
            }
            Self::RegistryForked => "its issuer has signed different lists of what it revoked",
            Self::NotProven => "that it is not revoked cannot be proven with what is here",
            Self::NotReadable => "they say that they cannot read it: not its format, or not how it is signed",
        }
    }
}
