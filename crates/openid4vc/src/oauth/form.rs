//! Parameters in a form or a query (RFC 6749 appendix B), each there once.

use super::Error;
use super::limits::{MAX_MESSAGE, MAX_PARAMETERS};
use crate::http::{FORM, Method, Request};
use std::collections::BTreeMap;
use url::Url;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// Parameters that were read.
pub(crate) struct Form(BTreeMap<String, Zeroizing<String>>);

impl Form {
    pub(crate) fn parse(encoded: &[u8]) -> Result<Self, Error> {
        if encoded.len() > MAX_MESSAGE {
            return Err(Error::TooLong { part: "the parameters" });
        }
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if parameters.len() >= MAX_PARAMETERS {
                return Err(Error::TooMany { part: "the parameters" });
            }
            if parameters.insert(name.into_owned(), Zeroizing::new(value.into_owned())).is_some() {
                return Err(Error::ParameterRepeated);
            }
        }
        Ok(Self(parameters))
    }

    pub(crate) fn of_query(url: &Url) -> Result<Self, Error> {
        Self::parse(url.query().unwrap_or_default().as_bytes())
    }

    pub(crate) fn of_request(request: &Request) -> Result<Self, Error> {
        if request.method != Method::Post || request.headers.media_type().as_deref() != Some(FORM) {
            return Err(Error::NotAForm);
        }
        Self::parse(&request.body)
    }

    /// A parameter that says something: one without a value is as if it were not there (RFC 6749 section 3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Error> {
        self.get(name).ok_or(Error::MemberMissing { member: name })
    }

    /// A parameter of at most `limit` bytes.
    pub(crate) fn text(&self, name: &'static str, limit: usize) -> Result<Option<String>, Error> {
        match self.get(name) {
            Some(text) if text.len() > limit => Err(Error::MemberMalformed { member: name }),
            text => Ok(text.map(str::to_owned)),
        }
    }
}

/// Parameters to be sent, in order.
#[derive(Default)]
pub(crate) struct Parameters(Vec<(&'static str, Zeroizing<String>)>);

impl Parameters {
    pub(crate) fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name, Zeroizing::new(value.into())));
    }

    pub(crate) fn add_some(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// Room for all of it is made first: a text that grows leaves copies behind.
    pub(crate) fn encode(&self) -> Zeroizing<String> {
        let room = self.0.iter().map(|(name, value)| name.len() + 3 * value.len() + 2).sum();
        let mut encoder = form_urlencoded::Serializer::new(String::with_capacity(room));
        self.0.iter().for_each(|(name, value)| {
            encoder.append_pair(name, value);
        });
        Zeroizing::new(encoder.finish())
    }

    pub(crate) fn into_post(self, url: Url) -> Request {
        let body = Zeroizing::new(self.encode().as_bytes().to_vec());
        Request::post(url, FORM, body, MAX_MESSAGE)
    }

    /// Appends the parameters to the query of an address.
    pub(crate) fn append_to(&self, url: &mut Url) {
        let mut pairs = url.query_pairs_mut();
        self.0.iter().for_each(|(name, value)| {
            pairs.append_pair(name, value);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_there_once() {
        let form = Form::parse(b"a=1&b=x%20y+z&c=").unwrap();
        assert_eq!((form.get("a"), form.get("b"), form.get("c")), (Some("1"), Some("x y z"), None));
        assert_eq!(form.required("c"), Err(Error::MemberMissing { member: "c" }));
        assert_eq!(Form::parse(b"a=1&b=2&a=1").err(), Some(Error::ParameterRepeated));
        assert_eq!(Form::parse(b"a=1&%61=1").err(), Some(Error::ParameterRepeated));
    }

    #[test]
    fn limits() {
        let many = |count: usize| (0..count).map(|at| format!("p{at}=1")).collect::<Vec<_>>().join("&");
        assert!(Form::parse(many(MAX_PARAMETERS).as_bytes()).is_ok());
        let refused = Form::parse(many(MAX_PARAMETERS + 1).as_bytes()).err();
        assert_eq!(refused, Some(Error::TooMany { part: "the parameters" }));
        let long = |length: usize| format!("a={}", "x".repeat(length - 2));
        assert!(Form::parse(long(MAX_MESSAGE).as_bytes()).is_ok());
        let refused = Form::parse(long(MAX_MESSAGE + 1).as_bytes()).err();
        assert_eq!(refused, Some(Error::TooLong { part: "the parameters" }));
    }

    #[test]
    fn what_is_written_is_read() {
        let mut parameters = Parameters::default();
        parameters.add("a", "x&y=z é");
        parameters.add_some("b", Some("1"));
        parameters.add_some("c", None::<String>);
        let form = Form::parse(parameters.encode().as_bytes()).unwrap();
        assert_eq!((form.get("a"), form.get("b"), form.get("c")), (Some("x&y=z é"), Some("1"), None));
    }
}
