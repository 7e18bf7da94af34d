//! Pseudonyms.

mod attacks;
mod fixtures;
mod limits;
mod scene;
