use super::jws::document;
use crate::Error;
use crate::view::JsonView;
use serde::Serialize;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::shown;
use vouchsafe_jose::digest::{HashAlgorithm, digest};

/// A disclosure, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisclosureView {
    /// The digest that has to stand in the credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Where that digest stands, as the path of the claim that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The claim's name; absent for an element of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The claim's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<JsonView>,
    /// What makes a verifier refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<&'static str>,
}

/// A disclosure on its way to its place.
pub(super) struct Decoded {
    pub(super) view: DisclosureView,
    document: Option<Document>,
}

impl Decoded {
    pub(super) fn new(text: &str, hash: Option<HashAlgorithm>) -> Self {
        let digest = hash.map(|hash| base64url::encode(digest(hash, text.as_bytes()).as_ref()));
        let mut view = DisclosureView { digest, path: None, name: None, value: None, problem: None };
        let document = document(text).ok();
        let parts: Vec<Value<'_>> =
            document.as_ref().and_then(|document| document.root().elements()).into_iter().flatten().collect();
        match parts.as_slice() {
            [_salt, value] => view.value = Some(JsonView::new(*value)),
            [_salt, name, value] => {
                view.name = name.as_str().map(|name| shown::escape(&name).into_owned());
                view.value = Some(JsonView::new(*value));
            }
            _ => view.problem = Some("it is no list of a salt, a name and a value"),
        }
        Self { view, document }
    }

    /// The claim's name as it stands, and its value.
    pub(super) fn claim(&self) -> Option<(Option<String>, Value<'_>)> {
        let mut parts = self.document.as_ref()?.root().elements()?;
        let (_salt, second, third) = (parts.next()?, parts.next()?, parts.next());
        match third {
            None => Some((None, second)),
            Some(value) => Some((Some(second.as_str()?.into_owned()), value)),
        }
    }
}

impl DisclosureView {
    /// A text that may be a disclosure.
    pub(super) fn alone(text: &str) -> Result<Self, Error> {
        let view = Decoded::new(text, Some(HashAlgorithm::Sha256)).view;
        if view.problem.is_some() { Err(Error::NotRecognised) } else { Ok(view) }
    }
}
