use serde::Serialize;
use vouchsafe_credential::Timestamp;
use vouchsafe_wallet::State;

/// How a card stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// `valid`, `not_yet_valid`, `expired`, `suspended`, `revoked` or `cannot_tell`.
    pub code: &'static str,
    /// In English: "expires in 12 days".
    pub words: String,
    /// Since when, until when or as of when, as the code has it; for `valid` its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// When its issuer last said that it is not revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_as_of: Option<String>,
    /// Why it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<&'static str>,
}

impl StateView {
    pub(crate) fn new(state: &State, now: Timestamp) -> Self {
        let (at, status_as_of, doubt) = match state {
            State::Valid { until, status_as_of } => (*until, *status_as_of, None),
            State::NotYetValid { from: at } | State::Expired { at } => (Some(*at), None, None),
            State::Suspended { as_of } | State::Revoked { as_of } => (Some(*as_of), None, None),
            State::CannotTell { doubt, last_good } => (None, *last_good, Some(doubt.code())),
        };
        let text = |at: Timestamp| at.to_string();
        Self {
            code: state.code(),
            words: state.words(now),
            at: at.map(text),
            status_as_of: status_as_of.map(text),
            doubt,
        }
    }
}
