//! Pseudonyms.

mod attacks;
mod fixtures;
mod limits;
mod scene;

pub(super) use scene::{CONTEXT, MESSAGES, NymScene};
