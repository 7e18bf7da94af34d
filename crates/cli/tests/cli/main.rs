//! The program as people and scripts use it: arguments in, text, files and exit codes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod backup;
mod help;
mod inspect;
mod issuer;
mod kit;
mod lines;
mod policy;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod terminal;
mod vault;
mod verify;
mod wallet;
