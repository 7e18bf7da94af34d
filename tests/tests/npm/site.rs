//! The sandbox, on a port of this machine.

use super::client::{get, send};
use axum::Router;
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use url::Url;
use vouchsafe_openid4vc::http::{JSON, Request};
use vouchsafe_sandbox::{Edge, Profile, PublicUrl, Sandbox, Settings, router};

/// Serves until it is dropped.
pub(crate) struct Server {
    /// `http://localhost:PORT`
    pub(crate) base: String,
    _runtime: Runtime,
}

impl Server {
    /// `make` gets the address.
    pub(crate) fn start(make: impl FnOnce(&str) -> Router) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let router = make(&base);
        runtime.spawn(async { axum::serve(listener, router).await });
        Self { base, _runtime: runtime }
    }
}

pub(crate) struct Site {
    pub(crate) server: Server,
    sandbox: Arc<Sandbox>,
    session: String,
    _directory: TempDir,
}

impl Site {
    pub(crate) fn open() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut opened = None;
        let server = Server::start(|base| {
            let public = PublicUrl::new(base).unwrap();
            let settings = Settings { public, profile: Profile::OpenId4Vci, redirects: Vec::new() };
            let sandbox = Sandbox::open(directory.path(), settings, Edge::system()).unwrap();
            router(opened.insert(Arc::new(sandbox)).clone())
        });
        let sandbox = opened.unwrap();
        let mut site = Self { server, sandbox, session: String::new(), _directory: directory };
        let begun = site.page("/admin/session", &json!({ "token": site.sandbox.admin_token() }));
        site.session = begun["session"].as_str().unwrap().to_owned();
        site
    }

    /// What the page asks.
    pub(crate) fn page(&self, path: &str, body: &Value) -> Value {
        let url = Url::parse(&format!("{}{path}", self.server.base)).unwrap();
        let request = Request::post(url, JSON, body.to_string().into_bytes().into(), usize::MAX)
            .with_header("Origin", &*self.server.base)
            .with_header("Authorization", format!("Bearer {}", self.session));
        let response = send(&request);
        assert!(response.status < 300, "{path}: {response:?}");
        if response.body.is_empty() { Value::Null } else { serde_json::from_slice(&response.body).unwrap() }
    }

    pub(crate) fn state(&self) -> Value {
        let url = Url::parse(&format!("{}/admin/state", self.server.base)).unwrap();
        let request = Request::get(url, JSON, usize::MAX);
        let request = request.with_header("Authorization", format!("Bearer {}", self.session));
        serde_json::from_slice(&send(&request).body).unwrap()
    }

    /// An offer to Erika.
    pub(crate) fn offer(&self, configuration: &str, way: &str) -> Value {
        let order = json!({ "person": "erika", "configuration": configuration, "way": way });
        self.page("/admin/offers", &order)
    }

    /// The keys by which its credentials hold.
    pub(crate) fn key_set(&self) -> String {
        let metadata = get(&format!("{}/.well-known/jwt-vc-issuer", self.server.base));
        serde_json::from_str::<Value>(&metadata).unwrap()["jwks"].to_string()
    }
}
