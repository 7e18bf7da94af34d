//! As much of HTTP/1.1 as it takes to ask our own programs on this machine: one request a connection, answers of a known length.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// An answer is at most so long, in bytes.
const MOST: u64 = 1024 * 1024;

/// A server on this machine, and what it knows us by.
pub(super) struct Client {
    origin: String,
    bearer: String,
}

impl Client {
    /// For the server at `origin`, `http://127.0.0.1:PORT`.
    pub(super) fn new(origin: &str, bearer: &str) -> Self {
        Self { origin: origin.to_owned(), bearer: bearer.to_owned() }
    }

    /// Asks for a document.
    ///
    /// # Errors
    /// If it does not come.
    pub(super) fn get(&self, path: &str) -> Result<Value> {
        self.ask("GET", path, "")
    }

    /// Posts a document. Null if nothing came back.
    ///
    /// # Errors
    /// If it is not taken.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", path, &body.to_string())
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let Self { origin, bearer } = self;
        let host = origin.strip_prefix("http://").context("not on this machine")?;
        let mut stream = TcpStream::connect(host).with_context(|| format!("nobody answers at {origin}"))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nAuthorization: Bearer {bearer}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.take(MOST).read_to_string(&mut answer)?;
        document(&answer).with_context(|| format!("{method} {origin}{path}"))
    }
}

/// The document in an answer that says yes.
fn document(answer: &str) -> Result<Value> {
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    if !status.starts_with('2') {
        bail!("answered {status}: {body}");
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(body).context("the answer is no JSON")
}

/// The text under a name.
///
/// # Errors
/// If there is none.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    value.get(name).and_then(Value::as_str).with_context(|| format!("the answer has no `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_an_answer() {
        let said = document("HTTP/1.1 200 OK\r\na: b\r\n\r\n{\"link\":\"x\"}").unwrap();
        assert_eq!(text(&said, "link").unwrap(), "x");
        assert!(text(&said, "other").is_err());
        assert_eq!(document("HTTP/1.1 204 No Content\r\n\r\n").unwrap(), Value::Null);
        for bad in ["", "HTTP/1.1 403 Forbidden\r\n\r\n{}", "HTTP/1.1 200 OK\r\n\r\nno"] {
            assert!(document(bad).is_err(), "{bad}");
        }
    }
}
