use crate::limits::{EXPIRES_SOON, FEW_COPIES_ONE_IN};
use crate::{Holding, State, Usage};
use vouchsafe_credential::Timestamp;

/// That it is time to ask the issuer for a new credential, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Its issuer took it back.
    Revoked,
    /// It ended.
    Expired,
    /// Every one-time copy was shown.
    Exhausted,
    /// It ends soon.
    ExpiresSoon {
        /// When.
        at: Timestamp,
    },
    /// Few of its one-time copies are left: at most one in [`FEW_COPIES_ONE_IN`], or the last one.
    FewCopies {
        /// How many.
        left: usize,
    },
}

impl Holding {
    /// What ought to be done about the card, the most urgent thing only; nothing for one that a newer card replaces.
    #[must_use]
    pub fn hint(&self, now: Timestamp) -> Option<Hint> {
        if self.card.replaced_by.is_some() {
            return None;
        }
        let left = self.card.copies_left();
        match self.state {
            State::Revoked { .. } => return Some(Hint::Revoked),
            State::Expired { .. } => return Some(Hint::Expired),
            _ if self.card.is_exhausted() => return Some(Hint::Exhausted),
            State::Valid { until: Some(at), .. }
                if at.since(now).is_some_and(|left| left <= EXPIRES_SOON) =>
            {
                return Some(Hint::ExpiresSoon { at });
            }
            _ => {}
        }
        let all = self.card.copies.len();
        let few = left <= (all / FEW_COPIES_ONE_IN).max(1) && left < all;
        let few = few && self.card.usage == Usage::SingleUse;
        few.then_some(Hint::FewCopies { left })
    }
}

impl Hint {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Exhausted => "exhausted",
            Self::ExpiresSoon { .. } => "expires_soon",
            Self::FewCopies { .. } => "few_copies",
        }
    }

    /// As a person says it, in English, of a card of `issuer`.
    #[must_use]
    pub fn words(&self, issuer: &str, now: Timestamp) -> String {
        match self {
            Self::Revoked => format!("revoked: if you are still entitled to it, ask {issuer} for a new one"),
            Self::Expired => format!("expired: ask {issuer} for a new one"),
            Self::Exhausted => format!("no unseen copy is left: ask {issuer} for new copies"),
            Self::ExpiresSoon { at } => {
                let left = at.since(now).unwrap_or_default();
                format!("expires {}: ask {issuer} for a new one", crate::state::in_days(left))
            }
            Self::FewCopies { left: 1 } => format!("1 unseen copy is left: ask {issuer} for new copies"),
            Self::FewCopies { left } => {
                format!("{left} unseen copies are left: ask {issuer} for new copies")
            }
        }
    }
}
