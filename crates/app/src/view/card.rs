use super::{DescribedView, EntryView, FieldView, MembershipView, SeenOfTypeView, StateView, VERSION};
use crate::names::Names;
use serde::Serialize;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_wallet::{CardDetail, Hint, Holding, Likeness, Replaceable, Usage};

/// All cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardsView {
    /// Version of this form.
    pub version: u32,
    /// When the states were judged.
    pub as_of: String,
    /// Oldest first.
    pub cards: Vec<CardSummary>,
}

/// A card in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardSummary {
    /// Its name in this wallet; the start of it will do where it is unique.
    pub id: String,
    /// Its type (`vct`).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// What its type is called in the person's language, in words of whoever published it: to stand beside type and issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The version of the type metadata that it pins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_metadata: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// How it stands.
    pub state: StateView,
    /// `sd-jwt-vc`, `sd-jwt` or `bbs`.
    pub profile: &'static str,
    /// `reusable` or `single_use`.
    pub usage: &'static str,
    /// The newer card that replaces it, because its holder said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// That it is time for a new one, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<HintView>,
    /// What its holder calls it.
    pub tags: Vec<String>,
    /// How many copies there are.
    pub copies: usize,
    /// How many of them were never shown.
    pub copies_left: usize,
    /// Whether it is bound to a key in this wallet.
    pub bound: bool,
    /// In which registry it can be revoked without being named, and as of which period it can be shown not to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipView>,
    /// When it was put into the wallet.
    pub added_at: String,
}

/// That it is time to ask the issuer for a new card, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HintView {
    /// `revoked`, `expired`, `exhausted`, `expires_soon` or `few_copies`.
    pub code: &'static str,
    /// In English: "expires in 12 days: ask ISSUER for a new one".
    pub words: String,
}

/// An older card that another may replace, if the person says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplaceableView {
    /// The older card.
    pub card: CardSummary,
    /// `same_subject` or `same_type`.
    pub likeness: &'static str,
    /// What they have in common, in English.
    pub words: &'static str,
}

/// One card with all that it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardView {
    /// Version of this form.
    pub version: u32,
    /// The card.
    pub card: CardSummary,
    /// What it was held to and is shown by, where it pins any type metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub described: Option<DescribedView>,
    /// What it says; `withheld` is what shows only where it is selected.
    pub fields: Vec<FieldView>,
    /// What every verifier sees of it beside the claims, where that is not among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_of_type: Option<SeenOfTypeView>,
    /// What happened to it, oldest first.
    pub history: Vec<EntryView>,
}

impl CardSummary {
    pub(crate) fn new(holding: &Holding, names: &Names<'_>, now: Timestamp) -> Self {
        let Holding { card, state } = holding;
        Self {
            id: card.id.to_string(),
            credential_type: card.credential_type.as_ref().map(ToString::to_string),
            name: names.of_type(card),
            type_metadata: card.type_metadata.as_ref().map(ToString::to_string),
            issuer: card.issuer.to_string(),
            state: StateView::new(state, now),
            profile: card.profile.code(),
            usage: match card.usage {
                Usage::Reusable => "reusable",
                Usage::SingleUse => "single_use",
            },
            replaced_by: card.replaced_by.as_ref().map(ToString::to_string),
            hint: holding.hint(now).map(|hint| HintView::new(hint, card.issuer.as_str(), now)),
            tags: card.tags.iter().map(ToString::to_string).collect(),
            copies: card.copies.len(),
            copies_left: card.copies_left(),
            bound: card.copies.iter().all(|copy| copy.holder_key.is_some()),
            membership: card.copies.iter().find_map(|copy| copy.membership.as_ref()).map(MembershipView::new),
            added_at: card.added_at.to_string(),
        }
    }
}

impl HintView {
    fn new(hint: Hint, issuer: &str, now: Timestamp) -> Self {
        Self { code: hint.code(), words: shown::escape(&hint.words(issuer, now)).into_owned() }
    }
}

impl ReplaceableView {
    pub(crate) fn new(replaceable: &Replaceable, names: &Names<'_>, now: Timestamp) -> Self {
        Self {
            card: CardSummary::new(&replaceable.older, names, now),
            likeness: replaceable.likeness.code(),
            words: match replaceable.likeness {
                Likeness::SameSubject => "of the same issuer and type, about the same subject",
                Likeness::SameType => "of the same issuer and type; it may be about something else",
            },
        }
    }
}

impl CardsView {
    pub(crate) fn new(holdings: &[Holding], names: &Names<'_>, now: Timestamp) -> Self {
        let cards = holdings.iter().map(|holding| CardSummary::new(holding, names, now)).collect();
        Self { version: VERSION, as_of: now.to_string(), cards }
    }
}

impl CardView {
    pub(crate) fn new(detail: &CardDetail, names: &Names<'_>, now: Timestamp) -> Self {
        let fields = detail.fields();
        let view = |field| FieldView::new(field, detail.type_metadata(), names.languages);
        Self {
            version: VERSION,
            card: CardSummary::new(&detail.holding, names, now),
            described: detail.type_metadata().map(|metadata| DescribedView::new(metadata, names.languages)),
            fields: fields.iter().map(view).collect(),
            seen_of_type: detail.seen_of_type().map(SeenOfTypeView::new),
            history: detail.history.iter().map(EntryView::new).collect(),
        }
    }
}
