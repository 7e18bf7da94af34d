//! Known attacks of the field, by the numbers of docs/ATTACKS.md. Each test asserts the stable code of the refusal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod jose;
mod sd_jwt;
mod status;
mod verifier;
