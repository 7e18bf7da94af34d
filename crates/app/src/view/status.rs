use super::{StateView, VERSION};
use serde::Serialize;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_wallet::{CardUpdate, Consequences, StatusEvidence, StatusPlan, StatusUpdate};

/// When which status list is to be fetched, whole and for all cards together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusPlanView {
    /// Version of this form.
    pub version: u32,
    /// When this was asked.
    pub as_of: String,
    /// Each list once.
    pub checks: Vec<PlannedCheckView>,
}

/// One status list and when to fetch it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCheckView {
    /// Its address.
    pub uri: String,
    /// Who must have signed it.
    pub issuer: String,
    /// Whether it is to be fetched now.
    pub due: bool,
    /// From when on it is to be fetched; chance has a part in it.
    pub at: String,
    /// When the newest list that is known was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_as_of: Option<String>,
    /// Until when that one speaks for the present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fresh_until: Option<String>,
}

/// What a status list changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusUpdateView {
    /// Version of this form.
    pub version: u32,
    /// The list's address.
    pub uri: String,
    /// When it was issued.
    pub as_of: String,
    /// The date of what was known before and gave way, because it is later than now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
    /// That, in an English sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The cards it speaks of.
    pub cards: Vec<CardStatusView>,
}

/// What a status list changed on one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardStatusView {
    /// The card.
    pub card: String,
    /// How it stood.
    pub before: StateView,
    /// How it stands.
    pub after: StateView,
}

/// A status list token at hand, to be shown beside a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusEvidenceView {
    /// Version of this form.
    pub version: u32,
    /// The list's address.
    pub uri: String,
    /// When it was issued.
    pub issued_at: String,
    /// The token.
    pub token: String,
}

/// What one entry of a status list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusLookUpView {
    /// Version of this form.
    pub version: u32,
    /// The list's address, which the signature covers.
    pub uri: String,
    /// The entry.
    pub index: u64,
    /// Its value.
    pub value: u8,
    /// What the value means, in English: "valid", "invalid", "suspended".
    pub status: String,
    /// When the list was issued.
    pub issued_at: String,
    /// How long ago that is.
    pub age: Option<String>,
    /// When it expires, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// `fresh`, `stale`, `expired` or `not_yet_issued`.
    pub freshness: &'static str,
}

/// What deleting a card means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeletionView {
    /// Version of this form.
    pub version: u32,
    /// The card.
    pub card: String,
    /// How many copies never shown are lost.
    pub copies_left: usize,
    /// How many holder keys go with it.
    pub keys_deleted: usize,
    /// How many showings the history knows.
    pub showings: usize,
    /// How many of those wait to be sent.
    pub unsettled: usize,
    /// The cards that this one replaces: they stand for themselves again.
    pub replaces: Vec<String>,
    /// The newer card that replaces this one, and stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// How many one-time copies were shown: a mark of each stays, even if the history goes.
    pub spent: usize,
    /// All of that, in English sentences.
    pub words: Vec<String>,
}

fn uri(text: &str) -> String {
    shown::escape(text).into_owned()
}

impl StatusPlanView {
    pub(crate) fn new(plan: &StatusPlan, now: Timestamp) -> Self {
        let checks = plan.checks.iter().map(|check| PlannedCheckView {
            uri: uri(&check.need.uri),
            issuer: check.need.issuer.to_string(),
            due: check.is_due(now),
            at: check.at.to_string(),
            known_as_of: check.known.map(|known| known.as_of.to_string()),
            fresh_until: check.known.map(|known| known.fresh_until.to_string()),
        });
        Self { version: VERSION, as_of: now.to_string(), checks: checks.collect() }
    }
}

impl CardStatusView {
    pub(crate) fn new(card: &CardUpdate, now: Timestamp) -> Self {
        Self {
            card: card.card.to_string(),
            before: StateView::new(&card.before, now),
            after: StateView::new(&card.after, now),
        }
    }
}

impl StatusUpdateView {
    pub(crate) fn new(update: &StatusUpdate, now: Timestamp) -> Self {
        let cards = update.cards.iter().map(|card| CardStatusView::new(card, now));
        Self {
            version: VERSION,
            uri: uri(&update.uri),
            as_of: update.as_of.to_string(),
            instead_of: update.instead_of.map(|at| at.to_string()),
            note: update.instead_of.map(|at| {
                format!(
                    "what was known before is dated {at}, which is later than now: the clock of this computer ran ahead then, \
                     or it is behind now"
                )
            }),
            cards: cards.collect(),
        }
    }
}

impl StatusEvidenceView {
    pub(crate) fn new(evidence: StatusEvidence) -> Self {
        Self {
            version: VERSION,
            uri: uri(&evidence.uri),
            issued_at: evidence.issued_at.to_string(),
            token: evidence.token,
        }
    }
}

impl DeletionView {
    pub(crate) fn new(card: String, consequences: &Consequences) -> Self {
        let Consequences { copies_left, keys_deleted, showings, unsettled, replaces, replaced_by, spent } =
            consequences;
        let (copies_left, keys_deleted, showings, unsettled, spent) =
            (*copies_left, *keys_deleted, *showings, *unsettled, *spent);
        let replaces: Vec<String> = replaces.iter().map(ToString::to_string).collect();
        let replaced_by = replaced_by.as_ref().map(ToString::to_string);
        let mut words = vec![String::from("a deletion cannot be taken back")];
        if keys_deleted > 0 {
            words.push(format!(
                "its keys go with it ({keys_deleted}): even imported again it could not be shown, only issued anew"
            ));
        }
        if copies_left > 0 {
            words.push(format!("copies never shown that are lost: {copies_left}"));
        }
        if unsettled > 0 {
            words.push(format!("showings waiting to be sent that are lost: {unsettled}"));
        }
        if let Some(newer) = &replaced_by {
            words.push(format!("the newer card {newer}, which replaces it, stays"));
        }
        if !replaces.is_empty() {
            words.push(format!("older cards that it replaces are proposed again: {}", replaces.join(", ")));
        }
        words.push(String::from("backups made before still hold it, and restoring one brings it back"));
        if showings > 0 {
            words.push(format!("showings that the history keeps, unless it is to forget them: {showings}"));
        }
        if spent > 0 {
            words.push(format!(
                "one-time copies that were shown: {spent}. Of each a mark stays in any case, which tells neither the card nor who \
                 saw it, so that none is shown again as new"
            ));
        }
        Self {
            version: VERSION,
            card,
            copies_left,
            keys_deleted,
            showings,
            unsettled,
            replaces,
            replaced_by,
            spent,
            words,
        }
    }
}
