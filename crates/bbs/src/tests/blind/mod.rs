//! Blind signatures.

mod attacks;
mod fixtures;
mod limits;
mod scene;

#[cfg(feature = "pseudonyms")]
pub(super) use scene::{BlindScene, COMMITTED, MESSAGES, generators};
