use crate::limits::MAX_ID_LENGTH;
use std::borrow::Borrow;
use std::fmt;

/// Why a text is no identifier of a query: empty, longer than [`MAX_ID_LENGTH`], or with a character that is not one of
/// `A-Z a-z 0-9 _ -` (OpenID4VP sections 6.1 and 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier has 1 to {MAX_ID_LENGTH} of the characters A-Z a-z 0-9 _ -")]
pub struct IdError;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes a text as it stands.
            ///
            /// # Errors
            /// [`IdError`].
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
                if text.is_empty() || text.len() > MAX_ID_LENGTH || !text.bytes().all(allowed) {
                    return Err(IdError);
                }
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    };
}

identifier! {
    /// The `id` of a credential query, by which an answer names what it answers (OpenID4VP section 6.1).
    QueryId
}
identifier! {
    /// The `id` of a claims query, by which claim sets name it (OpenID4VP section 6.3).
    ClaimId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_length() {
        for good in ["a", "A-Z_09", "-", "_"] {
            assert!(QueryId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "a.b", "é", "a\n", "a/b"] {
            assert_eq!(ClaimId::new(bad), Err(IdError), "{bad:?}");
        }
        assert!(QueryId::new("x".repeat(MAX_ID_LENGTH)).is_ok());
        assert!(QueryId::new("x".repeat(MAX_ID_LENGTH + 1)).is_err());
    }
}
