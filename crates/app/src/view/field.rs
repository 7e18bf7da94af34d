use crate::names::label;
use serde::{Serialize, Serializer};
use std::fmt;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::shown;
use vouchsafe_type_metadata::{LanguageTag, TypeMetadata};
use vouchsafe_wallet::{About, Exposure, Field};

/// A JSON value that somebody else wrote, as it was written.
#[derive(Clone, PartialEq)]
pub struct JsonView(Document);

impl JsonView {
    pub(crate) fn new(value: Value<'_>) -> Self {
        Self(value.to_document())
    }

    /// The value itself.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        self.0.root()
    }

    /// For a person: a text without its quotes, all else as JSON, deceptive characters written out.
    #[must_use]
    pub fn text(&self) -> String {
        let value = self.0.root();
        let text = value.as_str().map_or_else(|| value.to_json(), |text| text.into_owned());
        shown::escape(&text).into_owned()
    }

    /// As compact JSON.
    #[must_use]
    pub fn json(&self) -> String {
        self.0.root().to_json()
    }
}

impl Serialize for JsonView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.root().serialize(serializer)
    }
}

/// Kind and length, never content.
impl fmt::Debug for JsonView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.root().fmt(f)
    }
}

/// One value of a credential.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// Its path, as it is to be given to select it.
    pub path: String,
    /// For a person, in their language where the type says so: "Street address". Words of whoever published the type.
    pub label: String,
    /// The value.
    pub value: JsonView,
    /// `always`, `selected` or `withheld`.
    pub exposure: &'static str,
    /// `subject` for the person, `credential` for what concerns the credential itself.
    pub about: &'static str,
}

impl FieldView {
    pub(crate) fn new(field: &Field<'_>, metadata: Option<&TypeMetadata>, languages: &[LanguageTag]) -> Self {
        Self {
            path: field.path.to_string(),
            label: label(&field.path, metadata, languages),
            value: JsonView::new(field.value),
            exposure: match field.exposure {
                Exposure::Always => "always",
                Exposure::Selected => "selected",
                Exposure::Withheld => "withheld",
            },
            about: match field.about {
                About::Subject => "subject",
                About::Credential => "credential",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_and_not_debugged() {
        let document = Document::parse(br#"{"a":"x\u202ey","b":[1,true]}"#).unwrap();
        let a = JsonView::new(document.root().get("a").unwrap());
        let b = JsonView::new(document.root().get("b").unwrap());
        assert_eq!((a.text().as_str(), b.text().as_str()), ("x\\u{202e}y", "[1,true]"));
        assert_eq!(serde_json::to_string(&b).unwrap(), "[1,true]");
        assert_eq!(format!("{a:?} {b:?}"), "String(5) Array(2)");
    }
}
