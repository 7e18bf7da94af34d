//! What the interop program and the benchmarks share: the test keys, and `sd-jwt-rs` behind plain functions.
#![forbid(unsafe_code)]

pub mod keys;
pub mod sd_jwt_rs;
