//! Several credentials in one presentation, in answer to a query (OpenID4VP section 8).

mod accepted;
mod agreement;
mod decision;
mod pending;
mod vp_token;

pub use accepted::AcceptedAnswer;
pub use decision::{AnswerDecision, RejectedAnswer};
pub use pending::PendingAnswer;
