use std::fmt;
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, CredentialType, IssuerId, Timestamp};
use zeroize::Zeroizing;

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

/// Something that happened to a card. Names claims, never their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// To which card; it may be gone.
    pub card: CredentialId,
    /// Who issued that card.
    pub issuer: IssuerId,
    /// That card's type.
    pub credential_type: Option<CredentialType>,
    /// What.
    pub event: Event,
}

/// What happened to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was put into the wallet.
    Received {
        /// With how many copies.
        copies: usize,
    },
    /// A part of it was shown.
    Shared(Sharing),
    /// It was deleted.
    Deleted,
}

/// A showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// To whom.
    pub audience: Audience,
    /// Which disclosures: claims that always show are not among them.
    pub paths: Vec<ClaimPath>,
    /// Which copy of the card.
    pub copy: crate::CopyId,
    /// Whether it was bound to the audience by the holder's key.
    pub key_bound: bool,
    /// How far it got.
    pub progress: Progress,
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

/// A presentation that left the wallet and may have to leave it again, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingText(pub(crate) Zeroizing<String>);

/// Its length, never content.
impl fmt::Debug for PendingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PendingText({} bytes)", self.0.len())
    }
}
