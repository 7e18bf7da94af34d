//! Token Status List and Bitstring Status List: build, sign, verify, look up, freshness.
//!
//! Two questions that are never one: what a list *says* ([`Status`]) and how *old* the saying is ([`Freshness`]). Both sides of
//! Token Status List (draft-21, JWT form) are here; Bitstring Status List is read only ([`bitstring`]).
//!
//! ```
//! use vouchsafe_credential::{Duration, Timestamp};
//! use vouchsafe_status_list::{Bits, Freshness, Status, StatusList, StatusListToSign, UnverifiedStatusListToken};
//! # fn example(key: &vouchsafe_jose::SigningKey) -> Result<(), vouchsafe_status_list::Error> {
//! // The issuer: a list of 2^17 credentials, one of them revoked.
//! let mut list = StatusList::new(Bits::Two, 1 << 17)?;
//! list.set(4711, Status::Invalid)?;
//! let token = StatusListToSign {
//!     uri: "https://issuer.example/status/1",
//!     issuer: None,
//!     issued_at: Timestamp::from_unix(1_700_000_000),
//!     expires_at: None,
//!     ttl: Some(Duration::from_hours(12)),
//!     aggregation_uri: None,
//!     x5c: None,
//!     list: &list,
//! }
//! .sign(key)?;
//!
//! // The verifier, an hour later, for a credential that names entry 4711 of this address.
//! let list = UnverifiedStatusListToken::parse(&token)?
//!     .verify(key.verifying_key(), "https://issuer.example/status/1")?;
//! let now = Timestamp::from_unix(1_700_003_600);
//! assert_eq!(list.look_up(4711)?, Status::Invalid);
//! assert_eq!(
//!     list.freshness(now, Duration::from_hours(24), Duration::from_secs(60), Some(now)),
//!     Freshness::Fresh { age: Duration::from_hours(1) }
//! );
//! # Ok(())
//! # }
//! # let jwk = br#"{"kty":"EC","crv":"P-256","x":"I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo",
//! #     "y":"6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M","d":"xzUEdsyLosZF0acZGRAjTKImb0lQvAvssDK5XIZELd0"}"#;
//! # example(&vouchsafe_jose::SigningKey::from_jwk_json(jwk).unwrap()).unwrap();
//! ```
#![forbid(unsafe_code)]

mod aggregation;
pub mod bitstring;
mod claims;
mod compression;
mod error;
mod freshness;
pub mod limits;
mod list;
mod sign;
mod status;
mod token;

pub use aggregation::Aggregation;
pub use error::Error;
pub use freshness::Freshness;
pub use list::StatusList;
pub use sign::StatusListToSign;
pub use status::{Bits, Status};
pub use token::{CONTENT_TYPE, Routing, TYP, UnverifiedStatusListToken, VerifiedStatusList};
