//! Asks an address that somebody else wrote, so that nothing else is asked: https alone, public hosts, nothing followed, sizes and times
//! bounded.
//!
//! A credential, an offer or a request names addresses: of a status list, an issuer, a verifier. Whoever wrote them may want this machine
//! to speak to somebody else: to a printer, a database, the secrets of a cloud. This crate alone speaks to such addresses.
//!
//! ```no_run
//! use vouchsafe_net::{Client, ClientOptions, Purpose, Request};
//!
//! # async fn example() -> Result<(), vouchsafe_net::Error> {
//! let client = Client::new(ClientOptions::new())?;
//! let accept = &["application/statuslist+jwt"];
//! let request = Request::get(Purpose::Status, "https://issuer.example/status/1", accept);
//! match client.fetch(&request).await {
//!     Ok(answer) => println!("{} bytes", answer.body().len()),
//!     Err(error) if error.is_unavailable() => println!("later: {error}"),
//!     Err(error) => println!("never: {error}. {}", error.help().unwrap_or_default()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is refused
//! - Every scheme but `https`; names and passwords; hosts that can be read in two ways (`0x7f.1`, `127.1`, a dot at the end); ports but
//!   443 and 8443; names that private networks have (`printer`, `nas.local`).
//! - Every host of which one address is private, of this machine, of the same wire, of a metadata service, of several machines, or
//!   nobody's. A name is looked up once, and the connection goes to one of the addresses that were judged.
//! - Redirections; answers of other content types, or compressed; more than 8 MiB, counted as they come; whatever takes longer than 3 s for
//!   status and metadata, or 15 s for receiving and presenting, from the first look-up to the last byte.
//!
//! # What is allowed by name
//! - [`PrivateHost`]: a host in a private network that the person acknowledged, for receiving and presenting.
//! - [`OperatedDestination`]: what whoever runs the program wrote into its configuration.
//! - [`Development`]: this machine, without TLS, and one more TLS root. Each answer says which of these it used.
//!
//! # What is not sent
//! No name or version of a program, no language, no cookie, no referrer; no TLS session is taken up again. Proxies that the environment
//! names are not used.
#![forbid(unsafe_code)]

mod address_kind;
mod admission;
mod client;
mod error;
mod exchange;
pub mod limits;
mod options;
mod purpose;
mod request;
mod resolve;
mod response;
mod target;
mod tls;

pub use address_kind::AddressKind;
pub use client::Client;
pub use error::Error;
pub use options::{ClientOptions, Development, OperatedDestination, Switch};
pub use purpose::{PrivateHost, Purpose};
pub use request::{Header, Request};
pub use resolve::{Resolve, Resolving, SystemResolver};
pub use response::Response;
