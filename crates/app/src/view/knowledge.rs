use super::{VERSION, VerifierView};
use serde::Serialize;
use vouchsafe_wallet::{Knowledge, KnownCard, Recognition};

/// All verifiers to whom something was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifiersView {
    /// Version of this form.
    pub version: u32,
    /// The one that saw something last first.
    pub verifiers: Vec<KnowledgeView>,
}

/// What one verifier knows by what was shown to it. Names claims, never their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnowledgeView {
    /// Whom it was shown to.
    pub audience: String,
    /// Who asked the last time, as far as it was proven then.
    pub verifier: VerifierView,
    /// When something was shown first.
    pub first: String,
    /// When something was shown last.
    pub last: String,
    /// The entries of the history.
    pub entries: Vec<u64>,
    /// What they saw of which card.
    pub cards: Vec<KnownCardView>,
    /// Whether they can tell that it was the same person each time.
    pub recognition: RecognitionView,
    /// Other verifiers who together with this one can tell that it was the same person.
    pub shared_with: Vec<String>,
}

/// What a verifier saw of one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownCardView {
    /// The card; it may be gone.
    pub card: String,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// Its issuer.
    pub issuer: String,
    /// In how many showings.
    pub showings: usize,
    /// What was chosen to be shown, ever.
    pub paths: Vec<String>,
    /// What always shows, where that was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always: Option<Vec<String>>,
}

/// Whether somebody can be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecognitionView {
    /// `seen_once`, `not_by_the_cards` or `recognised`.
    pub code: &'static str,
    /// In English.
    pub words: &'static str,
}

/// A letter that asks a verifier to delete what was shown to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeletionRequestView {
    /// Version of this form.
    pub version: u32,
    /// To whom.
    pub audience: String,
    /// `en` or `de`.
    pub language: &'static str,
    /// The letter; what the person fills in stands in square brackets.
    pub text: String,
}

impl KnowledgeView {
    pub(crate) fn new(known: &Knowledge) -> Self {
        Self {
            audience: known.audience.to_string(),
            verifier: VerifierView::new(&known.verifier),
            first: known.first.to_string(),
            last: known.last.to_string(),
            entries: known.showings.iter().map(|entry| entry.number()).collect(),
            cards: known.cards.iter().map(KnownCardView::new).collect(),
            recognition: RecognitionView::new(known.recognition),
            shared_with: known.shared_with.iter().map(ToString::to_string).collect(),
        }
    }
}

impl KnownCardView {
    fn new(known: &KnownCard) -> Self {
        Self {
            card: known.card.id.to_string(),
            credential_type: known.card.credential_type.as_ref().map(ToString::to_string),
            issuer: known.card.issuer.to_string(),
            showings: known.showings,
            paths: known.paths.iter().map(ToString::to_string).collect(),
            always: known.always.as_ref().map(|paths| paths.iter().map(ToString::to_string).collect()),
        }
    }
}

impl RecognitionView {
    const fn new(recognition: Recognition) -> Self {
        Self { code: recognition.code(), words: recognition.words() }
    }
}

impl VerifiersView {
    pub(crate) fn new(all: &[Knowledge]) -> Self {
        Self { version: VERSION, verifiers: all.iter().map(KnowledgeView::new).collect() }
    }
}
