//! DCQL: the standard's own examples, and what a wallet selects held against what a verifier accepts.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod journey;
mod round_trip;
mod vectors;
