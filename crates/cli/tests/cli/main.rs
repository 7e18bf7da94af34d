//! The program as people and scripts use it: arguments in, text, files and exit codes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod backup;
mod bbs_wallet;
mod canaries;
mod compare;
mod doctor;
mod guide;
mod help;
mod inspect;
mod issuer;
mod issuer_bbs;
#[cfg(target_os = "linux")]
mod keychain;
mod kit;
mod life;
mod lines;
mod locks;
mod narrow;
mod policy;
mod present;
#[cfg(target_os = "linux")]
mod process;
mod query;
mod receive;
mod refresh;
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "the vault's own tests use more of it")]
#[path = "../../../vault/src/key_store/tests/session.rs"]
mod session;
mod shells;
#[cfg(target_os = "linux")]
mod terminal;
mod type_metadata;
mod vault;
mod verify;
mod wallet;
mod wrong_files;
