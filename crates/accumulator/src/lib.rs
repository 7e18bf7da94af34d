//! Signed statements for the unlinkable revocation of BBS credentials: what a registry's accumulator is in each period, and what
//! was deleted in it.
//!
//! An issuer signs one [`StatementToSign`] for each period, also where nothing was deleted, and serves them in whole
//! [`segments`](UnverifiedSegment), the same for everyone. Holders and verifiers verify them and follow them in a [`History`], each on
//! their own schedule: never because a request came, and never from "since I last asked". An extension of our own, version 1, which nobody
//! outside this project has reviewed (docs/decisions/0021).
//!
//! ```
//! use vouchsafe_accumulator::{History, Registry, StatementToSign, UnverifiedStatement};
//! use vouchsafe_bbs::revocation::{RegistryKey, RegistrySecret};
//! use vouchsafe_credential::{Duration, Timestamp};
//! use vouchsafe_jose::{Algorithm, SigningKey};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! // The issuer: a registry, as it is published, and the first statement, with the deletion that begins it.
//! let secret = RegistrySecret::generate("https://issuer.example/registry/1", &mut rng)?;
//! let signing = SigningKey::generate(Algorithm::Es256, &mut rng)?;
//! let (key, possession) = (secret.key().to_octets(), secret.key().possession());
//! let key = RegistryKey::new(secret.key().registry(), &key, &possession)?;
//! let description = Registry::new(key, signing.verifying_key().clone(), Duration::from_days(1))?.to_json();
//! let deletions = [secret.genesis(&mut rng)?];
//! let first = StatementToSign {
//!     registry: secret.key().registry(),
//!     number: 1,
//!     deletions: &deletions,
//!     value: deletions[0].value(),
//!     previous: None,
//!     starts_at: Timestamp::from_unix(1_699_920_000),
//!     expires_at: Timestamp::from_unix(1_700_092_800),
//! }
//! .sign(&signing)?;
//!
//! // Everybody else. That it is this registry is said by the credential's issuer: `Registry::admit`.
//! let registry = Registry::parse(&description)?;
//! let statement = UnverifiedStatement::parse(&first)?.verify(&registry)?;
//! let history = History::begin(&registry, &statement, &mut rng)?;
//! let period = history.period(1, 0)?;
//! assert_eq!(period.number(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod description;
mod error;
mod fork;
mod history;
pub mod limits;
mod payload;
mod registry;
mod segment;
mod sign;
mod statement;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use fork::Fork;
pub use history::History;
pub use registry::Registry;
pub use segment::{UnverifiedSegment, segment_of};
pub use sign::StatementToSign;
pub use statement::{TYP, UnverifiedStatement, VerifiedStatement};
