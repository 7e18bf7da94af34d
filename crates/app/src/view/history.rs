use super::VERSION;
use serde::Serialize;
use vouchsafe_wallet::{Entry, Event};

/// What happened in the wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub entries: Vec<EntryView>,
}

/// Something that happened to a card. Names claims, never their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// Its number.
    pub entry: u64,
    /// When.
    pub at: String,
    /// `received`, `shared` or `deleted`.
    pub event: &'static str,
    /// The card; it may be gone.
    pub card: String,
    /// That card's type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// That card's issuer.
    pub issuer: String,
    /// Of `received`: with how many copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<usize>,
    /// Of `shared`: to whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Of `shared`: which disclosures; what always shows is not among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// Of `shared`: whether it was bound to the audience by the holder's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_bound: Option<bool>,
    /// Of `shared`: `reserved`, `pending`, `delivered`, `accepted`, `refused` or `not_sent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<&'static str>,
}

impl EntryView {
    pub(crate) fn new(entry: &Entry) -> Self {
        let mut view = Self {
            entry: entry.id.number(),
            at: entry.at.to_string(),
            event: "deleted",
            card: entry.card.to_string(),
            credential_type: entry.credential_type.as_ref().map(ToString::to_string),
            issuer: entry.issuer.to_string(),
            copies: None,
            audience: None,
            paths: None,
            key_bound: None,
            progress: None,
        };
        match &entry.event {
            Event::Deleted => {}
            Event::Received { copies } => {
                view.event = "received";
                view.copies = Some(*copies);
            }
            Event::Shared(sharing) => {
                view.event = "shared";
                view.audience = Some(sharing.audience.to_string());
                view.paths = Some(sharing.paths.iter().map(ToString::to_string).collect());
                view.key_bound = Some(sharing.key_bound);
                view.progress = Some(sharing.progress.code());
            }
        }
        view
    }
}

impl HistoryView {
    pub(crate) fn new(entries: &[Entry]) -> Self {
        Self { version: VERSION, entries: entries.iter().map(EntryView::new).collect() }
    }
}
