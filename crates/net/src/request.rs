use crate::limits::{MAX_BODY, MAX_REQUEST_BODY};
use crate::{Error, Purpose};
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderName, HeaderValue,
};
use std::fmt;
use zeroize::Zeroizing;

/// What is asked of an address. Nothing is sent but what stands here: no name of a program or its version, no language, no cookie.
pub struct Request {
    purpose: Purpose,
    address: String,
    accept: Vec<String>,
    headers: Vec<(Header, Zeroizing<String>)>,
    body: Option<Body>,
    longest_answer: usize,
}

struct Body {
    content_type: String,
    bytes: Zeroizing<Vec<u8>>,
}

/// A header that a protocol needs. There are no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// `Authorization` (RFC 9110 section 11.6.2).
    Authorization,
    /// `DPoP` (RFC 9449 section 4).
    Dpop,
    /// `OAuth-Client-Attestation` (draft-ietf-oauth-attestation-based-client-auth section 5).
    ClientAttestation,
    /// `OAuth-Client-Attestation-PoP`, as above.
    ClientAttestationProof,
}

impl Header {
    fn name(self) -> HeaderName {
        match self {
            Self::Authorization => AUTHORIZATION,
            Self::Dpop => HeaderName::from_static("dpop"),
            Self::ClientAttestation => HeaderName::from_static("oauth-client-attestation"),
            Self::ClientAttestationProof => HeaderName::from_static("oauth-client-attestation-pop"),
        }
    }
}

impl Request {
    /// Reads an address, and takes an answer of one of these content types, written in small letters and without parameters.
    #[must_use]
    pub fn get(purpose: Purpose, address: impl Into<String>, accept: &[&str]) -> Self {
        let accept = accept.iter().map(|one| (*one).to_owned()).collect();
        Self {
            purpose,
            address: address.into(),
            accept,
            headers: Vec::new(),
            body: None,
            longest_answer: MAX_BODY,
        }
    }

    /// Posts a body of this content type, where it has one, and takes an answer as [`get`](Self::get) does.
    #[must_use]
    pub fn post(
        purpose: Purpose,
        address: impl Into<String>,
        accept: &[&str],
        content_type: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        let body = Body { content_type: content_type.into(), bytes: Zeroizing::new(bytes.into()) };
        Self { body: Some(body), ..Self::get(purpose, address, accept) }
    }

    /// Sends this header too.
    #[must_use]
    pub fn header(mut self, header: Header, value: impl Into<String>) -> Self {
        self.headers.push((header, Zeroizing::new(value.into())));
        self
    }

    /// Takes no answer with a body of more bytes than this; never one of more than [`MAX_BODY`].
    #[must_use]
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.longest_answer = bytes.min(MAX_BODY);
        self
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn longest_answer(&self) -> usize {
        self.longest_answer
    }

    pub(crate) fn accepts(&self, content_type: &str) -> bool {
        self.accept.iter().any(|accepted| accepted == content_type)
    }

    /// Refuses what the caller must not ask for.
    pub(crate) fn permit(&self) -> Result<(), Error> {
        let Some(body) = &self.body else { return Ok(()) };
        if self.purpose.is_reading() {
            return Err(Error::MethodNotAllowed);
        }
        if body.bytes.len() > MAX_REQUEST_BODY { Err(Error::RequestTooLong) } else { Ok(()) }
    }

    /// What is sent to `authority` for `path_and_query`.
    pub(crate) fn to_http<B: From<Bytes>>(
        &self,
        authority: &str,
        path_and_query: &str,
    ) -> Result<hyper::Request<B>, Error> {
        let (method, bytes) = match &self.body {
            None => (hyper::Method::GET, Bytes::new()),
            // Wiped once it is sent.
            Some(body) => (hyper::Method::POST, Bytes::from_owner(body.bytes.clone())),
        };
        let mut request = hyper::Request::new(B::from(bytes));
        *request.method_mut() = method;
        *request.uri_mut() = path_and_query.parse().map_err(|_| Error::AddressMalformed)?;
        let headers = request.headers_mut();
        headers.insert(HOST, value(authority)?);
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        // Without it any would do (RFC 9110 section 12.5.3).
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if !self.accept.is_empty() {
            headers.insert(ACCEPT, value(&self.accept.join(", "))?);
        }
        if let Some(body) = self.body.as_ref().filter(|body| !body.content_type.is_empty()) {
            headers.insert(CONTENT_TYPE, value(&body.content_type)?);
        }
        for (header, text) in &self.headers {
            let mut value = value(text)?;
            value.set_sensitive(true);
            headers.append(header.name(), value);
        }
        Ok(request)
    }
}

fn value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| Error::HeaderMalformed)
}

/// What for; not what is sent, nor where to.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.body.as_ref().map_or(0, |body| body.bytes.len());
        write!(f, "Request({:?}, {length} bytes)", self.purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_that_was_not_said() {
        let request = Request::post(
            Purpose::Present(None),
            "https://a.example/x",
            &["application/json"],
            "text/plain",
            "body",
        );
        let request = request.header(Header::Dpop, "proof");
        let sent = request.to_http::<Bytes>("a.example", "/x?y").unwrap();
        let mut names: Vec<&str> = sent.headers().keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "connection", "content-type", "dpop", "host"]);
        assert_eq!((sent.uri().to_string().as_str(), sent.method().as_str()), ("/x?y", "POST"));
        assert_eq!(format!("{request:?}"), "Request(Present(None), 4 bytes)");
    }

    #[test]
    fn headers_end_no_line() {
        let request = Request::get(Purpose::Status, "https://a.example/", &[])
            .header(Header::Authorization, "a\r\nHost: b");
        assert_eq!(request.to_http::<Bytes>("a.example", "/").unwrap_err(), Error::HeaderMalformed);
    }

    #[test]
    fn nothing_is_posted_for_status_or_metadata() {
        let post = |purpose, length: usize| {
            Request::post(purpose, "https://a.example/", &[], "text/plain", vec![0; length]).permit()
        };
        assert_eq!(post(Purpose::Status, 0), Err(Error::MethodNotAllowed));
        assert_eq!(post(Purpose::Metadata, 0), Err(Error::MethodNotAllowed));
        assert_eq!(post(Purpose::Receive(None), MAX_REQUEST_BODY), Ok(()));
        assert_eq!(post(Purpose::Present(None), MAX_REQUEST_BODY + 1), Err(Error::RequestTooLong));
    }
}
