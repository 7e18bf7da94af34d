//! A station without sockets, whose clock stands still until it is moved.

use crate::holder::{Card, ISSUER, TYPE, Wallet, key};
use axum::Router;
use axum::body::{Body, to_bytes};
use getrandom::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PublicKeyData, SanType, SignatureAlgorithm, date_time_ymd,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, Timestamp, base64url};
use vouchsafe_evidence::EvidenceStore;
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_station::{
    CertifiedName, Checks, Edge, Identity, Network, Preloaded, PublicUrl, Settings, Station, staff_router,
    wallet_router,
};

pub(crate) const DOOR: &str = "https://door.example";
pub(crate) const DESK: &str = "https://desk.example";
/// 2026-03-01T00:00:00Z.
const START: i64 = 1_772_323_200;

/// A clock that a test moves, and that it can break.
#[derive(Clone)]
pub(crate) struct Clock {
    time: Arc<AtomicI64>,
    broken: Arc<AtomicBool>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { time: Arc::new(AtomicI64::new(START)), broken: Arc::default() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.time.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.time.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }

    /// Whoever asks for the time from now on panics, or no longer.
    pub(crate) fn breaks(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    fn edge(&self) -> Edge {
        let clock = self.clone();
        let now = move || {
            assert!(!clock.broken.load(Ordering::SeqCst), "the clock is broken on purpose");
            clock.now()
        };
        Edge { now: Box::new(now), randomness: Box::new(|| Box::new(SysRng)) }
    }
}

pub(crate) struct Scene {
    pub(crate) station: Arc<Station>,
    pub(crate) directory: TempDir,
    pub(crate) clock: Clock,
    pub(crate) anchors: Option<TrustAnchors>,
    pub(crate) runtime: Runtime,
    evidence: Arc<EvidenceStore>,
}

impl Scene {
    /// One that asks under the address of its answers.
    pub(crate) fn new() -> Self {
        Self::with(Identity::response_address(), None)
    }

    /// One that asks under its name, certified.
    pub(crate) fn certified() -> Self {
        let (identity, anchor) = certified();
        Self::with(identity, Some(TrustAnchors::new([anchor]).unwrap()))
    }

    /// One with the check that comes with the program.
    pub(crate) fn demo() -> Self {
        let jwk = key("issuer").verifying_key().to_jwk_json();
        let metadata = format!(r#"{{"issuer":"{ISSUER}","jwks":{{"keys":[{jwk}]}}}}"#);
        let checks = Checks::demo(&PublicUrl::new(ISSUER).unwrap(), metadata.as_bytes()).unwrap();
        Self::of(Identity::response_address(), None, Some(checks))
    }

    fn with(identity: Identity, anchors: Option<TrustAnchors>) -> Self {
        Self::of(identity, anchors, None)
    }

    fn of(identity: Identity, anchors: Option<TrustAnchors>, checks: Option<Checks>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Clock::new();
        write_checks(directory.path());
        let checks = checks.unwrap_or_else(|| Checks::read(&directory.path().join("checks")).unwrap());
        let evidence = Arc::new(EvidenceStore::new());
        let station = open(directory.path(), identity, checks, Arc::clone(&evidence), &clock);
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Self { station, directory, clock, anchors, runtime, evidence }
    }

    pub(crate) fn evidence(&self) -> Arc<EvidenceStore> {
        Arc::clone(&self.evidence)
    }

    /// Another instance with the same store.
    pub(crate) fn replica(&self) -> Arc<Station> {
        let checks = Checks::read(&self.directory.path().join("checks")).unwrap();
        let evidence = Arc::new(EvidenceStore::new());
        open(self.directory.path(), Identity::response_address(), checks, evidence, &self.clock)
    }

    pub(crate) fn wallet_side(&self, request: &Request) -> Response {
        self.runtime.block_on(send(wallet_router(Arc::clone(&self.station)), request))
    }

    pub(crate) fn staff_side(&self, request: &Request) -> Response {
        self.runtime.block_on(send(staff_router(Arc::clone(&self.station)), request))
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.station.token())
    }

    /// What a program of the staff asks.
    pub(crate) fn get(&self, path: &str) -> Response {
        let request = Request::get(desk(path), "*/*", usize::MAX);
        self.staff_side(&request.with_header("Authorization", self.bearer()))
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Response {
        self.staff_side(&post(desk(path), JSON, body).with_header("Authorization", self.bearer()))
    }

    /// A session of a check: its id and its link.
    pub(crate) fn begin(&self, check: &str) -> (String, String) {
        let body = format!(r#"{{"check":"{check}","device":"other"}}"#);
        let begun = json(&self.post("/api/v1/sessions", &body));
        (text(&begun, "id"), text(&begun, "link"))
    }

    pub(crate) fn session(&self, id: &str) -> Document {
        json(&self.get(&format!("/api/v1/sessions/{id}")))
    }

    pub(crate) fn log(&self) -> Vec<Document> {
        let log = json(&self.get("/api/v1/log"));
        log.root().get("entries").unwrap().elements().unwrap().map(|entry| entry.to_document()).collect()
    }

    /// The answer of a wallet to a link, with this card.
    pub(crate) fn answer(&self, link: &str, card: Card) -> Request {
        self.wallet(|wallet| wallet.answer(link, card))
    }

    pub(crate) fn wallet<T>(&self, work: impl FnOnce(&Wallet<'_>) -> T) -> T {
        let send = |request: &Request| self.wallet_side(request);
        work(&Wallet { anchors: self.anchors.clone(), send: &send, now: self.clock.now() })
    }
}

fn open(
    directory: &Path,
    identity: Identity,
    checks: Checks,
    evidence: Arc<EvidenceStore>,
    clock: &Clock,
) -> Arc<Station> {
    let settings = Settings {
        name: "Door".to_owned(),
        wallet: PublicUrl::new(DOOR).unwrap(),
        staff: PublicUrl::new(DESK).unwrap(),
        wallets: "openid4vp://".to_owned(),
        return_to: vec![PublicUrl::new("https://shop.example").unwrap()],
        preloaded: Preloaded::Nothing,
        network: Network::Offline,
    };
    let store = directory.join("store");
    Arc::new(Station::open(&store, settings, identity, checks, evidence, clock.edge()).unwrap())
}

/// `adult` takes encrypted answers and keeps no values, `plain` takes them open and keeps them, `strict` wants a status.
pub(crate) fn write_checks(directory: &Path) {
    let checks = directory.join("checks");
    std::fs::create_dir_all(&checks).unwrap();
    let jwk = key("issuer").verifying_key().to_jwk_json();
    let policy = |status: &str| {
        format!(
            "version = 1\nname = \"Over 18\"\ntypes = [\"{TYPE}\"]\nrequired_claims = [\"age_over_18\"]\n{status}\n\
             [[trust]]\nissuer = \"{ISSUER}\"\ntypes = [\"{TYPE}\"]\nkeys = ['{jwk}']\nuntil = 2030-01-01T00:00:00Z\n"
        )
    };
    std::fs::write(checks.join("open.policy.toml"), policy("[status]\non_missing = \"accept\"")).unwrap();
    std::fs::write(checks.join("strict.policy.toml"), policy("")).unwrap();
    for (name, policy, rest) in [
        ("adult", "open", "keep_days = 30\n"),
        ("plain", "open", "keep_days = 1\nkeep_claims = true\nresponse = \"plain\"\n"),
        ("strict", "strict", "keep_days = 30\n"),
    ] {
        let check = format!(
            "version = 1\npolicy = \"{policy}.policy.toml\"\ntypes = [\"{TYPE}\"]\n{rest}\
             [name]\nen = \"Over 18\"\nde = \"Über 18\"\n\
             [[claims]]\npath = \"age_over_18\"\nequals = true\nlabel = {{ en = \"Over 18\", de = \"Über 18\" }}\n\
             [[claims]]\npath = \"given_name\"\nlabel = {{ en = \"Given name\", de = \"Vorname\" }}\nrequired = false\n"
        );
        std::fs::write(checks.join(format!("{name}.check.toml")), check).unwrap();
    }
}

/// A station's key with a certificate for `door.example`, and the anchor that certified it.
fn certified() -> (Identity, Vec<u8>) {
    struct Certified(Vec<u8>);
    impl PublicKeyData for Certified {
        fn der_bytes(&self) -> &[u8] {
            &self.0
        }
        fn algorithm(&self) -> &'static SignatureAlgorithm {
            &PKCS_ECDSA_P256_SHA256
        }
    }
    let params = |name: &str| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2027, 1, 1));
        params
    };
    let key: SigningKey = key("door");
    let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
    let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
    let point = [&[4][..], &coordinate("x"), &coordinate("y")].concat();
    let (mut anchor, anchor_key) = (params("authority"), KeyPair::generate().unwrap());
    anchor.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let mut leaf = params("door");
    leaf.subject_alt_names = vec![SanType::DnsName("door.example".try_into().unwrap())];
    let leaf = leaf.signed_by(&Certified(point), &Issuer::from_params(&anchor, &anchor_key)).unwrap();
    let private = key.to_private_jwk_json().unwrap();
    let identity = Identity::certified(
        private.as_bytes(),
        &pem("CERTIFICATE", leaf.der()),
        CertifiedName::Dns("door.example"),
    );
    (identity.unwrap(), anchor.self_signed(&anchor_key).unwrap().der().to_vec())
}

/// RFC 7468, on one line.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let mut text = base64url::encode(der).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

pub(crate) fn desk(path: &str) -> Url {
    Url::parse(&format!("{DESK}{path}")).unwrap()
}

pub(crate) fn door(path: &str) -> Url {
    Url::parse(&format!("{DOOR}{path}")).unwrap()
}

pub(crate) fn post(url: Url, media_type: &str, body: &str) -> Request {
    Request::post(url, media_type, body.as_bytes().to_vec().into(), usize::MAX)
}

pub(crate) fn json(response: &Response) -> Document {
    Document::parse(response.body.as_slice()).unwrap_or_else(|_| panic!("{response:?}"))
}

pub(crate) fn text(document: &Document, member: &str) -> String {
    let found = document.root().get(member).and_then(|value| value.as_str());
    found.unwrap_or_else(|| panic!("no {member} in {}", document.root().to_json())).into_owned()
}

/// The code of a refusal of either side; empty for anything else.
pub(crate) fn code(response: &Response) -> String {
    let Ok(body) = Document::parse(response.body.as_slice()) else { return String::new() };
    let inside = body.root().get("error").and_then(|error| error.get("code"));
    let code = body.root().get("code").or(inside).and_then(|code| code.as_str());
    code.unwrap_or_default().into_owned()
}

pub(crate) async fn send(router: Router, request: &Request) -> Response {
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
