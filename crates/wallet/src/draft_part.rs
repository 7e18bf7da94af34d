use crate::binding::BoundPart;
use crate::draft::{PartWish, Wish};
use crate::field::{Field, fields};
use crate::held::Held;
use crate::{Caution, Holding, Linkability, QueryId, SeenOfType, Usage};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, Timestamp};
use vouchsafe_type_metadata::TypeMetadata;

/// What of one card a [`Draft`](crate::Draft) is about to show.
#[derive(Clone, Copy)]
pub struct DraftPart<'a> {
    pub(crate) draft: &'a Wish,
    pub(crate) wish: &'a PartWish,
    pub(crate) bound: &'a BoundPart,
    pub(crate) opened: &'a Opened,
}

/// A card whose copy was verified anew.
pub(crate) struct Opened {
    pub(crate) holding: Holding,
    pub(crate) held: Held,
    pub(crate) type_metadata: Option<TypeMetadata>,
}

impl<'a> DraftPart<'a> {
    /// Which query of the request it answers.
    #[must_use]
    pub fn query(&self) -> Option<&'a QueryId> {
        self.wish.query.as_ref()
    }

    /// The card and how it stands.
    #[must_use]
    pub fn holding(&self) -> &'a Holding {
        &self.opened.holding
    }

    /// The disclosures that will be sent along.
    #[must_use]
    pub fn paths(&self) -> &'a [ClaimPath] {
        &self.bound.paths
    }

    /// All that the verifier will see of it, exactly.
    #[must_use]
    pub fn claims(&self) -> Value<'a> {
        self.bound.claims.root()
    }

    /// Of a card that can be revoked without being named: its registry, as of which of its periods it is shown not to be, and when
    /// that started.
    #[must_use]
    pub fn period(&self) -> Option<(&'a str, u64, Timestamp)> {
        let period = self.wish.period.as_ref()?;
        Some((period.registry.as_str(), period.number, period.starts_at))
    }

    /// What the verifier sees of it beside the claims, where that is not among them.
    #[must_use]
    pub fn seen_of_type(&self) -> Option<SeenOfType> {
        self.opened.held.seen_of_type(self.type_metadata())
    }

    /// What it is shown by to its holder, where its card pins any.
    #[must_use]
    pub fn type_metadata(&self) -> Option<&'a TypeMetadata> {
        self.opened.type_metadata.as_ref()
    }

    pub(crate) fn held(&self) -> &'a Held {
        &self.opened.held
    }

    /// Every value of the credential and whether the verifier will see it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field<'a>> {
        let held = &self.opened.held;
        fields(held.claims(), &held.disclosable(), &self.bound.paths)
    }

    /// How this part can be linked with other showings. Whoever gets the answer links its parts with each other.
    #[must_use]
    pub fn linkability(&self) -> Linkability {
        let card = &self.opened.holding.card;
        let shown_before = card.copy(self.wish.copy).map_or(0, |copy| copy.showings);
        match card.usage {
            Usage::SingleUse if shown_before == 0 => {
                let used = self.draft.parts.iter().filter(|part| part.card == card.id).count();
                Linkability::Unlinkable { left: card.copies_left().saturating_sub(used) }
            }
            _ if card.profile.shows_proofs() => Linkability::UnlinkableProof,
            _ => Linkability::Recognisable { shown_before },
        }
    }

    /// What must be acknowledged of it.
    #[must_use]
    pub fn cautions(&self) -> &'a [Caution] {
        &self.wish.cautions
    }
}
