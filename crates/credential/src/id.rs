use std::fmt;

/// The longest identifier accepted, in bytes of UTF-8.
pub const MAX_ID_LENGTH: usize = 2_048;

/// Why a text cannot be an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("is empty")]
    Empty,
    /// The text is longer than [`MAX_ID_LENGTH`] bytes.
    #[error("is longer than {MAX_ID_LENGTH} bytes")]
    TooLong,
    /// The text holds a control character.
    #[error("holds a control character")]
    ControlCharacter,
}

pub(crate) fn checked(text: String) -> Result<String, IdError> {
    if text.is_empty() {
        Err(IdError::Empty)
    } else if text.len() > MAX_ID_LENGTH {
        Err(IdError::TooLong)
    } else if text.chars().any(char::is_control) {
        Err(IdError::ControlCharacter)
    } else {
        Ok(text)
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Compared byte for byte, as every standard here demands: no case folding, no URL normalisation.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes a text as it stands.
            ///
            /// # Errors
            /// [`IdError`] if the text is empty, longer than [`MAX_ID_LENGTH`] or holds a control character.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                checked(text.into()).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&crate::shown::escape(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self)
            }
        }
    };
}

identifier! {
    /// Who issued: the `iss` claim (RFC 7519 section 4.1.1).
    IssuerId
}
identifier! {
    /// The type of a credential: the `vct` claim (SD-JWT VC section 2.2.2.1).
    CredentialType
}
identifier! {
    /// For whom a presentation is made: the `aud` claim of a KB-JWT (RFC 9901 section 4.3).
    Audience
}
identifier! {
    /// What a verifier chose to be answered with, once (RFC 9901 section 4.3).
    Nonce
}
identifier! {
    /// How a verifier calls itself in a request, with the prefix that says how that is proven: `client_id` (OpenID4VP 1.0
    /// section 5.9).
    ClientId
}
identifier! {
    /// Where a verifier wants the answer: `response_uri` (OpenID4VP 1.0 section 8.2).
    ResponseUri
}
identifier! {
    /// What a verifier wants back with the answer, to know the session by: `state` (RFC 6749 section 4.1.1, OpenID4VP 1.0
    /// section 5.3).
    RequestState
}
identifier! {
    /// One credential in somebody's own book: a wallet's vault, an issuer's status registry. Never leaves it.
    CredentialId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(IssuerId::new(""), Err(IdError::Empty));
        assert!(IssuerId::new("x".repeat(MAX_ID_LENGTH)).is_ok());
        assert_eq!(IssuerId::new("x".repeat(MAX_ID_LENGTH + 1)), Err(IdError::TooLong));
        assert_eq!(Nonce::new("a\nb"), Err(IdError::ControlCharacter));
    }

    #[test]
    fn deceptive_text_is_shown_escaped() {
        let id = CredentialType::new("urn:a\u{202e}b").unwrap();
        assert_eq!(id.to_string(), "urn:a\\u{202e}b");
        assert_eq!(id.as_str(), "urn:a\u{202e}b");
    }
}
