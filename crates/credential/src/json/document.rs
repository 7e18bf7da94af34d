use super::parse::parse_onto;
use super::{Error, MAX_TEXT, Value};
use std::fmt;

/// One value, name or container of a text. Twelve bytes: a tape may have many.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    /// Where its text starts and ends; for a string, inside the quotes.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The tape position after all that belongs to it, and the kind in the low bits.
    link: u32,
}

/// What a node is. The discriminants are the low bits of [`Node::link`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NodeKind {
    Null,
    True,
    False,
    Number,
    /// A string, or a member name, without escapes.
    Plain,
    /// A string, or a member name, with escapes.
    Escaped,
    Array,
    Object,
}

const KIND_BITS: u32 = 3;

impl Node {
    pub(super) fn new(kind: NodeKind, start: usize, end: usize, next: usize) -> Result<Self, Error> {
        let small = |size: usize| u32::try_from(size).map_err(|_| Error::TooLong);
        let mut node = Self { start: small(start)?, end: small(end)?, link: kind.bits() };
        node.set_next(next)?;
        Ok(node)
    }

    pub(super) fn kind(self) -> NodeKind {
        match self.link & 0b111 {
            0 => NodeKind::Null,
            1 => NodeKind::True,
            2 => NodeKind::False,
            3 => NodeKind::Number,
            4 => NodeKind::Plain,
            5 => NodeKind::Escaped,
            6 => NodeKind::Array,
            _ => NodeKind::Object,
        }
    }

    pub(super) fn next(self) -> usize {
        usize::try_from(self.link >> KIND_BITS).unwrap_or(usize::MAX)
    }

    pub(super) fn set_next(&mut self, next: usize) -> Result<(), Error> {
        let next = u32::try_from(next)
            .ok()
            .filter(|next| *next < 1 << (32 - KIND_BITS))
            .ok_or(Error::TooManyNodes)?;
        self.link = next << KIND_BITS | self.link & 0b111;
        Ok(())
    }
}

impl NodeKind {
    fn bits(self) -> u32 {
        match self {
            Self::Null => 0,
            Self::True => 1,
            Self::False => 2,
            Self::Number => 3,
            Self::Plain => 4,
            Self::Escaped => 5,
            Self::Array => 6,
            Self::Object => 7,
        }
    }
}

/// A JSON text that has been read, and holds at least one value.
#[derive(Clone)]
pub struct Document {
    pub(super) text: String,
    pub(super) nodes: Vec<Node>,
}

impl Document {
    /// Reads one JSON value from UTF-8 bytes.
    ///
    /// # Errors
    /// [`Error`] for anything that the [module](super) does not accept.
    pub fn parse(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let bytes = bytes.into();
        if bytes.len() > MAX_TEXT {
            return Err(Error::TooLong);
        }
        let text = String::from_utf8(bytes).map_err(|_| Error::NotUtf8)?;
        let mut nodes = Vec::new();
        parse_onto(&text, 0, &mut nodes)?;
        Ok(Self { text, nodes })
    }

    /// The value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value::new(&self.text, &self.nodes, 0)
    }

    /// The text that was read, so that a text with a secret in it can be wiped.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}

/// Kind and length, never content.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({:?})", self.root())
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.root() == other.root()
    }
}
