use vouchsafe_credential::json;

/// Why a line could not be evaluated: not a word on the presentation in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// **Malformed** (`line.too_long`): longer than [`MAX_LINE`](crate::limits::MAX_LINE).
    #[error("the line is longer than {} bytes", crate::limits::MAX_LINE)]
    TooLong,
    /// **Malformed** (`json.*`): not JSON that we read.
    #[error("the line is {0}")]
    Json(#[from] json::Error),
    /// **Malformed** (`line.not_an_object`): JSON, but no object.
    #[error("the line is not a JSON object")]
    NotAnObject,
    /// **Malformed** (`line.member_missing`): a required member is missing.
    #[error("`{member}` is missing")]
    MemberMissing {
        /// Which one.
        member: &'static str,
    },
    /// **Malformed** (`line.member_malformed`): a member is of another kind, or has a value that has no meaning.
    #[error("`{member}` is not what it has to be")]
    MemberMalformed {
        /// Which one.
        member: &'static str,
    },
}

impl LineError {
    /// A name for this error that never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "line.too_long",
            Self::Json(error) => error.code(),
            Self::NotAnObject => "line.not_an_object",
            Self::MemberMissing { .. } => "line.member_missing",
            Self::MemberMalformed { .. } => "line.member_malformed",
        }
    }
}
