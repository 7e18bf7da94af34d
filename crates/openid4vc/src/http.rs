//! The requests and responses of HTTP as plain values: a state machine says which request it wants sent and is given what came
//! back; a server is given what came in and says what to answer. Nothing here sends anything.

use crate::limits::MAX_ADDRESS;
use std::fmt;
use url::Host;
pub use url::Url;
use zeroize::Zeroizing;

/// The media type of JSON.
pub const JSON: &str = "application/json";
/// The media type of a JWT, signed or encrypted.
pub const JWT: &str = "application/jwt";
/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Addresses with `https`.
    HttpsOnly,
    /// For development: also `http` on this machine (`localhost`, 127.0.0.0/8, `::1`).
    HttpsOrLoopback,
}

impl Reach {
    /// The address that a text is, if it may be asked: with a host, without user, password and fragment, of at most
    /// [`MAX_ADDRESS`] bytes without white space or control characters. What it names is what is asked: scheme, host and port are read as
    /// they are written, but for the case of letters, so that a person who is shown the text is shown where it leads; only a host with letters
    /// beyond ASCII is read as its punycode, by which it is to be shown.
    #[must_use]
    pub fn address(self, text: &str) -> Option<Url> {
        let plain =
            text.len() <= MAX_ADDRESS && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        let url = plain.then(|| Url::parse(text).ok()).flatten()?;
        let nobody = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let allowed = match url.scheme() {
            "https" => url.host().is_some(),
            "http" => self == Self::HttpsOrLoopback && is_loopback(&url),
            _ => false,
        };
        // Written again, it may be longer.
        let short = url.as_str().len() <= MAX_ADDRESS;
        let plain = nobody && allowed && short && !text.contains('\\');
        (plain && is_read_as_written(text, &url)).then_some(url)
    }
}

/// `Url` finds a host in `https:a.example` and `https:///a.example`, reads `%65vil.example` and `0x7f.1` as other ones, and leaves an empty user
/// away.
fn is_read_as_written(text: &str, url: &Url) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    // The port of `[::1]` comes after the bracket.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_host = |read: &str| match host.is_ascii() {
        true => read.eq_ignore_ascii_case(host) && !read.ends_with('.'),
        // Read as punycode; an address made of digits of other scripts is none.
        false => matches!(url.host(), Some(Host::Domain(_))) && !host.contains('%') && !read.ends_with('.'),
    };
    let is_port = |port: &str| url.port_or_known_default().is_some_and(|read| read.to_string() == port);
    scheme.eq_ignore_ascii_case(url.scheme())
        && url.host_str().is_some_and(is_host)
        && port.is_none_or(is_port)
}

/// Whether an address is on this machine by its name alone; nothing is looked up.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The header fields of a message, in order. Names are compared without regard to case (RFC 9110 section 5.1).
#[derive(Default, Clone)]
pub struct Headers(Vec<(String, Zeroizing<String>)>);

impl Headers {
    /// Adds a field.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), Zeroizing::new(value.into())));
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The values of the fields of a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The value of the only field of a name; none if there are several.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut values = self.all(name);
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    /// `Content-Type` without parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let whole = self.one("Content-Type")?;
        Some(whole.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}

/// Names alone.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// A request. May hold secrets: its body and header values are wiped, and not printed.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where to; no redirect is followed.
    pub url: Url,
    /// Header fields.
    pub headers: Headers,
    /// The body; empty for `GET`.
    pub body: Zeroizing<Vec<u8>>,
    /// The longest body that is read of what comes back, in bytes. One more is to be read as no answer.
    pub max_response: usize,
}

impl Request {
    /// A `GET` of `url` that accepts a media type.
    #[must_use]
    pub fn get(url: Url, accept: &str, max_response: usize) -> Self {
        let mut headers = Headers::default();
        headers.push("Accept", accept);
        Self { method: Method::Get, url, headers, body: Zeroizing::default(), max_response }
    }

    /// A `POST` to `url` of a body of a media type.
    #[must_use]
    pub fn post(url: Url, media_type: &str, body: Zeroizing<Vec<u8>>, max_response: usize) -> Self {
        let mut headers = Headers::default();
        headers.push("Content-Type", media_type);
        Self { method: Method::Post, url, headers, body, max_response }
    }

    /// The same with one more header field.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, host) = (self.method.as_str(), self.url.host_str().unwrap_or_default());
        write!(f, "Request({method} {host}, {:?}, {} bytes)", self.headers, self.body.len())
    }
}

/// A response. May hold secrets: its body and header values are wiped, and not printed.
#[derive(Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields.
    pub headers: Headers,
    /// The body.
    pub body: Zeroizing<Vec<u8>>,
}

impl Response {
    /// A response with a body of a media type.
    #[must_use]
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut headers = Headers::default();
        headers.push("Content-Type", media_type);
        Self { status, headers, body: Zeroizing::new(body.into()) }
    }

    /// A response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Headers::default(), body: Zeroizing::default() }
    }

    /// The same with one more header field.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }

    /// The same, never to be kept by a cache (RFC 9111 section 5.2.2.5).
    #[must_use]
    pub fn no_store(self) -> Self {
        self.with_header("Cache-Control", "no-store")
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {:?}, {} bytes)", self.status, self.headers, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_addresses_may_be_asked() {
        for allowed in [
            "https://a.example",
            "https://a.example:8443/b/c?d=e",
            "https://a.example:443/",
            "HTTPS://A.Example/b",
            "https://[2001:db8::1]/",
            "https://[2001:db8::1]:8443/",
            "https://8.8.8.8/",
            "https://xn--mnchen-3ya.example/",
        ] {
            assert!(Reach::HttpsOnly.address(allowed).is_some(), "{allowed}");
        }
        for refused in [
            "http://a.example",
            "http://127.0.0.1:80/",
            "https://user@a.example",
            "https://user:pass@a.example",
            "https://a.example/#b",
            "https://a.example/ b",
            " https://a.example",
            "https://a.example\\@b.example",
            "https:",
            "file:///etc/passwd",
            "ftp://a.example",
            "data:,x",
            "a.example",
            "",
            "https:a.example",
            "https:/a.example",
            "https:///a.example",
            "https://@a.example",
            "https://:@a.example",
            "https://%65vil.example/",
            "https://0x08.8.8.8/",
            "https://0x08080808/",
            "https://134744072/",
            "https://8.8.2056/",
            "https://010.8.8.8/",
            "https://8.8.8.8./",
            "https://a.example./",
            "https://a.example:/",
            "https://a.example:0443/",
            "https://[2001:0db8::1]/",
            "https://\u{2460}\u{2461}\u{2466}.0.0.1/",
            "https://m\u{fc}nchen%2eexample/",
        ] {
            assert!(Reach::HttpsOnly.address(refused).is_none(), "{refused}");
            assert!(
                Reach::HttpsOrLoopback.address(refused).is_none() || refused.starts_with("http:"),
                "{refused}"
            );
        }
        for loopback in
            ["http://0x7f.1/", "http://127.1/", "http://2130706433/", "http:127.0.0.1/", "http://localhost./"]
        {
            assert!(Reach::HttpsOrLoopback.address(loopback).is_none(), "{loopback}");
        }
        for loopback in ["http://127.0.0.1:8080/x", "http://localhost/", "http://[::1]:1/"] {
            assert!(Reach::HttpsOnly.address(loopback).is_none(), "{loopback}");
            assert!(Reach::HttpsOrLoopback.address(loopback).is_some(), "{loopback}");
        }
        for other in ["http://localhost.example/", "http://10.0.0.1/", "http://a.example/"] {
            assert!(Reach::HttpsOrLoopback.address(other).is_none(), "{other}");
        }
    }

    #[test]
    fn an_address_is_as_long_as_is_allowed() {
        let address = |length: usize| format!("https://a.example/{}", "x".repeat(length - 18));
        assert!(Reach::HttpsOnly.address(&address(MAX_ADDRESS)).is_some());
        assert!(Reach::HttpsOnly.address(&address(MAX_ADDRESS + 1)).is_none());
    }

    #[test]
    fn a_field_that_is_there_twice_is_not_read() {
        let response = Response::new(200, "Application/JSON; charset=utf-8", "").with_header("a", "1");
        assert_eq!(response.headers.media_type().as_deref(), Some(JSON));
        assert_eq!(response.headers.one("A"), Some("1"));
        let twice = response.with_header("A", "2");
        assert_eq!(twice.headers.one("a"), None);
        assert_eq!(twice.headers.all("a").count(), 2);
    }

    #[test]
    fn debug_shows_no_secret() {
        let url = Url::parse("https://a.example/token?code=secret").unwrap();
        let request = Request::post(url, FORM, Zeroizing::new(b"secret".to_vec()), 1)
            .with_header("Authorization", "secret");
        assert!(!format!("{request:?}").contains("secret"));
        let response = Response::new(200, JSON, "secret").with_header("DPoP-Nonce", "secret");
        assert!(!format!("{response:?}").contains("secret"));
    }
}
