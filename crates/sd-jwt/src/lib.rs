//! SD-JWT (RFC 9901), SD-JWT VC and KB-JWT: parse, verify, select, bind, issue.
//!
//! One way for what is received, and each arrow is the only maker of what it gives:
//!
//! ```text
//! text --parse--> UnverifiedSdJwt --verify(issuer's key)--> VerifiedSdJwt --verify_key_binding--> KeyBinding
//!                                                               |
//!                                  HeldSdJwt::from_verified     v
//!                      text <--bind(holder's key)-- Selection <--select-- HeldSdJwt
//! ```
//!
//! An issuer begins with claims, a [`DisclosurePlan`] and [`SdJwtToSign`].
//!
//! ```
//! use vouchsafe_credential::json::Document;
//! use vouchsafe_credential::{Audience, ClaimPath, Duration, Nonce, Timestamp};
//! use vouchsafe_jose::{Algorithm, SigningKey};
//! use vouchsafe_sd_jwt::{
//!     Disclosure, DisclosurePlan, HeldSdJwt, KeyBindingExpectations, KeyBindingRequest, SD_JWT_VC_TYP,
//!     SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
//! };
//! # struct Counter(u8);
//! # impl rand_core::TryRng for Counter {
//! #     type Error = std::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(7) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { Ok(7) }
//! #     fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
//! #         self.0 += 1;
//! #         bytes.fill(self.0);
//! #         Ok(())
//! #     }
//! # }
//! # impl rand_core::TryCryptoRng for Counter {}
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mut rng = Counter(0);
//! let issuer = SigningKey::generate(Algorithm::Es256, &mut rng)?;
//! let holder = SigningKey::generate(Algorithm::Es256, &mut rng)?;
//!
//! // The issuer: two of the claims are the holder's to show or keep back.
//! let claims = format!(
//!     r#"{{"vct":"urn:example:member","given_name":"Ada","level":3,"cnf":{{"jwk":{}}}}}"#,
//!     holder.verifying_key().to_jwk_json()
//! );
//! let claims = Document::parse(claims)?;
//! let plan = DisclosurePlan::new([ClaimPath::top("given_name"), ClaimPath::top("level")]);
//! let issued = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&issuer, &mut rng)?;
//!
//! // The holder shows one of them, to one verifier.
//! let options = VerifyOptions::default();
//! let verified = UnverifiedSdJwt::parse(&issued)?.verify(issuer.verifying_key(), &options)?;
//! let held = HeldSdJwt::from_verified(verified)?;
//! let request = KeyBindingRequest {
//!     audience: Audience::new("https://verifier.example")?,
//!     nonce: Nonce::new("n-0S6_WzA2Mj")?,
//!     issued_at: Timestamp::from_unix(1_700_000_000),
//! };
//! let presented = held.select(&[ClaimPath::top("level")])?.bind(&holder, &request)?;
//!
//! // The verifier sees that one, and that there may be more.
//! let verified = UnverifiedSdJwt::parse(&presented)?.verify(issuer.verifying_key(), &options)?;
//! verified.verify_key_binding(&KeyBindingExpectations {
//!     audience: Some(&request.audience),
//!     nonce: Some(&request.nonce),
//!     now: Timestamp::from_unix(1_700_000_030),
//!     max_age: Duration::from_minutes(5),
//!     skew: Duration::from_minutes(1),
//! })?;
//! assert_eq!(verified.claims().get("level").and_then(|level| level.as_i64()), Some(3));
//! assert_eq!(verified.disclosure(&ClaimPath::top("given_name")), Disclosure::Undisclosed);
//! # Ok(())
//! # }
//! ```
//!
//! No clock, no network, no randomness but what is handed in. Whether a credential is valid now, and whom to trust, is for the
//! caller to decide: the crate `vouchsafe-verifier` does.
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
