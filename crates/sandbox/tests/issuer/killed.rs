//! The program itself: it is killed between the steps of an issuance, and asked to end.

use crate::loopback::{post_to, send};
use crate::scene::{json, text};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::{FORM, JSON, Request};
use vouchsafe_openid4vc::oauth::PRE_AUTHORIZED_CODE;

struct Program {
    child: Child,
    public: String,
    token: String,
}

impl Program {
    fn start(directory: &Path, port: u16) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vouchsafe-sandbox"))
            .args(["--json", "--port", &port.to_string(), "--directory"])
            .arg(directory)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready = Document::parse(line).unwrap();
        let page = text(&ready, "page").unwrap();
        Self {
            child,
            public: text(&ready, "issuer").unwrap(),
            token: page.split('#').nth(1).unwrap().to_owned(),
        }
    }

    fn kill(mut self) {
        // SIGKILL: nothing of the program runs after it.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn offer(&self) -> String {
        let begin = format!(r#"{{"token":"{}"}}"#, self.token);
        let signed_in = send(&post_to(&self.public, "/admin/session", JSON, &begin));
        let session = format!("Bearer {}", text(&json(&signed_in), "session").unwrap());
        let body = r#"{"person":"mila","configuration":"event_pass_bbs","way":"pre_authorized"}"#;
        let order = post_to(&self.public, "/admin/offers", JSON, body).with_header("Authorization", session);
        let made = send(&order);
        let link = Url::parse(&text(&json(&made), "link").unwrap()).unwrap();
        let address = Url::parse(&link.query_pairs().next().unwrap().1).unwrap();
        let offer = json(&send(&Request::get(address, JSON, usize::MAX)));
        let grant = offer.root().get("grants").unwrap().get(PRE_AUTHORIZED_CODE).unwrap();
        grant.get("pre-authorized_code").unwrap().as_str().unwrap().into_owned()
    }

    fn redeem(&self, code: &str) -> u16 {
        let grant_type: String =
            url::form_urlencoded::byte_serialize(PRE_AUTHORIZED_CODE.as_bytes()).collect();
        let form = format!("grant_type={grant_type}&pre-authorized_code={code}");
        send(&post_to(&self.public, "/token", FORM, &form)).status
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_code_that_was_answered_is_used_and_one_that_was_not_shown_is_not_lost() {
    let (directory, port) = (tempfile::tempdir().unwrap(), free_port());
    let program = Program::start(directory.path(), port);
    let (shown, kept) = (program.offer(), program.offer());
    assert_eq!(program.redeem(&shown), 200);
    program.kill();
    let program = Program::start(directory.path(), port);
    assert_eq!(program.redeem(&shown), 400);
    assert_eq!(program.redeem(&kept), 200);
    program.kill();
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_asked_to() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Program::start(directory.path(), free_port());
    let asked = Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(program.child.wait().unwrap().success());
}

#[test]
fn a_directory_belongs_to_one_address() {
    let directory = tempfile::tempdir().unwrap();
    Program::start(directory.path(), free_port()).kill();
    let other = Command::new(env!("CARGO_BIN_EXE_vouchsafe-sandbox"))
        .args(["--port", "0", "--public-url", "https://issuer.example", "--directory"])
        .arg(directory.path())
        .output()
        .unwrap();
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8(other.stderr).unwrap().contains("sandbox.other_issuer"));
}
