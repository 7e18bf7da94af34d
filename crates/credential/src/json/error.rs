/// Why a text is not JSON that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// RFC 8259: the text breaks the grammar at this byte.
    #[error("not JSON (at byte {at})")]
    Syntax {
        /// Offset in bytes.
        at: usize,
    },
    /// RFC 8259 section 8.1: the bytes are not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// RFC 7493 section 2.3: one name, two members.
    #[error("a member name occurs twice in one object")]
    DuplicateKey,
    /// RFC 8259 section 8.2: half a surrogate pair.
    #[error("a string holds half a surrogate pair")]
    LoneSurrogate,
    /// RFC 7493 section 2.2: the number is past what binary64 holds.
    #[error("a number is out of range")]
    NumberOutOfRange,
    /// Nested past [`MAX_DEPTH`](super::MAX_DEPTH).
    #[error("nested deeper than {}", super::MAX_DEPTH)]
    TooDeep,
    /// More than [`MAX_NODES`](super::MAX_NODES) values and names.
    #[error("more than {} values and names", super::MAX_NODES)]
    TooManyNodes,
    /// Longer than [`MAX_TEXT`](super::MAX_TEXT).
    #[error("longer than {} bytes", super::MAX_TEXT)]
    TooLong,
}

impl Error {
    /// A name for this error that never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "json.syntax",
            Self::NotUtf8 => "json.not_utf8",
            Self::DuplicateKey => "json.duplicate_key",
            Self::LoneSurrogate => "json.lone_surrogate",
            Self::NumberOutOfRange => "json.number_out_of_range",
            Self::TooDeep => "json.too_deep",
            Self::TooManyNodes => "json.too_many_nodes",
            Self::TooLong => "json.too_long",
        }
    }
}
