//! A strict reader for JSON that somebody else wrote (RFC 8259, with RFC 7493's rule on names).
//!
//! A [`Document`] owns one text and one flat tape of nodes; a [`Value`] is a copyable view into it. Reading is one pass without
//! recursion, so depth costs no stack and size costs linear time and memory:
//!
//! - a member name that occurs twice in an object is an error, at every depth;
//! - nesting past [`MAX_DEPTH`], more than [`MAX_NODES`] values and names, or a text past [`MAX_TEXT`] is an error;
//! - lone surrogates, control characters in strings, bytes that are not UTF-8 and anything after the value are errors;
//! - a number keeps the digits it came with; one that no binary64 can hold (`1e400`) is an error.
//!
//! A `Value` shows kind and length in `Debug`, never content.

mod compose;
mod deserialize;
mod document;
mod duplicate;
mod error;
mod parse;
mod string;
mod value;
mod write;

pub use compose::{Composed, Composer, Outline, PartId};
pub use deserialize::DeserializeError;
pub use document::Document;
pub use error::Error;
pub use value::{Elements, Entries, Kind, Value};
pub use write::Writer;

/// The deepest nesting of arrays and objects: a bare value is at depth 0.
pub const MAX_DEPTH: usize = 32;
/// The most values and member names in one document.
pub const MAX_NODES: usize = 65_536;
/// The longest text, in bytes.
pub const MAX_TEXT: usize = 16 * 1024 * 1024;

#[cfg(test)]
mod tests;
