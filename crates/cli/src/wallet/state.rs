use crate::screen::{Line, Mark, moment_of};
use vouchsafe_app::view::StateView;

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
