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

mod credential_issuer;
mod deferred_request;
mod refusal;
mod requested;

pub use credential_issuer::CredentialIssuer;
pub use deferred_request::DeferredRequest;
pub use refusal::Endpoint;
pub use requested::RequestedCredential;
