//! Asks a server on this machine, one connection a request.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use vouchsafe_openid4vc::http::{Request, Response};

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn send(request: &Request) -> Response {
    let port = request.url.port().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head =
        format!("{} {} HTTP/1.1\r\n", request.method.as_str(), &request.url[url::Position::BeforePath..]);
    let length = request.body.len().to_string();
    let fields = [("Host", request.url.authority()), ("Connection", "close"), ("Content-Length", &length)];
    for (name, value) in fields.into_iter().chain(request.headers.iter()) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(&[head.as_bytes(), b"\r\n", &request.body[..]].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = Response::empty(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response.headers.push(name, value);
    }
    let body = &answer[end + 4..];
    let chunked = response.headers.one("Transfer-Encoding") == Some("chunked");
    response.body = if chunked { join(body) } else { body.to_vec() }.into();
    response
}

/// The body of a chunked message (RFC 9112 section 7.1).
fn join(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
}

/// What is at an address.
pub(crate) fn get(address: &str) -> String {
    let response = send(&Request::get(url::Url::parse(address).unwrap(), "*/*", usize::MAX));
    assert_eq!(response.status, 200, "{address}");
    String::from_utf8(response.body.to_vec()).unwrap()
}
