//! The wallet's side: from a link to issued credentials, in typed steps. Each step that needs something from outside says which
//! [`Request`](crate::http::Request) it wants sent, and is given the [`Response`](crate::http::Response); each takes the step before
//! it, so none can be left out.
//!
//! ```text
//! Offered ─ acknowledge ─▶ OfferRequest (by reference) ─▶ UnacknowledgedOffer
//! UnacknowledgedOffer ─ acknowledge ─▶ AcknowledgedOffer ─ discover ─▶ IssuerDiscovery ─▶ ServerDiscovery ─▶ Prepared
//! Prepared::PreAuthorized ─ redeem ─────────────────────────────────────▶ TokenPending ─▶ Authorized
//! Prepared::AuthorizationCode ─ authorize ─▶ Pushing ─▶ Authorizing ─ redirected ─▶ TokenPending
//! Authorized ─ (nonce) ─ request ─▶ CredentialPending ─▶ Received ─ notify ─▶ NotificationPending
//!                                                  └──▶ Deferred ─ resume ─▶ DeferredPending ─▶ Received
//! ```
//!
//! - **Nothing is asked before a person has agreed**: there is no request in what is not acknowledged.
//! - A step that answers `Again` wants one more request sent, with a nonce that the server has just given; it does so once.
//! - States that wait for a person, a browser or time are kept with `save` and come back by [`Saved::load`]. What is kept holds
//!   tokens and keys: it goes into the vault. A request that was under way when the program ended is not kept: go on from the state
//!   before it.
//! - What was received is not accepted yet: verify it by its format, then by [`Received::verify_binding`], store it, then notify.

/// Debug output of a state: its name alone, because it holds secrets.
macro_rules! opaque {
    ($($state:ident),*) => {$(
        impl std::fmt::Debug for $state {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($state))
            }
        }
    )*};
}
use opaque;

mod authorized;
mod browser;
mod client;
mod credential;
mod deferred;
mod discovery;
mod exchange;
mod key_proofs;
mod notify;
mod offered;
mod pre_authorized;
mod received;
mod record;
mod saved;
mod session;
mod token;

pub use authorized::{Authorized, Order};
pub use browser::{AuthorizationStart, Authorizing, BrowserFlow, Pushing};
pub use client::{Client, Settings};
pub use credential::{CredentialOutcome, CredentialPending};
pub use deferred::{Deferred, DeferredOutcome, DeferredPending};
pub use discovery::{IssuerDiscovery, Prepared, ServerDiscovery};
pub use key_proofs::KeyProofs;
pub use notify::{NotificationPending, Notify};
pub use offered::{AcknowledgedOffer, OfferRequest, Offered, UnacknowledgedOffer, UnacknowledgedReference};
pub use pre_authorized::PreAuthorizedFlow;
pub use received::{ClaimedBinding, Received};
pub use saved::Saved;
pub use session::Session;
pub use token::{TokenOutcome, TokenPending};

/// What comes of a response: the next step, or the same request once more.
#[derive(Debug)]
pub enum Step<A, N> {
    /// One more request is wanted.
    Again(A),
    /// The next step.
    Next(N),
}
