//! What a wallet says to verifiers and issuers over the network, and what it makes of what they say: OpenID4VP from the link to the
//! reply, and OpenID4VCI in [`receiving`].
//!
//! ```text
//! Invitation ──open_request──> Asked ──draft_asked──> WaitingDraft ──answer──> SentView
//!  anybody's      fetched,     who asks,   the person      remembered, signed, kept,
//!  link           verified     for what    decides         posted, settled
//! ```
//!
//! All of it goes through a [`Courier`]; nothing else here touches the network.

mod answer;
mod asked;
mod certificates;
mod courier;
mod invitation;
mod net_courier;
mod queue;
pub mod receiving;
mod registration;
mod view;

pub use asked::Asked;
pub use certificates::VerifierTrust;
pub(crate) use certificates::certificates;
pub use courier::Courier;
pub use invitation::Invitation;
pub use net_courier::{CourierOptions, NetCourier};
pub use queue::{MAX_WAITING_REQUESTS, RequestQueue, Turn};
pub use view::{AskedView, InvitationView, SentView};
