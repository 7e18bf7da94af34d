//! Issue SD-JWT VC and BBS credentials, allocate status, revoke, publish status lists and statements. No I/O.
//!
//! What makes holders linkable is left out or made the same for all: dates are those of the day, every object has the same
//! number of digests, salts and decoys are fresh, status entries are random, and the copies of a batch share no key and no entry.
//!
//! ```
//! use vouchsafe_credential::{CredentialId, CredentialType, Duration, IssuerId, Timestamp, Validity, json::Document};
//! use vouchsafe_issuer::{CredentialOrder, Issuer, IssuerConfig, ListSettings, StatusRegistry, TypeDefinition};
//! use vouchsafe_jose::{Algorithm, SigningKey, digest::HashAlgorithm};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mut rng = <rand_chacha::ChaCha8Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! let issuer = Issuer::new(IssuerConfig {
//!     id: IssuerId::new("https://issuer.example")?,
//!     key: SigningKey::generate(Algorithm::Es256, &mut rng)?,
//!     x5c: Vec::new(),
//!     hash: HashAlgorithm::Sha256,
//! });
//! let mut registry = StatusRegistry::new(ListSettings::at("https://issuer.example/status"))?;
//! let member = TypeDefinition::new(
//!     CredentialType::new("https://issuer.example/types/member")?,
//!     vec!["given_name".parse()?, "birthdate".parse()?], // The holder may withhold these,
//!     vec!["level".parse()?],                            // but not this.
//! )?;
//!
//! let now = Timestamp::from_unix(1_700_000_000);
//! let holder_key = SigningKey::generate(Algorithm::Es256, &mut rng)?; // The wallet's; only its public half is needed.
//! let number_17 = CredentialId::new("member 17")?;
//! let status = registry.allocate(number_17.clone(), 1, &mut rng)?.remove(0);
//! let claims = Document::parse(r#"{"given_name":"Ada","birthdate":"1815-12-10","level":3}"#)?;
//! let order = CredentialOrder {
//!     claims: claims.root(),
//!     validity: Validity {
//!         issued_at: Some(now),
//!         not_before: None,
//!         expires_at: Some(now.saturating_add(Duration::from_days(90))),
//!     },
//!     holder_key: Some(holder_key.verifying_key()),
//!     status: Some(&status),
//! };
//! let credential = issuer.issue(&member, &order, &mut rng)?;
//! assert!(credential.ends_with('~'));
//!
//! registry.revoke(&number_17)?;
//! let lists = registry.publish(&issuer, now, Duration::from_hours(12), Duration::from_days(7))?;
//! assert_eq!(lists[0].uri, "https://issuer.example/status/1");
//! # Ok(())
//! # }
//! ```
//!
//! A BBS credential can be presented often without its presentations being linked. The same types serve, and a registry that says what is
//! revoked without naming it:
//!
//! ```
//! # use vouchsafe_credential::{CredentialId, CredentialType, Duration, IssuerId, Timestamp, json::Document};
//! # use vouchsafe_issuer::TypeDefinition;
//! use vouchsafe_issuer::{AccumulatorKeys, AccumulatorRegistry, BbsIssuer, BbsKey, BbsOrder};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mut rng = <rand_chacha::ChaCha8Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! # let now = Timestamp::from_unix(1_700_000_000);
//! # let member = TypeDefinition::new(
//! #     CredentialType::new("https://issuer.example/types/member")?,
//! #     vec!["given_name".parse()?, "age_over_18".parse()?],
//! #     vec!["level".parse()?],
//! # )?;
//! let issuer = BbsIssuer::new(IssuerId::new("https://issuer.example")?, BbsKey::generate(&mut rng)?);
//! let id = "https://issuer.example/revocation";
//! let keys = AccumulatorKeys::generate(id, Duration::from_hours(1), &mut rng)?;
//! let mut registry = AccumulatorRegistry::new(keys, now, &mut rng)?;
//! let member = issuer.prepare_revocable(member, registry.registry().reference())?;
//!
//! let number_17 = CredentialId::new("member 17")?;
//! let entry = registry.allocate(number_17.clone(), &mut rng)?;
//! let claims = Document::parse(r#"{"given_name":"Ada","age_over_18":true,"level":3}"#)?;
//! let credential = member.issue(&BbsOrder {
//!     claims: claims.root(),
//!     issued_at: now,
//!     expires_at: now.saturating_add(Duration::from_days(90)),
//!     entry: Some(&entry),
//! })?;
//! assert_eq!(credential.split('.').count(), 3);
//!
//! registry.revoke(&number_17)?;
//! let description = registry.registry().to_json();
//! let segments = registry.publish(registry.next_statement_at())?;
//! assert_eq!(segments[0].text.lines().count(), 2);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod accumulator;
mod bbs;
mod dates;
mod error;
mod issue;
mod issuer;
pub mod limits;
mod order;
mod payload;
mod registry;
mod state_version;
mod type_definition;
mod type_metadata;

#[cfg(test)]
mod test_issuer;

pub use accumulator::{AccumulatorKeys, AccumulatorRegistry, PublishedSegment, RegistryEntry};
pub use bbs::{BbsIssuer, BbsKey, BbsType};
pub use dates::DatePrecision;
pub use error::Error;
pub use issuer::{Issuer, IssuerConfig};
pub use order::{BatchCopy, BatchOrder, BbsOrder, CredentialOrder};
pub use registry::{CredentialState, ListSettings, PublishedList, StatusRegistry};
pub use type_definition::{TypeDefinition, TypeFile};

pub use vouchsafe_credential::{CredentialId, IssuerId, RegistryReference, StatusReference, Validity};
pub use vouchsafe_jose::{SigningKey, VerifyingKey, digest::HashAlgorithm};
