//! The station as wallets, the staff and attackers see it: requests in, responses out. Numbers are those of docs/ATTACKS.md.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod attacks;
mod browsers;
mod connections;
mod desk;
mod holder;
mod killed;
mod pages;
mod program;
mod races;
mod refreshed;
mod scene;
mod staff;
mod tls;
