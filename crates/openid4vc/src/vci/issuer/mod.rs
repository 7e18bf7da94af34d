//! The issuer's side: it reads and verifies what wallets ask, and says what to answer; credentials are made elsewhere, and stores are the
//! caller's. The authorization server's side is in [`oauth::server`](crate::oauth::server).
//!
//! 1. An offer: [`CredentialOffer::new`](crate::vci::CredentialOffer::new), with a pre-authorized code whose
//!    [`CodeGrant`](crate::oauth::server::CodeGrant) is kept, shown as an [`OfferLink`](crate::vci::OfferLink).
//! 2. Metadata and nonces: [`CredentialIssuer::metadata_response`], [`CredentialIssuer::nonce_response`].
//! 3. An access token: [`verify_access`](crate::oauth::server::verify_access).
//! 4. A credential request: [`CredentialIssuer::credential`] gives a [`RequestedCredential`] with the keys to bind to;
//!    [`RequestedCredential::respond`] or [`RequestedCredential::defer`] is the answer.
//! 5. Later: [`CredentialIssuer::deferred`], and [`Notification::read`](crate::vci::Notification::read).
//!
//! An [`Error`](crate::vci::Error) of any of these becomes its answer by [`Error::respond`](crate::vci::Error::respond).
//!
//! ```
//! use vouchsafe_credential::Timestamp;
//! use vouchsafe_jose::VerifyingKey;
//! use vouchsafe_openid4vc::http::{Request, Response};
//! use vouchsafe_openid4vc::oauth::ReplayStore;
//! use vouchsafe_openid4vc::oauth::server::{
//!     AccessGrant, AccessRules, AuthorizationServer, SecretDigest, verify_access,
//! };
//! use vouchsafe_openid4vc::vci::Error;
//! use vouchsafe_openid4vc::vci::issuer::{CredentialIssuer, Endpoint};
//!
//! /// The credential endpoint. `find` looks a token up in the store, `issue` makes a credential for somebody, bound to a key.
//! fn credential(
//!     (issuer, server): (&CredentialIssuer, &AuthorizationServer),
//!     request: &Request,
//!     find: impl FnOnce(&SecretDigest) -> Option<AccessGrant>,
//!     issue: impl Fn(&str, &str, &VerifyingKey) -> String,
//!     now: Timestamp,
//!     replays: &mut impl ReplayStore,
//! ) -> Response {
//!     let rules = AccessRules { audience: issuer.metadata.issuer.as_str(), nonces: server.dpop_nonces() };
//!     let answer = verify_access(request, rules, find, now, replays).map_err(Error::from).and_then(|access| {
//!         let asked = issuer.credential(request, &access, now, replays)?;
//!         let (subject, id) = (&access.authorization.subject, &asked.configuration_id);
//!         let credentials = asked.keys.iter().map(|key| issue(subject, id, key)).collect();
//!         asked.respond(credentials, None)
//!     });
//!     answer.unwrap_or_else(|error| error.respond(Endpoint::Credential))
//! }
//! ```

mod credential_issuer;
mod deferred_request;
mod refusal;
mod requested;

pub use credential_issuer::CredentialIssuer;
pub use deferred_request::DeferredRequest;
pub use refusal::Endpoint;
pub use requested::RequestedCredential;
