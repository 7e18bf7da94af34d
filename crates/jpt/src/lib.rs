//! BBS credentials as JSON Proof Tokens: parse, verify, select, present, issue.
//!
//! One signature of the issuer, and as many presentations of it as the holder likes, none of which can be linked with another or
//! with the signature by what is not shown. The container is that of JSON Web Proof, JSON Proof Algorithms and JSON Proof Token
//! (drafts -13), compact, with the algorithm `BBS` alone; what our profile adds and forbids is in docs/PROFILE.md.
//!
//! Each arrow is the only maker of what it gives:
//!
//! ```text
//! claims --issue(issuer's key)--> text --parse--> UnverifiedJpt --verify(issuer's key)--> HeldJpt
//!                                                                                            |
//!                           text <--finish(request)-- PresentationDraft <--prepare-- Selection
//!
//! text --parse--> UnverifiedPresentation --verify(issuer's key, expectations)--> VerifiedPresentation
//! ```
//!
//! Credentials of a type whose header names a registry can be revoked. They are issued with a handle and a witness, and shown with a proof that
//! they were not revoked by some period of the registry, which does not say which they are: `issue_revocable`, `prepare_revocable`,
//! `verify_revocable`. An extension of our own, which nobody outside this project has reviewed (docs/decisions/0021).
//!
//! ```
//! use std::num::NonZeroU32;
//! use vouchsafe_bbs::{Ciphersuite, Generators, SigningKey};
//! use vouchsafe_credential::json::Document;
//! use vouchsafe_credential::{Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, Timestamp};
//! use vouchsafe_jpt::{
//!     Cohort, Disclosure, IssuerHeader, PreparedIssuer, PresentationExpectations, PresentationRequest,
//!     UnverifiedJpt, UnverifiedPresentation,
//! };
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_chacha::rand_core::SeedableRng>::seed_from_u64(1);
//! let generators = Generators::new(Ciphersuite::Bls12381Sha256);
//! let key = SigningKey::generate(&mut rng)?;
//!
//! // The issuer: one header for all holders of a type, which fixes the payload slots.
//! let header = IssuerHeader::new(
//!     IssuerId::new("https://harbourton.example")?,
//!     CredentialType::new("urn:example:member")?,
//!     NonZeroU32::MIN,
//!     "2026-11",
//!     ["exp", "given_name", "birthdate", "age_over_18"].map(ClaimPath::top).to_vec(),
//! )?;
//! let issuer = PreparedIssuer::new(&generators, key.verifying_key(), &header)?;
//! let exp = Cohort::of(20).expiry(Timestamp::from_unix(1_800_000_000)).as_unix();
//! let claims = format!(
//!     r#"{{"exp":{exp},"given_name":"Ada","birthdate":"1815-12-10","age_over_18":true}}"#
//! );
//! let issued = issuer.issue(&key, Document::parse(claims)?.root())?;
//!
//! // The holder shows that she is of age, to one verifier.
//! let held = UnverifiedJpt::parse(&issued)?.verify(&issuer)?;
//! let draft = held.select(&[ClaimPath::top("age_over_18")])?.prepare(&issuer, &mut rng)?;
//! let request = PresentationRequest {
//!     audience: Audience::new("https://verifier.example")?,
//!     nonce: Nonce::new("n-0S6_WzA2Mj")?,
//! };
//! let presented = draft.finish(&request)?;
//!
//! // The verifier sees that, the date of expiry, and that there is more.
//! let verified = UnverifiedPresentation::parse(&presented)?.verify(
//!     &issuer,
//!     &PresentationExpectations {
//!         audience: Some(&request.audience),
//!         nonce: Some(&request.nonce),
//!         now: Timestamp::from_unix(1_700_000_000),
//!         max_age: Duration::from_minutes(5),
//!         skew: Duration::from_minutes(1),
//!     },
//! )?;
//! assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{exp},"age_over_18":true}}"#));
//! assert_eq!(verified.disclosure(&ClaimPath::top("birthdate")), Disclosure::Withheld);
//! assert_eq!(verified.disclosure(&ClaimPath::top("email")), Disclosure::NotIssued);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! No clock, no network, no randomness but what is handed in. Whether a credential is valid now, and whom to trust, is for the
//! caller to decide. Whoever has the credential can present it: it is bound to no key of a holder.
#![forbid(unsafe_code)]

mod batch;
mod claims;
mod cohort;
mod compact;
mod error;
mod extension;
mod format;
mod handle;
mod held;
mod issued_witness;
mod issuer;
mod issuer_header;
mod issuer_key;
pub mod limits;
mod membership_claim;
mod parameters;
mod presentation;
mod presentation_header;
mod presented_proof;
mod registry;
mod selection;
mod slots;
mod unverified;
mod verified;

pub use batch::{BatchItem, verify_batch};
pub use cohort::Cohort;
pub use error::Error;
pub use format::FORMAT;
pub use held::HeldJpt;
pub use issued_witness::IssuedWitness;
pub use issuer::PreparedIssuer;
pub use issuer_header::IssuerHeader;
pub use issuer_key::IssuerKey;
pub use membership_claim::MembershipClaim;
pub use presentation::UnverifiedPresentation;
pub use presentation_header::{PresentationExpectations, PresentationRequest};
pub use selection::{PresentationDraft, Selection};
pub use slots::REVOCATION_HANDLE;
pub use unverified::UnverifiedJpt;
pub use verified::{Disclosure, Revocation, VerifiedPresentation};

#[cfg(test)]
mod tests;
