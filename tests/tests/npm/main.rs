//! Whole flows with parties that others wrote: the packages `@openid4vc/openid4vci`, `@openid4vc/openid4vp` and `@sd-jwt/sd-jwt-vc` of the
//! npm registry, run by node on this machine and asked over HTTP. tests/npm holds one program for each role.
//!
//! | role | theirs | ours |
//! |---|---|---|
//! | verifier | `verifier.mjs` | the program `vouchsafe` presents |
//! | wallet | `presenter.mjs` | `vouchsafe-openid4vc` asks, `vouchsafe-verifier` decides |
//! | issuer | `issuer.mjs` | the wallet's machine of `vouchsafe-openid4vc` receives |
//! | wallet | `receiver.mjs` | the sandbox issues |
//!
//! # What their packages need help with
//! Each place is marked in tests/npm; nothing of ours is loosened for them, but for plain HTTP to this machine.
//! - `openid4vp`: names the request's own address as `aud` of a request object unless it is told otherwise; has no place for
//!   `request_uri_method` in a link that it makes; as a wallet that asks by POST it sends no `wallet_nonce`.
//! - `openid4vci`: as a wallet it names a configuration also where the token response has identifiers, and it refuses a deferred answer with a
//!   notification id; on neither side does it know encrypted requests and answers in the form of 1.0: what is encrypted is done around it, by
//!   `jose`.
//! - `sd-jwt-vc`: leaves `aud` and the age of a key binding to whoever uses it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod certified;
mod client;
mod gate;
mod parties;
mod program;
mod site;
mod their_issuer;
mod their_verifier;
mod their_wallet_presents;
mod their_wallet_receives;
