//! Blind signatures.

mod attacks;
mod fixtures;
mod limits;
mod scene;

#[cfg(feature = "pseudonyms")]
pub(super) use scene::generators;
