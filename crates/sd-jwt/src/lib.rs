//! SD-JWT (RFC 9901), SD-JWT VC and KB-JWT: parse, verify, select, bind, issue.
#![forbid(unsafe_code)]

mod claims;
mod compact;
mod error;
mod held;
mod hide;
mod issue;
mod key_binding;
pub mod limits;
mod paths;
mod plan;
mod profile;
mod resolve;
mod selection;
mod serialization;
mod unverified;
mod verified;

pub use error::Error;
pub use held::{Disclosable, HeldSdJwt};
pub use issue::SdJwtToSign;
pub use key_binding::{KeyBinding, KeyBindingExpectations, KeyBindingRequest};
pub use plan::{Decoys, DisclosurePlan};
pub use profile::{ExpectedType, LegacyTyp, Profile, SD_JWT_VC_TYP, VerifyOptions};
pub use selection::Selection;
pub use unverified::{Routing, UnverifiedSdJwt};
pub use verified::{DisclosedClaim, Disclosure, VerifiedSdJwt};

#[cfg(test)]
mod tests;
