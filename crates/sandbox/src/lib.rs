//! An issuer to try things with, made so that a small real one can start from it: OpenID4VCI 1.0 over HTTP, credentials as SD-JWT VC and as
//! BBS, status lists and statements published in time, one SQLite file, and a page to offer, list and revoke.
//!
//! [`Sandbox`] is the issuer with its store, [`router`] its endpoints. Messages and their rules are in `vouchsafe-openid4vc`, credentials in
//! `vouchsafe-issuer`; here is what joins them to a store and to sockets.
//!
//! ```no_run
//! # async fn serve_it() -> Result<(), Box<dyn std::error::Error>> {
//! use std::{path::Path, sync::Arc};
//! use vouchsafe_sandbox::{Edge, Profile, PublicUrl, Sandbox, Settings, router, serve};
//!
//! let public = PublicUrl::new("https://issuer.example")?;
//! let settings = Settings { public, profile: Profile::OpenId4Vci, redirects: Vec::new() };
//! let sandbox = Arc::new(Sandbox::open(Path::new("issuer"), settings, Edge::system())?);
//! println!("{}/#{}", sandbox.public(), sandbox.admin_token());
//!
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8088").await?;
//! // Somebody also has to call `Sandbox::tick` every few seconds: lists and statements are published by it.
//! serve(listener, router(sandbox), std::future::pending()).await;
//! # Ok(())
//! # }
//! ```
//!
//! | address | what | standard |
//! |---|---|---|
//! | `/.well-known/openid-credential-issuer` | the issuer, plain or signed, by `Accept` | OpenID4VCI 1.0 section 12.2 |
//! | `/.well-known/oauth-authorization-server` | its authorization server | RFC 8414 |
//! | `/.well-known/jwt-vc-issuer` | its public keys, that of BBS credentials among them | SD-JWT VC section 4 |
//! | `/par`, `/authorize`, `/token` | authorization; `/authorize` is the sign-in page | RFC 9126, RFC 6749, RFC 7636, RFC 9207, RFC 9449 |
//! | `/offers/…` | offers by reference | OpenID4VCI 1.0 section 4.1.3 |
//! | `/nonce`, `/credential`, `/deferred`, `/notification` | issuance | OpenID4VCI 1.0 sections 7, 8, 9, 11 |
//! | `/types/…` | type metadata, at the addresses that `vct` names | SD-JWT VC section 5 |
//! | `/status/…` | status lists | Token Status List section 8 |
//! | `/revocation`, `/revocation/…` | the registry of BBS credentials, and files of statements about it | docs/PROFILE.md |
//! | `/wallet-provider` | attests the key in `{"jwk": …}`, whoever sends it | OpenID4VCI 1.0 appendix E |
//! | `/anchor.pem` | what to trust for the issuer's certificate, under HAIP | HAIP 1.0 section 5 |
//! | `/`, `/admin/…` | the page, for whoever has the token that is printed at the start | |
//!
//! # What it is not
//! - It does not know who anybody is: whoever opens the sign-in page chooses a person out of a list, and nobody in it exists. A real issuer
//!   puts its own in place of `catalogue` and of the sign-in page.
//! - Its keys lie open in a file of its owner. A real issuer keeps them in a module that does not give them away.
//! - It speaks plain HTTP. What is reached by others stands behind a proxy that ends TLS, and that counts what one address asks: here nobody
//!   is told apart from anybody else; see [`PublicUrl`].
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
mod serve;
mod server;
mod sessions;
mod settings;
mod store;

pub use edge::{Edge, Randomness};
pub use error::Error;
pub use sandbox::Sandbox;
pub use serve::serve;
pub use server::router;
pub use settings::{PublicUrl, RedirectUrl, Settings};
pub use vouchsafe_openid4vc::vci::Profile;
