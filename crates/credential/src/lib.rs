//! Words that every credential format shares, and nothing about any format.
//!
//! - [`json`]: a strict reader for JSON that somebody else wrote: one text, one flat tape, no recursion.
//! - [`ClaimPath`]: which claim is meant, in the notation of SD-JWT VC and OpenID4VP.
//! - [`Timestamp`], [`Duration`], [`Validity`]: time as it stands in claims. Nothing here reads a clock.
//! - [`IssuerId`], [`CredentialType`], [`CredentialId`]; [`Audience`], [`Nonce`], [`ClientId`], [`ResponseUri`],
//!   [`RequestState`]: text that must not be mixed up.
//! - [`StatusReference`]: where a credential says its status can be looked up.
//! - [`format`](mod@format): what formats are called.
//! - [`RegistryReference`]: the registry by which a credential can be revoked without being named.
//! - [`base64url`]: the one alphabet that JOSE uses, canonical only.
//! - [`shown`]: untrusted text made safe to show to a person.
#![forbid(unsafe_code)]

pub mod base64url;
pub mod format;
mod id;
pub mod json;
mod path;
mod registry_reference;
pub mod shown;
mod status_reference;
mod time;
mod validity;

pub use id::{
    Audience, ClientId, CredentialId, CredentialType, IdError, IssuerId, MAX_ID_LENGTH, Nonce, RequestState,
    ResponseUri,
};
pub use path::{ClaimPath, MAX_PATH_LENGTH, PathElement, PathError};
pub use registry_reference::{RegistryReference, RegistryReferenceError};
pub use status_reference::{StatusReference, StatusReferenceError};
pub use time::{Duration, TimeError, Timestamp};
pub use validity::{Validity, ValidityError, ValidityState};
