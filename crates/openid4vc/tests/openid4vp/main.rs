//! OpenID4VP 1.0 from outside: attacks by the numbers of docs/ATTACKS.md, the rows of the OpenID Foundation's conformance suite, HAIP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod attacks_on_verifiers;
mod attacks_on_wallets;
mod conformance_of_verifiers;
mod conformance_of_wallets;
mod haip;
mod kit;
mod vectors;
