//! The verifier's service: it asks wallets by OpenID4VP 1.0 over HTTP, decides once on each answer, tells the people at the desk, and keeps
//! the decisions.
//!
//! [`Station`] is the service with its store, [`wallet_router`] the endpoints for wallets, [`staff_router`] those for the staff and for
//! programs. The messages and their rules are in `vouchsafe-openid4vc`, decisions in `vouchsafe-verifier`; here is what joins them to a store
//! and to sockets.
//!
//! ```no_run
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! use std::{path::Path, sync::Arc};
//! use vouchsafe_evidence::EvidenceStore;
//! use vouchsafe_station::*;
//!
//! let settings = Settings {
//!     name: "Door".to_owned(),
//!     wallet: PublicUrl::new("https://door.example")?,
//!     staff: PublicUrl::new("http://127.0.0.1:8091")?,
//!     wallets: "openid4vp://".to_owned(),
//!     return_to: Vec::new(),
//!     preloaded: Preloaded::Nothing,
//!     network: Network::Offline,
//! };
//! let checks = Checks::read(Path::new("checks"))?;
//! let evidence = Arc::new(EvidenceStore::new());
//! let station = Station::open(Path::new("door"), settings, Identity::response_address(), checks, evidence, Edge::system())?;
//! let station = Arc::new(station);
//! println!("{}/#{}", station.staff_url(), station.token());
//!
//! let (_end, ending) = tokio::sync::watch::channel(false);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
//! // Somebody also has to serve the staff, and to call `Station::tick` every few seconds.
//! vouchsafe_station::serve(listener, None, wallet_router(station), Patience::Short, ending).await;
//! # Ok(())
//! # }
//! ```
//!
//! | address, for wallets | what | standard |
//! |---|---|---|
//! | `/request/…` | the signed request object, by GET or POST | OpenID4VP 1.0 section 5.10 |
//! | `/answer/…` | takes the answer, `direct_post` or `direct_post.jwt` | OpenID4VP 1.0 sections 8.2, 8.3.1 |
//! | `/same/…` | the browser on the wallet's device: a cookie before, the response code after | OpenID4VP 1.0 sections 13.3, 14.2 |
//! | `/health`, `/ready` | whether the process lives, and can decide | |
//!
//! What the staff side has stands in its `/openapi.json`. Its pages are served by [`pages_router`], from where they were built.
//!
//! # What it is not
//! - It fetches nothing while somebody presents: what is known of a status came with the answer, is in the snapshot that it was begun
//!   with, or was fetched by [`Station::refresh`] on its schedule. A list that an answer named and that was not at hand is fetched with the next
//!   round, within a minute: who publishes a list for one card alone learns by that about when it was shown. It fetches no type metadata.
//! - It speaks plain HTTP unless it is given a [`Tls`]. What is reached by others has one, or stands behind a proxy that ends TLS.
//! - It has no roles: whoever has the token may do everything on the staff side.
//! - Values of claims that a check does not keep are in memory for ten minutes and on no disk; the memory of the process is not wiped of them.
//!
//! An answer is taken once, in one transaction with what was decided: docs/decisions/0040.
#![forbid(unsafe_code)]

mod asking;
mod check;
mod deciding;
mod edge;
mod error;
mod evidence;
mod http;
mod identity;
mod journal;
pub mod limits;
mod metrics;
mod outcome;
mod pages;
mod queue;
mod receipt;
mod refresh;
mod serve;
mod session;
mod settings;
mod shown;
mod sign_in;
mod staff;
mod station;
mod store;
mod tls;
mod wallet;
mod words;

pub use check::Checks;
pub use edge::{Edge, Randomness};
pub use error::Error;
pub use identity::{CertifiedName, Identity};
pub use pages::{Pages, pages_router};
pub use serve::{Patience, serve};
pub use settings::{Network, Preloaded, PublicUrl, Settings};
pub use staff::staff_router;
pub use station::Station;
pub use tls::Tls;
pub use wallet::wallet_router;
