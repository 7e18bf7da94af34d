//! Messages out of the files.

use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::{Headers, Method, Request, Response};
use zeroize::Zeroizing;

/// The text of a file of `tests/vectors`.
macro_rules! vector {
    ($file:literal) => {
        include_str!(concat!("../../../../../tests/vectors/", $file))
    };
}
pub(super) use vector;

/// Lines that were broken inside texts for display are joined.
pub fn unwrapped(json: &str) -> String {
    let mut inside = false;
    let mut broken = false;
    let mut text = String::new();
    for character in json.chars() {
        match character {
            '"' => inside = !inside,
            '\n' if inside => {
                broken = true;
                continue;
            }
            ' ' if inside && broken => continue,
            _ => {}
        }
        broken = false;
        text.push(character);
    }
    text
}

pub fn json(text: &str) -> Document {
    Document::parse(text.as_bytes()).unwrap()
}

/// Whether two texts are the same JSON.
pub fn assert_same(ours: &[u8], theirs: &str) {
    let ours = Document::parse(ours).unwrap();
    assert!(ours == json(theirs), "{}\n{theirs}", ours.root().to_json());
}

/// First line, header fields, body.
fn parts(message: &str) -> (String, Headers, String) {
    let message = message.trim_start();
    let (head, body) =
        message.split_once("\n\n").or_else(|| message.split_once("\n  \n")).unwrap_or((message, ""));
    let mut lines = head.lines();
    let first = lines.next().unwrap().trim().to_owned();
    let mut headers = Headers::default();
    for line in lines {
        if let Some((name, value)) = line.split_once(": ") {
            headers.push(name.trim(), value.trim());
        }
    }
    (first, headers, body.to_owned())
}

pub fn response(message: &str) -> Response {
    let (first, headers, body) = parts(message);
    let status = first.split(' ').nth(1).unwrap().parse().unwrap();
    Response { status, headers, body: Zeroizing::new(unwrapped(&body).into_bytes()) }
}

/// A request; a form loses all white space, JSON the broken lines.
pub fn request(message: &str) -> Request {
    let (first, headers, body) = parts(message);
    let mut words = first.split(' ');
    let method = if words.next() == Some("POST") { Method::Post } else { Method::Get };
    let host = headers.one("Host").unwrap();
    let url = crate::kit::url(&format!("https://{host}{}", words.next().unwrap()));
    let form = headers.media_type().is_some_and(|media| media.ends_with("urlencoded"));
    let body = if form { body.split_whitespace().collect() } else { unwrapped(&body) };
    Request { method, url, headers, body: Zeroizing::new(body.into_bytes()), max_response: 1 }
}
