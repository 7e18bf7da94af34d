//! Evidence about credentials: status lists, statements about registries, issuer keys and type metadata. Fetched through `vouchsafe-net`,
//! authenticated by the formats, one fetch for many who want the same, kept as texts.
//!
//! Two things, so that nobody is asked anything because somebody presents: an [`EvidenceStore`] hands out what is at hand and has no way to
//! fetch; a [`Refresher`] fills it, on a schedule.
//!
//! ```no_run
//! use std::sync::Arc;
//! use vouchsafe_credential::{IssuerId, Timestamp};
//! use vouchsafe_evidence::{EvidenceStore, Jitter, Refresher, StatusListSource, StatusSigner};
//! use vouchsafe_net::{Client, ClientOptions};
//!
//! # async fn example(
//! #     key: vouchsafe_jose::VerifyingKey, now: Timestamp, rng: &mut impl rand_core::TryCryptoRng,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! let refresher = Refresher::new(Client::new(ClientOptions::new())?, Arc::new(EvidenceStore::new()));
//!
//! // On a schedule: who has to have signed it is said by the trust list.
//! let signer = StatusSigner::issuer(IssuerId::new("https://issuer.example")?, [key]);
//! let source = StatusListSource::new("https://issuer.example/status/1", signer);
//! refresher.status_list(&source, now, Jitter::draw(rng)?).await?;
//!
//! // While somebody presents.
//! for list in refresher.store().status_lists_at("https://issuer.example/status/1", now) {
//!     println!("{} of {}", list.uri(), list.issued_at());
//! }
//!
//! // For a desk without a network.
//! std::fs::write("evidence.snapshot", refresher.store().to_snapshot(now))?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is kept, and by what
//! - A status list token by its address *and* who signed it. An older one never takes the place of a newer one, even once that is gone.
//! - A registry's files by the keys that credentials name. A file that contradicts one that is kept is kept beside it.
//! - An issuer's keys by its name, for issuers that the caller lists, as long as its server allows.
//! - A document of type metadata by its type and its integrity string; without one, as long as its server allows.
//!
//! A verifier is handed what its decision wants by [`EvidenceStore::evidence_for`].
//!
//! Never a verdict: whoever decides authenticates what they use. [`limits`] bound how much is kept, how long, and how often is asked.
#![forbid(unsafe_code)]

mod address;
mod decision;
mod error;
mod fetch;
mod flights;
mod http_life;
mod issuer_keys;
mod jitter;
pub mod limits;
mod refresher;
mod registry;
mod shelf;
mod snapshot;
mod status_list;
mod status_signer;
mod store;
mod type_document;

pub use decision::DecisionNeeds;
pub use error::Error;
pub use fetch::{Fetch, Fetched, Fetching};
pub use issuer_keys::IssuerKeys;
pub use jitter::Jitter;
pub use refresher::Refresher;
pub use registry::{RegistryFiles, Wanted};
pub use snapshot::SnapshotReport;
pub use status_list::{StatusListEvidence, StatusListSource};
pub use status_signer::{SignerName, StatusSigner};
pub use store::EvidenceStore;
pub use type_document::FetchedTypeMetadata;
