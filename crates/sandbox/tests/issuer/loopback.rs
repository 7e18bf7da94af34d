//! A wallet on the same machine, over a real socket.

use crate::scene::{json, text};
use crate::wallet::{World, keys};
use getrandom::SysRng;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_openid4vc::oauth::LoopbackRedirect;
use vouchsafe_openid4vc::vci::wallet::{AuthorizationStart, Client, Prepared, Step, TokenOutcome};
use vouchsafe_sandbox::{Edge, Profile, PublicUrl, Sandbox, Settings, router};

/// One request on one connection.
pub(crate) fn send(request: &Request) -> Response {
    let port = request.url.port().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let target = &request.url[url::Position::BeforePath..];
    let mut head = format!(
        "{} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n",
        request.method.as_str()
    );
    head.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
    for (name, value) in request.headers.iter() {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    stream.write_all(&request.body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = Response::empty(status);
    for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
        response.headers.push(name, value);
    }
    response.body = answer[end + 4..].to_vec().into();
    response
}

/// Serves until the runtime is dropped.
pub(crate) fn serve() -> (tokio::runtime::Runtime, tempfile::TempDir, Arc<Sandbox>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    let public = PublicUrl::new(&format!("http://127.0.0.1:{port}")).unwrap();
    let settings = Settings { public, profile: Profile::OpenId4Vci, redirects: Vec::new() };
    let sandbox = Arc::new(Sandbox::open(directory.path(), settings, Edge::system()).unwrap());
    runtime.spawn(vouchsafe_sandbox::serve(listener, router(Arc::clone(&sandbox)), std::future::pending()));
    (runtime, directory, sandbox)
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap())
}

pub(crate) fn post_to(public: &str, path: &str, media_type: &str, body: &str) -> Request {
    let url = url::Url::parse(&format!("{public}{path}")).unwrap();
    Request::post(url, media_type, body.as_bytes().to_vec().into(), usize::MAX).with_header("Origin", public)
}

fn post(sandbox: &Sandbox, path: &str, body: &str) -> Request {
    post_to(sandbox.public(), path, JSON, body)
}

fn offer(sandbox: &Sandbox, configuration: &str, way: &str) -> String {
    let signed_in =
        send(&post(sandbox, "/admin/session", &format!(r#"{{"token":"{}"}}"#, sandbox.admin_token())));
    let session = format!("Bearer {}", text(&json(&signed_in), "session").unwrap());
    let body = format!(r#"{{"person":"noor","configuration":"{configuration}","way":"{way}"}}"#);
    let made = send(&post(sandbox, "/admin/offers", &body).with_header("Authorization", session));
    text(&json(&made), "link").unwrap()
}

#[test]
fn a_wallet_receives_by_a_pre_authorized_code() {
    let (_runtime, _directory, sandbox) = serve();
    let world = World { send: &send, now: now() };
    let link = offer(&sandbox, "identity", "pre_authorized");
    let received = world.receive(world.authorized(&link, None), &keys(3));
    assert_eq!(received.credentials().len(), 3);
    world.accept(received);
}

#[test]
fn a_wallet_receives_by_an_authorization_code() {
    let (_runtime, _directory, sandbox) = serve();
    let world = World { send: &send, now: now() };
    let link = offer(&sandbox, "employee_badge", "authorization_code");
    let client = Client::Public { client_id: "wallet".to_owned() };
    let Prepared::AuthorizationCode(flow) = world.discover(&link, client) else {
        panic!("the offer has a code")
    };
    let start = flow.authorize(&["employee_badge"], LoopbackRedirect(49_153), now(), &mut SysRng).unwrap();
    let AuthorizationStart::Push(pushing) = start else { panic!("there is somewhere to push to") };
    let response = send(pushing.request());
    let Step::Next(authorizing) = pushing.receive(&response, now(), &mut SysRng).unwrap() else {
        panic!("once more")
    };
    let page = send(&Request::get(authorizing.url().clone(), "text/html", usize::MAX));
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    let login = html.split("name=\"login\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("login={login}&person=noor&decision=agree");
    let url = url::Url::parse(&format!("{}/authorize", sandbox.public())).unwrap();
    let decided =
        send(&Request::post(url, "application/x-www-form-urlencoded", form.into_bytes().into(), usize::MAX));
    let back = url::Url::parse(decided.headers.one("Location").unwrap()).unwrap();
    let pending = authorizing.redirected(&back, now(), &mut SysRng).unwrap();
    let response = send(pending.request());
    let TokenOutcome::Authorized(authorized) = pending.receive(&response, now(), &mut SysRng).unwrap() else {
        panic!("no token")
    };
    assert_eq!(world.receive(authorized, &keys(2)).credentials().len(), 2);
}
