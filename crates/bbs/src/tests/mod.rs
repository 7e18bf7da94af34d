#![allow(clippy::as_conversions, reason = "tests")]

mod attacks;
mod attacks_encodings;
mod attacks_mutations;
mod attacks_randomness;
mod batch;
mod curve;
mod fixtures;
mod hex;
mod limits;
mod properties;
mod revocation;
mod rngs;
mod scene;
mod vectors;
