//! Whole journeys, official vectors, attack cases and the architecture.
#![forbid(unsafe_code)]
