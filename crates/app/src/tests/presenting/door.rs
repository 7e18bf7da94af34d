//! A verifier that listens on this machine, over HTTP.

use super::super::desk::NOW;
use super::gate::{QUERY, certify};
use getrandom::SysRng;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use vouchsafe_credential::ResponseUri;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::Method;
use vouchsafe_openid4vc::vp::{Client, Link, Order, PostedAnswer, WalletAnswer};

pub(super) struct Door {
    pub(super) link: String,
    pub(super) authority: Vec<u8>,
    /// The bodies that were posted to it, each an answer that it could open.
    posted: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Door {
    /// One that takes every answer to one request.
    pub(super) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        let (authority, chain) = certify(&key, "localhost");
        let client = Client::x509_san_dns("localhost", key, chain).unwrap();
        let answers = ResponseUri::new(format!("{base}/answers")).unwrap();
        let order = Order::new(QUERY.as_bytes(), answers).unwrap();
        let session = client.begin(&order, NOW, &mut SysRng).unwrap();
        let request_uri = format!("{base}/request");
        let by_reference = Link::ByReference { request_uri: &request_uri, method: Method::Post };
        let link = session.link(&client, "openid4vp://", by_reference).unwrap();
        let posted = Arc::new(Mutex::new(Vec::new()));
        let kept = posted.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // Who was killed before it said anything.
                let Some((path, media_type, body)) = read(&stream) else { continue };
                let served = if path == "/request" {
                    session.serve(&client, Method::Post, Some(&media_type), &body, NOW).unwrap()
                } else {
                    let answer = PostedAnswer::parse(Some(&media_type), &body).unwrap();
                    assert!(matches!(answer.open(&session, NOW).unwrap(), WalletAnswer::Presented(_)));
                    kept.lock().unwrap().push(body);
                    vouchsafe_openid4vc::vp::Completion::none()
                };
                let head = format!(
                    "HTTP/1.1 200 .\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    served.headers.media_type().unwrap(),
                    served.body.len()
                );
                // Who asked may have been killed meanwhile.
                let _ = stream.write_all(&[head.as_bytes(), &served.body].concat());
            }
        });
        Self { link, authority, posted }
    }

    pub(super) fn posted(&self) -> Vec<Vec<u8>> {
        self.posted.lock().unwrap().clone()
    }
}

/// Path, media type and body of a whole request.
fn read(stream: &TcpStream) -> Option<(String, String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let field = |name: &str| {
        let line = lines.iter().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")))?;
        Some(line[name.len() + 1..].trim().to_owned())
    };
    let mut body = vec![0; field("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some((lines[0].split(' ').nth(1)?.to_owned(), field("content-type")?, body))
}
