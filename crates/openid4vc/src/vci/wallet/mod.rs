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
//! - A step that fails is over, and so is what it took: go on from what was kept, or from the offer.
//! - States that wait for a person, a browser or time are kept with `save` and come back by [`Saved::load`]. What is kept holds
//!   tokens and keys: it goes into the vault. A request that was under way when the program ended is not kept: go on from the state
//!   before it.
//! - What was received is not accepted yet: verify it by its format, then by [`Received::verify_binding`], store it, then notify.
//!
//! ```
//! use rand_core::CryptoRng;
//! use vouchsafe_credential::Timestamp;
//! use vouchsafe_jose::{Algorithm, SigningKey};
//! use vouchsafe_openid4vc::http::{Reach, Request, Response};
//! use vouchsafe_openid4vc::vci::wallet::{
//!     Client, CredentialOutcome, KeyProofs, Offered, Prepared, Received, Settings, Step, TokenOutcome,
//! };
//! use vouchsafe_openid4vc::vci::{Error, Profile};
//!
//! /// By a pre-authorized code without transaction code. `agrees` asks the person, `send` the network.
//! fn receive(
//!     link: &str,
//!     agrees: impl Fn(&str) -> bool,
//!     send: impl Fn(&Request) -> Response,
//!     now: Timestamp,
//!     rng: &mut impl CryptoRng,
//! ) -> Result<Option<Received>, Error> {
//!     let Offered::Offer(offer) = Offered::parse(link, Reach::HttpsOnly)? else { return Ok(None) };
//!     if !agrees(&offer.offer().issuer().host()) {
//!         return Ok(None);
//!     }
//!     let settings = Settings {
//!         profile: Profile::OpenId4Vci,
//!         client: Client::Anonymous,
//!         metadata_signers: None,
//!         languages: None,
//!     };
//!     let issuer = offer.acknowledge().discover(settings)?;
//!     let answer = send(&issuer.request());
//!     let mut server = issuer.receive(&answer, now)?;
//!     let flow = loop {
//!         let answer = send(&server.request()?);
//!         match server.receive(&answer, rng)? {
//!             Step::Again(other) => server = other,
//!             Step::Next(Prepared::PreAuthorized(flow)) => break flow,
//!             Step::Next(Prepared::AuthorizationCode(_)) => return Ok(None),
//!         }
//!     };
//!     let chosen = flow.session().offer().configuration_ids()[0].clone();
//!     let mut pending = flow.redeem(&[&chosen], None, now, rng)?;
//!     let mut authorized = loop {
//!         let answer = send(pending.request());
//!         match pending.receive(&answer, now, rng)? {
//!             TokenOutcome::Again(again) => pending = again,
//!             TokenOutcome::TxCodeRefused(_) => return Ok(None),
//!             TokenOutcome::Authorized(authorized) => break authorized,
//!         }
//!     };
//!     // One new key for each credential.
//!     let Ok(key) = SigningKey::generate(Algorithm::Es256, rng) else { return Ok(None) };
//!     loop {
//!         if let Some(request) = authorized.nonce_request() {
//!             authorized.receive_nonce(&send(&request))?;
//!         }
//!         let order = authorized.orders()[0].clone();
//!         let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
//!         let mut pending = authorized.request(&order, proofs, now, rng)?;
//!         authorized = loop {
//!             let answer = send(pending.request());
//!             match pending.receive(&answer, now, rng)? {
//!                 CredentialOutcome::Again(again) => pending = *again,
//!                 CredentialOutcome::NonceRefused(again) => break again,
//!                 CredentialOutcome::Received(received) => return Ok(Some(received)),
//!                 CredentialOutcome::Deferred(_) => return Ok(None),
//!             }
//!         };
//!     }
//! }
//! ```

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
pub use session::{MetadataForm, Session};
pub use token::{TokenOutcome, TokenPending};

/// What comes of a response: the next step, or the same request once more.
#[derive(Debug)]
pub enum Step<A, N> {
    /// One more request is wanted.
    Again(A),
    /// The next step.
    Next(N),
}
