//! What is fetched, what is kept of it, and what is handed out. Numbers are those of docs/ATTACKS.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod certificates;
mod decisions;
mod herd;
mod issuer_keys;
mod kit;
mod other_issuers;
mod registries;
mod registry_scene;
mod snapshots;
mod sockets;
mod status_lists;
mod type_metadata;
