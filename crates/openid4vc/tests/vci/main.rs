//! OpenID4VCI from a link to stored credentials, wallet against issuer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, unreachable_pub, reason = "tests")]

mod attacks;
mod conformance;
mod flows;
mod haip;
mod kit;
mod limits;
mod mutations;
mod retries;
mod stored;
mod vectors;
