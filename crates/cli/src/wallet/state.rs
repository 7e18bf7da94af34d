use crate::screen::{Line, Mark, moment_of};
use vouchsafe_app::view::{CardSummary, StateView};

/// How a card stands, or that a newer one replaces it.
pub(super) fn card_line(card: &CardSummary) -> Line {
    match &card.replaced_by {
        Some(newer) => Line::mark(Mark::Skipped, format!("replaced by {}", newer.get(..6).unwrap_or(newer))),
        None => state_line(&card.state),
    }
}

/// How a card stands, as a shape and words.
pub(super) fn state_line(state: &StateView) -> Line {
    let at = state.at.as_deref().map(moment_of).unwrap_or_default();
    let (mark, words) = match state.code {
        "valid" if state.words == "valid" => (Mark::Valid, state.words.clone()),
        "valid" => (Mark::Attention, state.words.clone()),
        "not_yet_valid" => (Mark::Attention, format!("not valid before {at}")),
        "expired" => (Mark::Refused, format!("expired {at}")),
        "suspended" => (Mark::Suspended, format!("suspended, as of {at}")),
        "revoked" => (Mark::Refused, format!("revoked, as of {at}")),
        _ => (Mark::CannotTell, state.words.clone()),
    };
    Line::mark(mark, words)
}
