//! OpenID for Verifiable Credential Issuance 1.0, both sides, and HAIP 1.0 as a [`Profile`] of it. Which parts are done, and how they
//! are read, stands in docs/PROFILE.md.
//!
//! [`wallet`] receives credentials, [`issuer`] answers; messages and metadata that both know are here.

mod credential_request;
mod credential_response;
mod encryption;
mod error;
pub mod issuer;
mod issuer_id;
mod key_attestation;
pub mod limits;
mod link;
pub mod metadata;
mod notification;
mod offer;
mod profile;
mod proof;
pub mod wallet;

pub use credential_request::CredentialName;
pub use error::Error;
pub use issuer_id::CredentialIssuerId;
pub use link::{LinkScheme, OfferLink};
pub use metadata::{MetadataSigners, ProofType};
pub use notification::{Notification, NotificationEvent};
pub use offer::{AuthorizationCodeGrant, CredentialOffer, InputMode, PreAuthorizedGrant, TxCode};
pub use profile::Profile;
