use super::Error;
use super::limits::MAX_PARAMETERS;
use std::borrow::Cow;
use std::collections::BTreeMap;
use url::form_urlencoded;
use vouchsafe_credential::json::{Document, Kind};
use zeroize::Zeroizing;

/// The parameters of a message, however they came: as a form, where objects and lists are JSON in a text (OpenID4VP section
/// 5.1), or as the members of a JSON object. Those that nobody asks for are ignored.
pub(crate) enum Parameters {
    /// By name.
    Form(BTreeMap<String, Zeroizing<String>>),
    /// An object.
    Object(Document),
}

impl Parameters {
    /// Reads a form. None of the names in `known` may be there twice.
    pub(crate) fn form(text: &str, known: &[&'static str]) -> Result<Self, Error> {
        let mut read = BTreeMap::<String, Zeroizing<String>>::new();
        for (count, (name, value)) in form_urlencoded::parse(text.as_bytes()).enumerate() {
            if count >= MAX_PARAMETERS {
                return Err(Error::TooManyParameters);
            }
            let Some(name) = known.iter().copied().find(|known| *known == name) else { continue };
            // What is no UTF-8 was replaced by this while it was decoded.
            if value.contains('\u{fffd}') {
                return Err(Error::ParameterMalformed { name });
            }
            if read.insert(name.to_owned(), Zeroizing::new(value.into_owned())).is_some() {
                return Err(Error::ParameterRepeated { name });
            }
        }
        // One without a value is as if it were not there (RFC 6749 section 3.1).
        read.retain(|_, value| !value.is_empty());
        Ok(Self::Form(read))
    }

    /// Reads an object of a text.
    pub(crate) fn object(text: impl Into<Vec<u8>>, part: &'static str) -> Result<Self, Error> {
        let document = Document::parse(text).map_err(|error| Error::Json { part, error })?;
        match document.root().kind() {
            Kind::Object => Ok(Self::Object(document)),
            _ => Err(Error::ParameterMalformed { name: part }),
        }
    }

    pub(crate) fn has(&self, name: &'static str) -> bool {
        match self {
            Self::Form(read) => read.contains_key(name),
            Self::Object(document) => document.root().get(name).is_some(),
        }
    }

    /// A text.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<Cow<'_, str>>, Error> {
        match self {
            Self::Form(read) => Ok(read.get(name).map(|text| Cow::Borrowed(text.as_str()))),
            Self::Object(document) => {
                let value = document.root().get(name);
                value.map(|value| value.as_str().ok_or(Error::ParameterMalformed { name })).transpose()
            }
        }
    }

    /// A text that has to be there.
    pub(crate) fn required(&self, name: &'static str) -> Result<Cow<'_, str>, Error> {
        self.text(name)?.ok_or(Error::ParameterMissing { name })
    }

    /// A value of another kind than text.
    pub(crate) fn value(&self, name: &'static str) -> Result<Option<Document>, Error> {
        match self {
            Self::Form(read) => {
                let text = read.get(name);
                text.map(|text| {
                    Document::parse(text.as_bytes()).map_err(|error| Error::Json { part: name, error })
                })
                .transpose()
            }
            Self::Object(document) => Ok(document.root().get(name).map(|value| value.to_document())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_and_an_object_say_the_same() {
        let form = "nonce=a%20b&dcql_query=%7B%22credentials%22%3A%5B%5D%7D&x=1&x=2";
        let form = Parameters::form(form, &["nonce", "dcql_query", "state"]).unwrap();
        let object = br#"{"nonce":"a b","dcql_query":{"credentials":[]},"x":[1]}"#;
        let object = Parameters::object(object.as_slice(), "the request object").unwrap();
        for parameters in [form, object] {
            assert_eq!(parameters.text("nonce").unwrap().unwrap(), "a b");
            assert_eq!(
                parameters.value("dcql_query").unwrap().unwrap().root().to_json(),
                r#"{"credentials":[]}"#
            );
            assert_eq!(parameters.text("state"), Ok(None));
            assert!(!parameters.has("state"));
            assert_eq!(parameters.required("state"), Err(Error::ParameterMissing { name: "state" }));
        }
    }

    #[test]
    fn nothing_is_there_twice_and_not_too_much() {
        let known = ["nonce"];
        let code = |text: &str| Parameters::form(text, &known).err().map(|error| error.code());
        assert_eq!(code("nonce=1&nonce=1"), Some("openid4vp.parameter_repeated"));
        assert_eq!(code("nonce=&nonce=1"), Some("openid4vp.parameter_repeated"));
        assert!(!Parameters::form("nonce=", &known).unwrap().has("nonce"), "as if it were not there");
        assert_eq!(code("nonce=%FF"), Some("openid4vp.parameter_malformed"));
        assert_eq!(code(&"x=1&".repeat(MAX_PARAMETERS)), None);
        assert_eq!(code(&"x=1&".repeat(MAX_PARAMETERS + 1)), Some("openid4vp.too_many_parameters"));
        let object = |text: &str| Parameters::object(text, "it").err().map(|error| error.code());
        assert_eq!(object(r#"{"nonce":"1","nonce":"1"}"#), Some("json.duplicate_key"));
        assert_eq!(object("[]"), Some("openid4vp.parameter_malformed"));
        assert_eq!(object("{"), Some("json.syntax"));
    }

    #[test]
    fn a_number_is_no_text() {
        let object = Parameters::object(br#"{"nonce":1}"#.as_slice(), "it").unwrap();
        assert_eq!(object.text("nonce"), Err(Error::ParameterMalformed { name: "nonce" }));
        let form = Parameters::form("dcql_query=%7B", &["dcql_query"]).unwrap();
        assert_eq!(form.value("dcql_query").err().map(|error| error.code()), Some("json.syntax"));
    }
}
