use crate::limits::EXPIRES_SOON;
use crate::{Holding, State, Tag};
use vouchsafe_credential::Timestamp;

/// Which cards, and in which order. The default is all of them, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardFilter {
    /// Words, each the beginning of a word of the card: of its type, its issuer, its tags, the names of its fields and their
    /// values. Case and diacritics do not count.
    pub text: String,
    /// One of these fits; none given, any.
    pub standings: Vec<Standing>,
    /// A part of the issuer's name, whatever its case.
    pub issuer: Option<String>,
    /// A part of the type (`vct`), whatever its case.
    pub credential_type: Option<String>,
    /// A tag.
    pub tag: Option<Tag>,
    /// In which order.
    pub order: CardOrder,
}

/// How a card stands, for choosing cards by it. A card may fit several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Valid, those that expire soon included.
    Valid,
    /// Valid, and expires within [`EXPIRES_SOON`].
    ExpiresSoon,
    /// Before its validity.
    NotYetValid,
    /// After its validity.
    Expired,
    /// Set aside by its issuer.
    Suspended,
    /// Taken back by its issuer.
    Revoked,
    /// Something that ought to be known is not.
    CannotTell,
    /// Its one-time copies are used up.
    Exhausted,
    /// A newer card replaces it.
    Replaced,
}

/// In which order cards are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CardOrder {
    /// As they came into the wallet.
    #[default]
    Oldest,
    /// The last to come first.
    Newest,
    /// The next to end first; those that do not end last.
    Ending,
    /// By issuer, then by type.
    Issuer,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Valid,
        Self::ExpiresSoon,
        Self::NotYetValid,
        Self::Expired,
        Self::Suspended,
        Self::Revoked,
        Self::CannotTell,
        Self::Exhausted,
        Self::Replaced,
    ];

    /// A name for it that never changes; where it is that of a [`State`], the same.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ExpiresSoon => "expires_soon",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::CannotTell => "cannot_tell",
            Self::Exhausted => "exhausted",
            Self::Replaced => "replaced",
        }
    }

    /// The standing of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Whether a card stands so at `now`.
    #[must_use]
    pub fn fits(self, holding: &Holding, now: Timestamp) -> bool {
        match self {
            Self::Exhausted => holding.card.is_exhausted(),
            Self::Replaced => holding.card.replaced_by.is_some(),
            Self::ExpiresSoon => match holding.state {
                State::Valid { until: Some(until), .. } => {
                    until.since(now).is_some_and(|left| left <= EXPIRES_SOON)
                }
                _ => false,
            },
            _ => holding.state.code() == self.code(),
        }
    }
}

impl CardOrder {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Oldest, Self::Newest, Self::Ending, Self::Issuer];

    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Ending => "ending",
            Self::Issuer => "issuer",
        }
    }

    /// The order of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }

    /// Puts cards, which are oldest first, in this order.
    pub(crate) fn sort(self, holdings: &mut [Holding]) {
        match self {
            Self::Oldest => {}
            Self::Newest => holdings.reverse(),
            Self::Ending => holdings.sort_by_key(|holding| {
                let end = holding.card.ends_at();
                (end.is_none(), end)
            }),
            Self::Issuer => holdings.sort_by(|one, other| {
                let (one, other) = (&one.card, &other.card);
                one.issuer.cmp(&other.issuer).then_with(|| one.credential_type.cmp(&other.credential_type))
            }),
        }
    }
}
