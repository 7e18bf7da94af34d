//! A verifier over HTTP: `vouchsafe-openid4vc` asks, `vouchsafe-verifier` decides.

use super::certified::Certified;
use super::site::Server;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method as HttpMethod, StatusCode};
use axum::routing::{any, post};
use getrandom::SysRng;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use vouchsafe_credential::{Audience, ResponseUri};
use vouchsafe_openid4vc::http::{Method, Response};
use vouchsafe_openid4vc::vp::{
    Answer, Client, Completion, Link, Order, PostedAnswer, ResponseMode, Session, WalletAnswer,
};
use vouchsafe_verifier::{AnswerDecision, Evidence, Need, Policy, Request, Verifier};

/// How it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// By where the answer goes, in the link itself.
    ByValue,
    /// By its certificate's name, with a request object in the link.
    Signed,
    /// The same, and the request object is fetched so.
    ByReference(Method),
}

pub(crate) struct Gate {
    pub(crate) link: String,
    decisions: Receiver<AnswerDecision>,
    _server: Server,
}

/// One request, waiting for its answer.
struct Asked {
    client: Client,
    /// As it is stored between requests; taken out by the answer.
    record: Mutex<Option<String>>,
    policy: Policy,
    decided: SyncSender<AnswerDecision>,
}

impl Gate {
    pub(crate) fn open(asks: Asks, mode: ResponseMode, query: &str, policy: Policy) -> Self {
        let (decided, decisions) = sync_channel(1);
        let mut link = String::new();
        let server = Server::start(|base| {
            let answers = ResponseUri::new(format!("{base}/answers")).unwrap();
            let client = match asks {
                Asks::ByValue => Client::redirect_uri(&answers).unwrap(),
                Asks::Signed | Asks::ByReference(_) => {
                    let Certified { key, leaf, .. } = certified();
                    Client::x509_san_dns("localhost", key, vec![leaf]).unwrap()
                }
            };
            let order = Order::new(query.as_bytes(), answers).unwrap().by(mode);
            let session = client.begin(&order, vouchsafe_app::now(), &mut SysRng).unwrap();
            let request_uri = format!("{base}/request");
            let by = match asks {
                Asks::ByValue | Asks::Signed => Link::ByValue,
                Asks::ByReference(method) => Link::ByReference { request_uri: &request_uri, method },
            };
            link = session.link(&client, "openid4vp://", by).unwrap();
            let record = Mutex::new(Some(session.to_record().unwrap().as_str().to_owned()));
            let asked = Arc::new(Asked { client, record, policy, decided });
            Router::new().route("/request", any(serve)).route("/answers", post(decide)).with_state(asked)
        });
        Self { link, decisions, _server: server }
    }

    pub(crate) fn decision(&self) -> AnswerDecision {
        self.decisions.recv_timeout(std::time::Duration::from_secs(30)).expect("nobody answered")
    }
}

/// One for the whole test: what it is trusted by is given to the wallets.
pub(crate) fn certified() -> Certified {
    use std::sync::OnceLock;
    static ONE: OnceLock<(String, Vec<u8>, Vec<u8>)> = OnceLock::new();
    let (key, leaf, authority) = ONE.get_or_init(|| {
        let Certified { key, leaf, authority } = Certified::new();
        (key.to_private_jwk_json().unwrap().as_str().to_owned(), leaf, authority)
    });
    let key = vouchsafe_jose::SigningKey::from_jwk_json(key.as_bytes()).unwrap();
    Certified { key, leaf: leaf.clone(), authority: authority.clone() }
}

type Reply = (StatusCode, HeaderMap, Body);

fn reply(response: &Response) -> Reply {
    let mut headers = HeaderMap::new();
    for (name, value) in response.headers.iter() {
        let name: axum::http::HeaderName = name.parse().unwrap();
        headers.insert(name, value.parse().unwrap());
    }
    (StatusCode::from_u16(response.status).unwrap(), headers, Body::from(response.body.to_vec()))
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let field = headers.get("content-type")?.to_str().ok()?;
    Some(field.split(';').next()?.trim().to_ascii_lowercase())
}

async fn serve(
    State(asked): State<Arc<Asked>>,
    method: HttpMethod,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let record = asked.record.lock().unwrap().clone().unwrap();
    let session = Session::from_record(&record).unwrap();
    let method = if method == HttpMethod::POST { Method::Post } else { Method::Get };
    let served =
        session.serve(&asked.client, method, media_type(&headers).as_deref(), &body, vouchsafe_app::now());
    reply(&served.unwrap_or_else(|_| Response::empty(400)))
}

async fn decide(State(asked): State<Arc<Asked>>, headers: HeaderMap, body: Bytes) -> Reply {
    let decided = tokio::task::spawn_blocking(move || {
        let posted = PostedAnswer::parse(media_type(&headers).as_deref(), &body).ok()?;
        // Taken out: there is one answer.
        let session = Session::from_record(&asked.record.lock().unwrap().take()?).ok()?;
        let Ok(WalletAnswer::Presented(answer)) = posted.open(&session, vouchsafe_app::now()) else {
            return None;
        };
        asked.decided.send(decide_on(&answer, &session, &asked.policy)).ok()
    });
    let done = decided.await.unwrap();
    reply(&done.map_or_else(|| Response::empty(400), |()| Completion::none()))
}

fn decide_on(answer: &Answer, session: &Session, policy: &Policy) -> AnswerDecision {
    let now = vouchsafe_app::now();
    let audience = Audience::new(session.client_id().as_str()).unwrap();
    let request = Request::new(audience, session.nonce().clone()).with_query(session.query().clone());
    let pending =
        Verifier::new(policy.clone()).begin_answer(answer.vp_token().as_json(), &request, now).unwrap();
    let mut evidence = Evidence::none();
    for need in pending.needs() {
        if let Need::StatusList { uri } = need {
            evidence = evidence.received(super::client::get(&uri), now);
        }
    }
    pending.decide(&evidence, now)
}
