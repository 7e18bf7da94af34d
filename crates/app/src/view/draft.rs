use super::{CardSummary, FieldView, JsonView, VERSION};
use serde::Serialize;
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_wallet::{Caution, Draft, Linkability, Presentation};

/// What is about to be shown, for a person to decide on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftView {
    /// Version of this form.
    pub version: u32,
    /// To be given back when the person agrees to what this view shows.
    pub digest: String,
    /// To whom.
    pub audience: String,
    /// What the verifier chose to be answered with.
    pub nonce: String,
    /// From which card.
    pub card: CardSummary,
    /// Every value of the card: the verifier sees what is `always` or `selected`, and not what is `withheld`.
    pub fields: Vec<FieldView>,
    /// The disclosures that are sent along.
    pub paths: Vec<String>,
    /// All that the verifier will see, exactly.
    pub claims: JsonView,
    /// How this showing can be linked with others.
    pub linkability: LinkabilityView,
    /// What must be acknowledged.
    pub cautions: Vec<CautionView>,
    /// Until when it can be agreed to.
    pub expires_at: String,
}

/// How a showing can be linked with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkabilityView {
    /// `unlinkable` or `recognisable`.
    pub code: &'static str,
    /// In English.
    pub words: String,
}

/// What must be acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CautionView {
    /// A name for it that never changes, to acknowledge it by.
    pub code: &'static str,
    /// In English.
    pub words: &'static str,
}

/// What is to be sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PresentationView {
    /// Version of this form.
    pub version: u32,
    /// The entry of the history that stands for it, to be settled.
    pub entry: u64,
    /// The SD-JWT, with key binding where the card is bound to a key.
    pub presentation: String,
}

impl DraftView {
    pub(crate) fn new(draft: &Draft, now: Timestamp) -> Self {
        let linkability = draft.linkability();
        Self {
            version: VERSION,
            digest: draft.digest().to_string(),
            audience: draft.request().audience.to_string(),
            nonce: draft.request().nonce.to_string(),
            card: CardSummary::new(draft.holding(), now),
            fields: draft.fields().iter().map(FieldView::new).collect(),
            paths: draft.paths().iter().map(ToString::to_string).collect(),
            claims: JsonView::new(draft.claims()),
            linkability: LinkabilityView {
                code: match linkability {
                    Linkability::Unlinkable { .. } => "unlinkable",
                    Linkability::Recognisable { .. } => "recognisable",
                },
                words: linkability.words(),
            },
            cautions: draft.cautions().iter().map(|caution| CautionView::new(*caution)).collect(),
            expires_at: draft.expires_at().to_string(),
        }
    }
}

impl CautionView {
    fn new(caution: Caution) -> Self {
        Self { code: caution.code(), words: caution.words() }
    }
}

impl PresentationView {
    pub(crate) fn new(presentation: &Presentation) -> Self {
        Self {
            version: VERSION,
            entry: presentation.entry.number(),
            presentation: presentation.text().to_owned(),
        }
    }
}

/// The length, never content.
impl fmt::Debug for PresentationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PresentationView {{ entry: {}, {} bytes }}", self.entry, self.presentation.len())
    }
}
