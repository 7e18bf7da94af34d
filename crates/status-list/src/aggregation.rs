use crate::Error;
use crate::limits::MAX_AGGREGATED_LISTS;
use vouchsafe_credential::StatusReference;
use vouchsafe_credential::json::{Document, Writer};

/// The addresses of all lists of an issuer, so that a verifier can fetch them before it needs them (Token Status List
/// section 9). Unsigned: it says where to look, never what to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregation {
    uris: Vec<String>,
}

impl Aggregation {
    /// The content type it is served with.
    pub const CONTENT_TYPE: &str = "application/json";

    /// An aggregation of these addresses.
    ///
    /// # Errors
    /// [`Error::TooManyLists`] past [`MAX_AGGREGATED_LISTS`], [`Error::UriNotAllowed`] for an address that is empty, too long
    /// or holds a control character.
    pub fn new(uris: Vec<String>) -> Result<Self, Error> {
        if uris.len() > MAX_AGGREGATED_LISTS {
            Err(Error::TooManyLists)
        } else if uris.iter().any(|uri| StatusReference::new(uri.as_str(), 0).is_err()) {
            Err(Error::UriNotAllowed)
        } else {
            Ok(Self { uris })
        }
    }

    /// Reads what an issuer serves; members that are not known are ignored.
    ///
    /// # Errors
    /// [`Error::Json`], [`Error::AggregationMalformed`], and the errors of [`Aggregation::new`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let document = Document::parse(bytes)?;
        let lists = document.root().get("status_lists").and_then(|lists| lists.elements());
        let uris = lists.ok_or(Error::AggregationMalformed)?.map(|uri| uri.as_str().map(String::from));
        Self::new(uris.collect::<Option<_>>().ok_or(Error::AggregationMalformed)?)
    }

    /// What an issuer serves.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.name("status_lists");
        writer.begin_array();
        self.uris.iter().for_each(|uri| writer.string(uri));
        writer.end_array();
        writer.end_object();
        writer.finish()
    }

    /// The addresses, in the order given.
    #[must_use]
    pub fn uris(&self) -> &[String] {
        &self.uris
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let aggregation =
            Aggregation::new(vec!["https://a.example/1".into(), "https://a.example/\"2".into()]).unwrap();
        assert_eq!(Aggregation::parse(aggregation.to_json().as_bytes()), Ok(aggregation));
    }

    #[test]
    fn other_shapes() {
        for malformed in ["{}", "[]", r#"{"status_lists":"https://a"}"#, r#"{"status_lists":[1]}"#] {
            assert_eq!(Aggregation::parse(malformed.as_bytes()), Err(Error::AggregationMalformed));
        }
        assert_eq!(Aggregation::parse(br#"{"status_lists":[""]}"#), Err(Error::UriNotAllowed));
        assert!(matches!(Aggregation::parse(b"{"), Err(Error::Json(_))));
    }

    #[test]
    fn limit() {
        let uris = vec!["https://a.example/1".to_owned(); MAX_AGGREGATED_LISTS + 1];
        assert!(Aggregation::new(uris[1..].to_vec()).is_ok());
        assert_eq!(Aggregation::new(uris), Err(Error::TooManyLists));
    }
}
