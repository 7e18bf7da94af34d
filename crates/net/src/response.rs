use crate::Switch;
use hyper::HeaderMap;
use std::fmt;

/// An answer: whole, within its limits, from the host that was meant, of a content type that was asked for. What is in it is as untrusted
/// as before.
pub struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) switches: Vec<Switch>,
}

impl Response {
    /// The status: 200 for status and metadata, otherwise any but a redirection.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The content type, in small letters and without parameters; `None` where the body is left out.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The body. Empty also where a refusal (a status that is not 2xx) came with a content type that was not asked for: such bodies are
    /// not read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body alone.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// A header, by its name in small letters, such as `dpop-nonce`; `None` if it is there twice or is no visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    /// What of it came about by something that is for development alone. Empty is how it should be; whatever rests on this answer has
    /// to tell.
    #[must_use]
    pub fn switches(&self) -> &[Switch] {
        &self.switches
    }
}

/// Status and length.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes, {:?})", self.status, self.body.len(), self.switches)
    }
}
