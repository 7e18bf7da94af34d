use super::{VERSION, VerifierView};
use serde::Serialize;
use vouchsafe_credential::shown;
use vouchsafe_wallet::{CardName, Entry, Event, SharedPart};

/// What happened in the wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub entries: Vec<EntryView>,
}

/// Something that happened. Names claims, never their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// Its number.
    pub entry: u64,
    /// When.
    pub at: String,
    /// `received`, `shared`, `deleted` or `restored`.
    pub event: &'static str,
    /// The cards that it happened to. Of `shared` there may be several, and one may be there twice.
    pub cards: Vec<EntryCardView>,
    /// Of `received`: with how many copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<usize>,
    /// Of `shared`: to whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Of `shared`: who asked, as far as it was proven then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verifier: Option<VerifierView>,
    /// Of `shared`: what they said that they asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Of `shared`: under which switches for development it was asked for and sent, as `loopback_http` or `tls_root`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub development: Vec<&'static str>,
    /// Of `restored`: when the backup was made. What happened between then and this is in no history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<String>,
    /// Of `shared`: `reserved`, `pending`, `delivered`, `accepted`, `refused` or `not_sent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<&'static str>,
}

/// A card that something happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryCardView {
    /// The card; it may be gone.
    pub card: String,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// Its issuer.
    pub issuer: String,
    /// Of `shared`: which disclosures; what always shows is not among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// Of `shared`: the claims that always show, where that was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always: Option<Vec<String>>,
    /// Of `shared`: whether it was bound to the audience by the holder's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_bound: Option<bool>,
    /// Of `shared`: whether it was a proof of its own, by which no other showing can be recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_proof: Option<bool>,
}

impl EntryCardView {
    fn new(CardName { id, issuer, credential_type }: &CardName) -> Self {
        Self {
            card: id.to_string(),
            credential_type: credential_type.as_ref().map(ToString::to_string),
            issuer: issuer.to_string(),
            paths: None,
            always: None,
            key_bound: None,
            by_proof: None,
        }
    }

    fn shared(part: &SharedPart) -> Self {
        Self {
            paths: Some(part.paths.iter().map(ToString::to_string).collect()),
            always: part.always.as_ref().map(|paths| paths.iter().map(ToString::to_string).collect()),
            key_bound: Some(part.key_bound),
            by_proof: Some(part.by_proof),
            ..Self::new(&part.card)
        }
    }
}

impl EntryView {
    pub(crate) fn new(entry: &Entry) -> Self {
        let mut view = Self {
            entry: entry.id.number(),
            at: entry.at.to_string(),
            event: "deleted",
            cards: Vec::new(),
            copies: None,
            audience: None,
            verifier: None,
            purpose: None,
            development: Vec::new(),
            made_at: None,
            progress: None,
        };
        match &entry.event {
            Event::Deleted { card } => view.cards.push(EntryCardView::new(card)),
            Event::Restored { made_at } => {
                view.event = "restored";
                view.made_at = Some(made_at.to_string());
            }
            Event::Received { card, copies } => {
                view.event = "received";
                view.cards.push(EntryCardView::new(card));
                view.copies = Some(*copies);
            }
            Event::Shared(sharing) => {
                view.event = "shared";
                view.cards = sharing.parts.iter().map(EntryCardView::shared).collect();
                view.audience = Some(sharing.audience.to_string());
                view.verifier = Some(VerifierView::new(&sharing.verifier));
                view.purpose =
                    sharing.purpose.as_ref().map(|purpose| shown::escape(purpose.as_str()).into_owned());
                view.development = sharing.development.iter().map(|switch| switch.code()).collect();
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
