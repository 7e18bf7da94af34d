//! Whether time tells anything of a secret: measured by dudect's method (Reparaz, Balasch, Verbauwhede, 2017). Each test compares the times
//! for two classes of one secret, all else being equal, by Welch's t: a fixed value or values of few set bits, against random ones.
//! `cargo xtask soak` runs them as a release; `SOAK_SAMPLES` says how many measurements each takes.

mod classes;
mod harness;
mod proving;
mod signing;
mod welch;
