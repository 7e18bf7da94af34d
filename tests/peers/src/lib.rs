//! What the interop program, the cross-checks and the benchmarks share: the test keys, and the peers behind plain functions.
#![forbid(unsafe_code)]

pub mod dock;
pub mod keys;
pub mod sd_jwt_rs;
pub mod ursa;
pub mod zkryptium;
