use crate::{Card, Profile};
use vouchsafe_credential::{CredentialId, CredentialType, IssuerId, Timestamp};

/// A card that a restored wallet had and has no more: its copies were each to be shown once, and a backup leaves those out,
/// because it cannot know which of them were shown after it was made. Its issuer can issue new ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reissue {
    /// What the card was called in its wallet; the history names it so.
    pub card: CredentialId,
    /// Who issued it, and can do so again.
    pub issuer: IssuerId,
    /// Its type.
    pub credential_type: Option<CredentialType>,
    /// What its tokens were.
    pub profile: Profile,
    /// When it was put into the wallet that was backed up.
    pub added_at: Timestamp,
    /// How many copies it had.
    pub copies: u32,
}

impl Reissue {
    pub(crate) fn of(card: &Card) -> Self {
        Self {
            card: card.id.clone(),
            issuer: card.issuer.clone(),
            credential_type: card.credential_type.clone(),
            profile: card.profile,
            added_at: card.added_at,
            copies: u32::try_from(card.copies.len()).unwrap_or(u32::MAX),
        }
    }

    /// True if `card` is what is waited for: of the same issuer and type.
    pub(crate) fn is_answered_by(&self, card: &Card) -> bool {
        self.issuer == card.issuer && self.credential_type == card.credential_type
    }
}
