//! The client against servers on this machine, hostile and otherwise. Numbers are those of docs/ATTACKS.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod authority;
mod exchanges;
mod hosts;
mod kit;
mod sizes;
mod times;
mod tls;
