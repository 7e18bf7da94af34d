use super::{CardStatusView, StatusUpdateView, VERSION};
use serde::Serialize;
use vouchsafe_credential::{CredentialId, Timestamp, shown};
use vouchsafe_type_metadata::HeaderPublication;
use vouchsafe_wallet::{Membership, RegistryNeed, RegistryUpdate, SeenOfType};

/// In which registry a card can be revoked without being named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MembershipView {
    /// The registry.
    pub registry: String,
    /// The period as of which it can be shown that it was not revoked.
    pub period: u64,
    /// When that started, where it is about to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
}

/// What every verifier sees of a BBS card beside its claims, which is the same for all who hold one of this type, version and key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenOfTypeView {
    /// The version of the type.
    pub type_version: u32,
    /// The name of the issuer's key.
    pub key: String,
    /// How many claims there are.
    pub claims: usize,
    /// `published` if the type metadata of the card says that all this is in use for everyone; `not_said` if nothing does: then an issuer
    /// could have made it for this holder alone.
    pub header: &'static str,
}

/// What is to be fetched of the registries that cards name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryNeedsView {
    /// Version of this form.
    pub version: u32,
    /// Each registry once.
    pub registries: Vec<RegistryNeedView>,
}

/// What is to be fetched of a registry: the same files for everyone, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryNeedView {
    /// The registry.
    pub registry: String,
    /// Whether its description is to be fetched.
    pub description: bool,
    /// The first file of statements to be fetched, by its number from 0; all after it that there are come along.
    pub segment: u64,
    /// Two statements of its issuer that contradict each other, to be passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fork: Option<[String; 2]>,
}

/// A registry that is known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryView {
    /// Version of this form.
    pub version: u32,
    /// The cards of it.
    pub cards: Vec<String>,
}

/// What statements about a registry changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryUpdateView {
    /// Version of this form.
    pub version: u32,
    /// The registry.
    pub registry: String,
    /// The newest period that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<u64>,
    /// When that started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The cards of it.
    pub cards: Vec<CardStatusView>,
    /// Cards that could not catch up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedCardView>,
    /// The periods, one twice or two that follow each other, about which its issuer signed statements that contradict each other: cards of it are not shown any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forked: Option<[u64; 2]>,
}

/// A card that could not catch up with its registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedCardView {
    /// The card.
    pub card: String,
    /// Why: the code of the rule that refuses.
    pub code: &'static str,
    /// That, in English.
    pub words: String,
}

/// What a file changed that tells how cards stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusFileView {
    /// It was a status list.
    List(StatusUpdateView),
    /// It was the description of a registry.
    Registry(RegistryView),
    /// It was a file of statements about one.
    Statements(RegistryUpdateView),
}

fn escaped(text: &str) -> String {
    shown::escape(text).into_owned()
}

impl MembershipView {
    pub(crate) fn new(Membership { registry, period }: &Membership) -> Self {
        Self { registry: escaped(registry.registry()), period: *period, starts_at: None }
    }

    pub(crate) fn shown((registry, period, starts_at): (&str, u64, Timestamp)) -> Self {
        Self { registry: escaped(registry), period, starts_at: Some(starts_at.to_string()) }
    }
}

impl SeenOfTypeView {
    pub(crate) fn new(SeenOfType { type_version, key, claims, header }: SeenOfType) -> Self {
        let header = match header {
            HeaderPublication::Published => "published",
            HeaderPublication::NotSaid => "not_said",
        };
        Self { type_version, key: escaped(&key), claims, header }
    }
}

impl RegistryNeedsView {
    pub(crate) fn new(needs: Vec<RegistryNeed>) -> Self {
        let view = |RegistryNeed { reference, description, segment, fork }| RegistryNeedView {
            registry: escaped(reference.registry()),
            description,
            segment,
            fork,
        };
        Self { version: VERSION, registries: needs.into_iter().map(view).collect() }
    }
}

impl RegistryView {
    pub(crate) fn new(cards: &[CredentialId]) -> Self {
        Self { version: VERSION, cards: cards.iter().map(ToString::to_string).collect() }
    }
}

impl RegistryUpdateView {
    /// What both changed together, `later` being of the same registry and the next that was taken over: how cards stood before the
    /// first, and how they stand after the last.
    pub fn then(&mut self, later: Self) {
        let Self { version: _, registry: _, period, as_of, cards, refused, forked } = later;
        if period.is_some() {
            (self.period, self.as_of) = (period, as_of);
        }
        for card in cards {
            match self.cards.iter_mut().find(|known| known.card == card.card) {
                Some(known) => known.after = card.after,
                None => self.cards.push(card),
            }
        }
        for card in refused {
            self.refused.retain(|known| known.card != card.card);
            self.refused.push(card);
        }
        self.forked = self.forked.or(forked);
    }

    pub(crate) fn new(update: &RegistryUpdate, now: Timestamp) -> Self {
        let RegistryUpdate { registry, newest, cards, refused, forked } = update;
        let refused = refused.iter().map(|(card, error)| RefusedCardView {
            card: card.to_string(),
            code: error.code(),
            words: error.to_string(),
        });
        Self {
            version: VERSION,
            registry: escaped(registry),
            period: newest.map(|(number, _)| number),
            as_of: newest.map(|(_, starts_at)| starts_at.to_string()),
            cards: cards.iter().map(|card| CardStatusView::new(card, now)).collect(),
            refused: refused.collect(),
            forked: *forked,
        }
    }
}
