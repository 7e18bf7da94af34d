use super::{StateView, VERSION};
use serde::Serialize;
use vouchsafe_credential::Timestamp;
use vouchsafe_vault::BackupHead;
use vouchsafe_wallet::backup::{Fate, Restoration, ReturningCard, Selection, Unreadable};
use vouchsafe_wallet::{BackupNote, Reissue};

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupView {
    /// Version of this form.
    pub version: u32,
    /// When it was made.
    pub made_at: String,
    /// How many records it holds.
    pub records: u64,
    /// How many cards will come back.
    pub cards: u32,
    /// Those that will have to be issued again.
    pub reissues: Vec<ReissueView>,
}

/// A card of one-time copies, which are in no backup: its issuer has to issue it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReissueView {
    /// What the card was called in its wallet.
    pub card: String,
    /// Its type (`vct`).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// How many copies it had.
    pub copies: u32,
}

/// All cards that are to be issued again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReissuesView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub reissues: Vec<ReissueView>,
}

/// When a backup was last made and rehearsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupNoteView {
    /// Version of this form.
    pub version: u32,
    /// When the last one was made; absent if none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<String>,
    /// How many cards it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cards: Option<u32>,
    /// When one was last rehearsed and sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rehearsed_at: Option<String>,
    /// When that one had been made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rehearsed_made_at: Option<String>,
}

/// What would come back from a backup and what would not; or what did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RehearsalView {
    /// Version of this form.
    pub version: u32,
    /// When the backup was made.
    pub made_at: String,
    /// How many records it holds.
    pub records: u64,
    /// Whether everything could be read, and every card in it comes back and verifies.
    pub sound: bool,
    /// Whether its passphrase is easier to guess than it should be: make a new one, and delete this.
    pub weak: bool,
    /// Whether it was made of the wallet that is open; absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_this_wallet: Option<bool>,
    /// Every card that it tells of: first those that come back.
    pub cards: Vec<ReturningCardView>,
    /// How many trusted issuers come back.
    pub issuers: usize,
    /// How many holder keys come back.
    pub holder_keys: usize,
    /// How many entries of the history come back.
    pub history: usize,
    /// How many things of it a newer version of the program wrote. They do not come back.
    pub newer: usize,
    /// How many things of it cannot be read. They do not come back.
    pub damaged: usize,
}

/// A card of a backup and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturningCardView {
    /// The card.
    #[serde(flatten)]
    pub card: ReissueView,
    /// `returns`, `returns_unverified`, `needs_reissue` or `damaged`.
    pub fate: &'static str,
    /// In English: why.
    pub words: String,
    /// Of `returns_unverified`: the code of what refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// How it stands, if it comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<StateView>,
}

impl BackupView {
    pub(crate) fn new(head: &BackupHead, selection: &Selection) -> Self {
        Self {
            version: VERSION,
            made_at: head.made_at.to_string(),
            records: head.records,
            cards: selection.cards,
            reissues: selection.reissues.iter().map(ReissueView::new).collect(),
        }
    }
}

impl ReissueView {
    fn new(reissue: &Reissue) -> Self {
        Self {
            card: reissue.card.to_string(),
            credential_type: reissue.credential_type.as_ref().map(ToString::to_string),
            issuer: reissue.issuer.to_string(),
            copies: reissue.copies,
        }
    }
}

impl ReissuesView {
    pub(crate) fn new(reissues: &[Reissue]) -> Self {
        Self { version: VERSION, reissues: reissues.iter().map(ReissueView::new).collect() }
    }
}

impl BackupNoteView {
    pub(crate) fn new(note: Option<&BackupNote>) -> Self {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            version: VERSION,
            made_at: text(note.map(|note| note.made_at)),
            cards: note.map(|note| note.cards),
            rehearsed_at: text(note.and_then(|note| note.rehearsed_at)),
            rehearsed_made_at: text(note.and_then(|note| note.rehearsed_made_at)),
        }
    }
}

impl RehearsalView {
    pub(crate) fn new(head: &BackupHead, weak: bool, restoration: &Restoration, now: Timestamp) -> Self {
        let unreadable = |why| restoration.unreadable.iter().filter(|other| **other == why).count();
        Self {
            version: VERSION,
            made_at: head.made_at.to_string(),
            records: head.records,
            sound: restoration.is_sound(),
            weak,
            of_this_wallet: None,
            cards: restoration.cards.iter().map(|card| ReturningCardView::new(card, now)).collect(),
            issuers: restoration.issuers,
            holder_keys: restoration.holder_keys,
            history: restoration.entries,
            newer: unreadable(Unreadable::Newer),
            damaged: unreadable(Unreadable::Damaged),
        }
    }

    pub(crate) fn of_this_wallet(mut self, ours: bool) -> Self {
        self.of_this_wallet = Some(ours);
        self
    }
}

impl ReturningCardView {
    fn new(returning: &ReturningCard, now: Timestamp) -> Self {
        let (words, code) = match &returning.fate {
            Fate::Returns => (String::from("comes back"), None),
            Fate::ReturnsUnverified(refused) => (format!("comes back, but {refused}"), Some(refused.code())),
            Fate::NeedsReissue => {
                (String::from("one-time copies are in no backup: its issuer has to issue new ones"), None)
            }
            Fate::Damaged => (String::from("its token or its key is not in the backup as it was"), None),
        };
        Self {
            card: ReissueView::new(&returning.card),
            fate: returning.fate.code(),
            words,
            code,
            state: returning.state.as_ref().map(|state| StateView::new(state, now)),
        }
    }
}
