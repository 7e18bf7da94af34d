//! An issuer without sockets, whose clock stands still until it is moved.

use axum::Router;
use axum::body::{Body, to_bytes};
use getrandom::SysRng;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_sandbox::{Edge, Profile, PublicUrl, Sandbox, Settings, router};

pub(crate) const PUBLIC: &str = "https://issuer.example";
/// 2026-03-01T00:00:00Z.
const START: i64 = 1_772_323_200;

pub(crate) struct Scene {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) directory: TempDir,
    clock: Arc<AtomicI64>,
    runtime: Runtime,
    session: String,
    sent: AtomicUsize,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::of_profile(Profile::OpenId4Vci)
    }

    pub(crate) fn of_profile(profile: Profile) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let sandbox = open(&directory, profile, &clock);
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut scene =
            Self { sandbox, directory, clock, runtime, session: String::new(), sent: AtomicUsize::new(0) };
        scene.sign_in();
        scene
    }

    /// The same directory after the process has ended, however that happened.
    pub(crate) fn restarted(self) -> Self {
        let Self { sandbox, directory, clock, runtime, .. } = self;
        drop(sandbox);
        let sandbox = open(&directory, Profile::OpenId4Vci, &clock);
        let mut scene =
            Self { sandbox, directory, clock, runtime, session: String::new(), sent: AtomicUsize::new(0) };
        scene.sign_in();
        scene
    }

    fn sign_in(&mut self) {
        let body = format!(r#"{{"token":"{}"}}"#, self.sandbox.admin_token());
        let signed_in = self.send(&post("/admin/session", JSON, &body).with_header("Origin", PUBLIC));
        assert_eq!((signed_in.status, signed_in.headers.one("Set-Cookie")), (200, None));
        self.session = text(&json(&signed_in), "session").unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.clock.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.clock.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn go_back(&self, time: Duration) {
        self.clock.fetch_sub(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }

    /// How many requests there were.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    pub(crate) fn send(&self, request: &Request) -> Response {
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.runtime.block_on(send(router(Arc::clone(&self.sandbox)), request))
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send(&Request::get(at(path), "*/*", usize::MAX))
    }

    /// What the page asks in its session.
    pub(crate) fn admin(&self, path: &str, body: &str) -> Response {
        self.send(&self.in_session(post(path, JSON, body).with_header("Origin", PUBLIC)))
    }

    pub(crate) fn state(&self) -> Document {
        json(&self.send(&self.in_session(Request::get(at("/admin/state"), JSON, usize::MAX))))
    }

    fn in_session(&self, request: Request) -> Request {
        request.with_header("Authorization", format!("Bearer {}", self.session))
    }

    /// An offer to Erika: its link, and its transaction code.
    pub(crate) fn offer(&self, configuration: &str, way: &str) -> (String, Option<String>) {
        let body = format!(r#"{{"person":"erika","configuration":"{configuration}","way":"{way}"}}"#);
        let made = json(&self.admin("/admin/offers", &body));
        (text(&made, "link").unwrap(), text(&made, "tx_code"))
    }
}

fn open(directory: &TempDir, profile: Profile, clock: &Arc<AtomicI64>) -> Arc<Sandbox> {
    let clock = Arc::clone(clock);
    let edge = Edge {
        now: Box::new(move || Timestamp::from_unix(clock.load(Ordering::SeqCst))),
        randomness: Box::new(|| Box::new(SysRng)),
    };
    let settings = Settings { public: PublicUrl::new(PUBLIC).unwrap(), profile, redirects: Vec::new() };
    Arc::new(Sandbox::open(directory.path(), settings, edge).unwrap())
}

pub(crate) fn at(path: &str) -> Url {
    Url::parse(&format!("{PUBLIC}{path}")).unwrap()
}

pub(crate) fn post(path: &str, media_type: &str, body: &str) -> Request {
    Request::post(at(path), media_type, body.as_bytes().to_vec().into(), usize::MAX)
}

pub(crate) fn json(response: &Response) -> Document {
    Document::parse(response.body.as_slice()).unwrap_or_else(|_| panic!("{response:?}"))
}

pub(crate) fn text(document: &Document, member: &str) -> Option<String> {
    document.root().get(member).and_then(|value| value.as_str()).map(|value| value.into_owned())
}

async fn send(router: Router, request: &Request) -> Response {
    let mut sent = axum::http::Request::builder().method(request.method.as_str());
    sent = sent.uri(&request.url[url::Position::BeforePath..]);
    for (name, value) in request.headers.iter() {
        sent = sent.header(name, value);
    }
    let answer = router.oneshot(sent.body(Body::from(request.body.to_vec())).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let mut response = Response::empty(parts.status.as_u16());
    for (name, value) in &parts.headers {
        response.headers.push(name.as_str(), value.to_str().unwrap());
    }
    response.body = to_bytes(body, usize::MAX).await.unwrap().to_vec().into();
    response
}
