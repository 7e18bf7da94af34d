//! Whole journeys, official vectors, attack cases and the architecture.
#![forbid(unsafe_code)]

/// The README, so that what it shows compiles.
#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
pub struct Readme;
