//! The limits of this crate.
