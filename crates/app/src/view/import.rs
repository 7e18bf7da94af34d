use super::{CardSummary, ReplaceableView, StateView, VERSION};
use crate::names::Names;
use serde::Serialize;
use vouchsafe_credential::Timestamp;
use vouchsafe_wallet::{Ground, Holding, Imported, Replaceable};

/// What arrived, how it stands, why, and as of when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportView {
    /// Version of this form.
    pub version: u32,
    /// The new card.
    pub card: CardSummary,
    /// How it stands.
    pub state: StateView,
    /// What that rests on, and what one ought to know.
    pub grounds: Vec<GroundView>,
    /// When it was judged.
    pub as_of: String,
    /// Older cards that it may replace, if the person says so; nothing was replaced.
    pub replaceable: Vec<ReplaceableView>,
}

/// Something that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroundView {
    /// A name for it that never changes.
    pub code: &'static str,
    /// In English.
    pub words: String,
    /// The thumbprint of the key that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl ImportView {
    pub(crate) fn new(
        imported: Imported,
        replaceable: &[Replaceable],
        names: &Names<'_>,
        now: Timestamp,
    ) -> Self {
        let Imported { card, verdict } = imported;
        Self {
            version: VERSION,
            card: CardSummary::new(&Holding { card, state: verdict.state }, names, now),
            state: StateView::new(&verdict.state, now),
            grounds: verdict.grounds.iter().map(GroundView::new).collect(),
            as_of: verdict.as_of.to_string(),
            replaceable: replaceable.iter().map(|older| ReplaceableView::new(older, names, now)).collect(),
        }
    }
}

impl GroundView {
    fn new(ground: &Ground) -> Self {
        let key = match ground {
            Ground::Signed { key, .. } | Ground::Bound { key, .. } => Some(key.to_string()),
            _ => None,
        };
        Self { code: ground.code(), words: ground.words(), key }
    }
}
