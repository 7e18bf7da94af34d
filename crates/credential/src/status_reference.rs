use crate::json::Value;
use crate::{IdError, MAX_ID_LENGTH};

/// Where the status of a credential stands: the `status_list` member of its `status` claim (Token Status List section 6.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StatusReference {
    uri: String,
    index: u64,
}

/// Why a `status` claim cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusReferenceError {
    /// `status` is not an object.
    #[error("`status` is not an object")]
    NotAnObject,
    /// `status` names no mechanism that we know.
    #[error("`status` names no mechanism that is supported")]
    NoKnownMechanism,
    /// `status_list` lacks `idx` or `uri`, or one is of another kind.
    #[error("`status_list` needs `idx`, a whole number from 0, and `uri`, a text")]
    Shape,
    /// `uri` cannot be an identifier.
    #[error("`uri` {0}")]
    Uri(IdError),
}

impl StatusReference {
    /// A reference to entry `index` of the list at `uri`.
    ///
    /// # Errors
    /// [`StatusReferenceError::Uri`] if `uri` is empty, too long or holds a control character.
    pub fn new(uri: impl Into<String>, index: u64) -> Result<Self, StatusReferenceError> {
        let uri = uri.into();
        if uri.is_empty() {
            Err(StatusReferenceError::Uri(IdError::Empty))
        } else if uri.len() > MAX_ID_LENGTH {
            Err(StatusReferenceError::Uri(IdError::TooLong))
        } else if uri.chars().any(char::is_control) {
            Err(StatusReferenceError::Uri(IdError::ControlCharacter))
        } else {
            Ok(Self { uri, index })
        }
    }

    /// Reads the `status` claim of a payload; `None` if there is none.
    ///
    /// # Errors
    /// [`StatusReferenceError`] if the claim is there and cannot be read: a status that cannot be found is never "no status".
    pub fn from_claims(claims: Value<'_>) -> Result<Option<Self>, StatusReferenceError> {
        let Some(status) = claims.get("status") else { return Ok(None) };
        if status.entries().is_none() {
            return Err(StatusReferenceError::NotAnObject);
        }
        let list = status.get("status_list").ok_or(StatusReferenceError::NoKnownMechanism)?;
        let index = list.get("idx").and_then(|idx| idx.as_u64()).ok_or(StatusReferenceError::Shape)?;
        let uri = list.get("uri").and_then(|uri| uri.as_str()).ok_or(StatusReferenceError::Shape)?;
        Self::new(uri, index).map(Some)
    }

    /// The list's address, which is also the `sub` of the list's token.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The entry in the list, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    fn read(json: &str) -> Result<Option<StatusReference>, StatusReferenceError> {
        StatusReference::from_claims(Document::parse(json.as_bytes()).unwrap().root())
    }

    #[test]
    fn shapes() {
        assert_eq!(read("{}"), Ok(None));
        let reference = read(r#"{"status":{"status_list":{"idx":7,"uri":"https://a/1"}}}"#).unwrap().unwrap();
        assert_eq!((reference.uri(), reference.index()), ("https://a/1", 7));
        assert_eq!(read(r#"{"status":1}"#), Err(StatusReferenceError::NotAnObject));
        assert_eq!(read(r#"{"status":{"other":{}}}"#), Err(StatusReferenceError::NoKnownMechanism));
        for idx in ["-1", "1.0", "1e3", "\"1\"", "18446744073709551616", "null"] {
            let json = format!(r#"{{"status":{{"status_list":{{"idx":{idx},"uri":"u"}}}}}}"#);
            assert_eq!(read(&json), Err(StatusReferenceError::Shape), "{idx}");
        }
        assert_eq!(
            read(r#"{"status":{"status_list":{"idx":1,"uri":""}}}"#),
            Err(StatusReferenceError::Uri(IdError::Empty))
        );
    }
}
