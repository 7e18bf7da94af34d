//! The checks of a decision, one file each, in the order made.

mod authenticity;
mod claims;
mod credential;
mod credential_type;
mod holder_binding;
mod jpt;
mod query;
mod sd_jwt;
mod statements;
mod status;
mod status_age;
mod status_token;
mod type_metadata;
mod validity;

pub(crate) use authenticity::{authenticate, kind_of};
pub(crate) use claims::{required_claims, says_something};
pub(crate) use credential::Credential;
pub(crate) use credential_type::credential_type;
pub(crate) use holder_binding::holder_binding;
pub(crate) use jpt::{Unproven, open};
pub(crate) use query::query;
pub(crate) use statements::period;
pub(crate) use status::status;
pub(crate) use type_metadata::type_metadata;
pub(crate) use validity::validity;
