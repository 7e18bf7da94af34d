//! An issuer to try things with, made so that a small real one can start from it: OpenID4VCI 1.0 over HTTP, credentials as SD-JWT VC and as
//! BBS, status lists and statements published in time, one SQLite file, and a page to offer, list and revoke.
//!
//! [`Sandbox`] is the issuer with its store, [`router`] its endpoints. Messages and their rules are in `vouchsafe-openid4vc`, credentials in
//! `vouchsafe-issuer`; here is what joins them to a store and to sockets.
//!
//! # What it is not
//! - It does not know who anybody is: whoever opens the sign-in page chooses a person out of a list, and nobody in it exists. A real issuer
//!   puts its own in place of `catalogue` and of the sign-in page.
//! - Its keys lie open in a file of its owner. A real issuer keeps them in a module that does not give them away.
//! - It speaks plain HTTP, and waits without end for whoever connects and says nothing. What is reached by others stands behind a proxy that
//!   ends TLS and such connections; see [`PublicUrl`].
//! - Its wallet provider attests any key that it is sent.
//!
//! What a request changes is stored before it is answered, in one transaction: docs/decisions/0034.
#![forbid(unsafe_code)]

mod catalogue;
mod edge;
mod error;
mod issuing;
mod journal;
pub mod limits;
mod sandbox;
mod server;
mod sessions;
mod settings;
mod store;

pub use edge::{Edge, Randomness};
pub use error::Error;
pub use sandbox::Sandbox;
pub use server::router;
pub use settings::{PublicUrl, RedirectUrl, Settings};
pub use vouchsafe_openid4vc::vci::Profile;
