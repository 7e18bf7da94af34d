use crate::{Card, CopyId, DevelopmentSwitch, Purpose, QueryId, Verifier};
use vouchsafe_credential::{
    Audience, ClaimPath, CredentialId, CredentialType, IssuerId, ResponseUri, Timestamp,
};

/// Numbers an entry of the history; a later entry has a higher number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u64);

impl EntryId {
    /// The entry of this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Something that happened. Names claims, never their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

impl Entry {
    /// The cards that it happened to, in its order; one that answered two queries is there twice.
    pub fn cards(&self) -> impl Iterator<Item = &CardName> {
        let (one, several) = match &self.event {
            Event::Received { card, .. } | Event::Deleted { card } => (Some(card), &[][..]),
            Event::Shared(sharing) => (None, sharing.parts.as_slice()),
            Event::Restored { .. } => (None, &[][..]),
        };
        one.into_iter().chain(several.iter().map(|part| &part.card))
    }

    /// True if it happened to this card, among others or alone.
    #[must_use]
    pub fn is_about(&self, id: &CredentialId) -> bool {
        self.cards().any(|card| card.id == *id)
    }
}

/// A card as the history names it. The card itself may be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardName {
    /// Its name in this wallet.
    pub id: CredentialId,
    /// Who issued it.
    pub issuer: IssuerId,
    /// Its type.
    pub credential_type: Option<CredentialType>,
}

impl CardName {
    pub(crate) fn of(card: &Card) -> Self {
        Self {
            id: card.id.clone(),
            issuer: card.issuer.clone(),
            credential_type: card.credential_type.clone(),
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A card was put into the wallet.
    Received {
        /// Which.
        card: CardName,
        /// With how many copies.
        copies: usize,
    },
    /// Parts of cards were shown.
    Shared(Sharing),
    /// A card was deleted.
    Deleted {
        /// Which.
        card: CardName,
    },
    /// The wallet was made of a backup. What happened between its making and this is in no history.
    Restored {
        /// When the backup was made.
        made_at: Timestamp,
    },
}

/// A showing: one answer to one verifier, from one card or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Whom it was made for.
    pub audience: Audience,
    /// Who asked, as far as it was proven then.
    pub verifier: Verifier,
    /// Where it went, where the request said so.
    pub response_uri: Option<ResponseUri>,
    /// What the verifier said that it asked for.
    pub purpose: Option<Purpose>,
    /// Under which loosenings for development it was asked for and sent.
    pub development: Vec<DevelopmentSwitch>,
    /// What was shown; at least one, unless the person had it forgotten.
    pub parts: Vec<SharedPart>,
    /// How far it got.
    pub progress: Progress,
}

/// What of one card was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPart {
    /// Which query of the request it answers.
    pub query: Option<QueryId>,
    /// Which card.
    pub card: CardName,
    /// Which copy of it.
    pub copy: CopyId,
    /// Which disclosures: claims that always show are not among them.
    pub paths: Vec<ClaimPath>,
    /// The claims that always show, of an object all of which always shows the object. `None` where that was not written
    /// down: before the second form of entries.
    pub always: Option<Vec<ClaimPath>>,
    /// Whether it was bound to the audience by the holder's key.
    pub key_bound: bool,
    /// Whether it was a proof of its own, by which no other showing of the copy can be recognised.
    pub by_proof: bool,
}

/// How far a showing got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Agreed to and written down; nothing has left the wallet. A showing that was interrupted here stays so.
    Reserved,
    /// Handed out to be sent. Until it is known what became of it, the same bytes can be had again.
    Pending,
    /// It is known what became of it.
    Settled(Outcome),
}

/// What became of a showing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The verifier has it; what it decided is not known.
    Delivered,
    /// The verifier accepted it.
    Accepted,
    /// The verifier refused it.
    Refused,
    /// It was given up without the verifier having received it, as far as is known.
    NotSent,
}

impl Outcome {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
        }
    }
}

impl Progress {
    /// True unless it is known that the verifier did not get it, as far as can be known.
    #[must_use]
    pub const fn may_have_left(self) -> bool {
        !matches!(self, Self::Reserved | Self::Settled(Outcome::NotSent))
    }

    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Pending => "pending",
            Self::Settled(outcome) => outcome.code(),
        }
    }
}
