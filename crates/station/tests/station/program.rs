//! The program itself, over real sockets.

use crate::holder::{Card, Wallet};
use crate::scene::{json, text, write_checks};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use url::Url;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::{JSON, Request, Response};

pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) wallet: String,
    pub(crate) staff: String,
    pub(crate) token: String,
}

impl Program {
    /// Started in a directory, with both of its ports.
    pub(crate) fn start(directory: &Path, ports: [u16; 2]) -> Self {
        Self::start_with(directory, ports, &[])
    }

    /// The same with more arguments.
    pub(crate) fn start_with(directory: &Path, ports: [u16; 2], more: &[&str]) -> Self {
        write_checks(directory);
        let mut child = Command::new(env!("CARGO_BIN_EXE_vouchsafe-station"))
            .args([
                "--json",
                "--offline",
                "--port",
                &ports[0].to_string(),
                "--staff-port",
                &ports[1].to_string(),
                "--checks",
            ])
            .arg(directory.join("checks"))
            .arg("--directory")
            .arg(directory.join("store"))
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready = Document::parse(line).unwrap();
        assert_eq!(text(&ready, "event"), "ready");
        let page = text(&ready, "staff");
        let (staff, token) = page.split_once("/#").unwrap();
        Self { child, wallet: text(&ready, "wallet"), staff: staff.to_owned(), token: token.to_owned() }
    }

    /// SIGKILL: nothing of the program runs after it. What it said is given.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        self.child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        let url = Url::parse(&format!("{}{path}", self.staff)).unwrap();
        let request = Request::get(url, "*/*", usize::MAX);
        send(&request.with_header("Authorization", format!("Bearer {}", self.token))).unwrap()
    }

    pub(crate) fn begin(&self, check: &str) -> (String, String) {
        let url = Url::parse(&format!("{}/api/v1/sessions", self.staff)).unwrap();
        let body = format!(r#"{{"check":"{check}","device":"other"}}"#);
        let request = Request::post(url, JSON, body.into_bytes().into(), usize::MAX);
        let begun = send(&request.with_header("Authorization", format!("Bearer {}", self.token))).unwrap();
        let begun = json(&begun);
        (text(&begun, "id"), text(&begun, "link"))
    }

    pub(crate) fn answer(&self, link: &str) -> Request {
        let fetch = |request: &Request| send(request).unwrap();
        Wallet { anchors: None, send: &fetch, now: now() }.answer(link, Card::GOOD)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already, if all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap())
}

pub(crate) fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// One request on one connection; none if the other side has gone.
pub(crate) fn send(request: &Request) -> Option<Response> {
    let port = request.url.port()?;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let target = &request.url[url::Position::BeforePath..];
    let mut head = format!(
        "{} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n",
        request.method.as_str()
    );
    head.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
    for (name, value) in request.headers.iter() {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).ok()?;
    stream.write_all(&request.body).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(answer[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let mut response = Response::empty(lines.next()?.split(' ').nth(1)?.parse().ok()?);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response.headers.push(name, value);
    }
    response.body = answer[end + 4..].to_vec().into();
    Some(response)
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_asked_to() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Program::start(directory.path(), free_ports());
    let asked = Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(program.child.wait().unwrap().success());
}

#[test]
fn a_check_that_cannot_be_read_is_told_before_anything_is_served() {
    let directory = tempfile::tempdir().unwrap();
    write_checks(directory.path());
    let broken =
        "version = 1\npolicy = \"../elsewhere.toml\"\nkeep_days = 1\nname = { en = \"a\", de = \"b\" }\n";
    std::fs::write(directory.path().join("checks/broken.check.toml"), broken).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_vouchsafe-station"))
        .args(["--port", "0", "--staff-port", "0", "--checks"])
        .arg(directory.path().join("checks"))
        .arg("--directory")
        .arg(directory.path().join("store"))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("station.check_file") && said.contains("broken"), "{said}");
}
