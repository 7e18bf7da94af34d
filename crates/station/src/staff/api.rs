use super::sign_in::{read, read_up_to};
use super::told;
use crate::http::{beside, content, json};
use crate::limits::{MAX_ANSWER, MAX_LISTED};
use crate::outcome::Outcome;
use crate::settings::{Network, Preloaded};
use crate::store::{Device, LogEntry};
use crate::wallet::answer::take;
use crate::words::Words;
use crate::{Error, Station};
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use url::form_urlencoded;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_openid4vc::http::{FORM, JSON};
use vouchsafe_openid4vc::vp::PostedAnswer;

type Here = State<Arc<Station>>;

/// What station this is.
pub(super) async fn station(State(station): Here) -> Response {
    #[derive(Serialize)]
    struct View {
        name: Words,
        version: &'static str,
        offline: bool,
        evidence: Evidence,
    }
    #[derive(Serialize)]
    struct Evidence {
        oldest: Option<String>,
        snapshot: bool,
    }
    let name = &station.settings.name;
    let view = View {
        name: Words::new(name, name),
        version: env!("CARGO_PKG_VERSION"),
        offline: station.settings.network == Network::Offline,
        evidence: Evidence {
            oldest: station.oldest_evidence().map(|oldest| oldest.to_string()),
            snapshot: station.settings.preloaded == Preloaded::Snapshot,
        },
    };
    json(StatusCode::OK, &view)
}

/// What can be asked for.
pub(super) async fn checks(State(station): Here) -> Response {
    #[derive(Serialize)]
    struct Checks<'a> {
        checks: Vec<crate::check::CheckView<'a>>,
    }
    json(StatusCode::OK, &Checks { checks: station.check_views() })
}

/// Begins a session.
pub(super) async fn begin(State(station): Here, request: Request) -> Response {
    let begun = async {
        let body = read(request).await?;
        let check = text(&body, "check")?;
        let device = Device::from_word(&text(&body, "device")?).ok_or(Error::RequestMalformed)?;
        let return_to = match body.root().get("return_to").filter(|value| !value.is_null()) {
            Some(value) => Some(value.as_str().ok_or(Error::RequestMalformed)?.into_owned()),
            None => None,
        };
        let here = Arc::clone(&station);
        beside(move || {
            let kept = here.begin(&check, device, return_to.as_deref())?;
            Ok(here.viewed(&kept, None))
        })
        .await
    };
    answered(&station, StatusCode::CREATED, begun.await)
}

/// How far a session is.
pub(super) async fn session(State(station): Here, Path(id): Path<String>) -> Response {
    let here = Arc::clone(&station);
    let view = beside(move || here.session_view(&id)).await;
    answered(&station, StatusCode::OK, view)
}

/// Takes what a camera, a paste or a drop brought for the answer to a session.
pub(super) async fn scan(State(station): Here, request: Request) -> Response {
    let scanned = async {
        // Escaped, an answer may be longer.
        let body = read_up_to(request, MAX_ANSWER.saturating_mul(2)).await?;
        let (check, id) = (text(&body, "check")?, text(&body, "session")?);
        let posted = posted(text(&body, "answer")?.trim())?;
        let (here, session) = (Arc::clone(&station), id.clone());
        let kept = beside(move || here.admit(&session)).await?;
        if kept.check != check {
            return Err(Error::OtherCheck);
        }
        // Nobody shows anything at the desk for a browser that waits elsewhere.
        if kept.device != Device::Other {
            return Err(Error::SessionUnknown);
        }
        let taken = take(&station, id, posted).await?;
        // A wallet that says no has answered too, and there is nothing to show of it.
        taken.outcome.map(|outcome| Outcome::clone(&outcome)).ok_or(Error::NoAnswer)
    };
    answered(&station, StatusCode::OK, scanned.await)
}

/// An answer as a form, as JSON, or encrypted and nothing else.
fn posted(answer: &str) -> Result<PostedAnswer, Error> {
    let form =
        |pairs: &[(&str, &str)]| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let form = if answer.starts_with('{') {
        let object = Document::parse(answer).map_err(|_| Error::NoAnswer)?;
        let member = |name| object.root().get(name).map(written);
        let known = ["response", "vp_token", "state", "error"];
        let members: Vec<_> = known.into_iter().filter_map(|name| Some((name, member(name)?))).collect();
        form(&members.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    } else if answer.contains('=') {
        answer.to_owned()
    } else {
        form(&[("response", answer)])
    };
    Ok(PostedAnswer::parse(Some(FORM), form.as_bytes())?)
}

/// A member of an object as a form has it: what is no text is JSON.
fn written(value: Value<'_>) -> String {
    value.as_str().map_or_else(|| value.to_json(), |text| text.into_owned())
}

/// The newest decisions.
pub(super) async fn log(State(station): Here, uri: Uri) -> Response {
    #[derive(Serialize)]
    struct Log {
        entries: Vec<LogEntry>,
        next: Option<String>,
    }
    let listed = async {
        let query = uri.query().unwrap_or_default();
        let parameter = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
        };
        let before = parameter("before");
        let limit = match parameter("limit") {
            Some(limit) => limit.parse().map_err(|_| Error::RequestMalformed)?,
            None => MAX_LISTED,
        };
        let here = Arc::clone(&station);
        let (entries, next) = beside(move || here.read(|turn| turn.log(before.as_deref(), limit))).await?;
        Ok::<_, Error>(Log { entries, next })
    };
    answered(&station, StatusCode::OK, listed.await)
}

/// What is needed to see a decision again, as a file.
pub(super) async fn receipt(State(station): Here, Path(id): Path<String>) -> Response {
    let here = Arc::clone(&station);
    let found = beside(move || here.read(|turn| turn.receipt(&id))).await;
    match found.and_then(|found| found.ok_or(Error::NothingHere)) {
        Ok(receipt) => {
            let mut response = content(StatusCode::OK, JSON, receipt);
            let field = HeaderValue::from_static("attachment; filename=\"receipt.json\"");
            response.headers_mut().insert(CONTENT_DISPOSITION, field);
            response
        }
        Err(error) => told(&station, &error),
    }
}

fn text(body: &Document, member: &str) -> Result<String, Error> {
    let text = body.root().get(member).and_then(Value::as_str).ok_or(Error::RequestMalformed)?;
    Ok(text.into_owned())
}

fn answered(station: &Station, status: StatusCode, result: Result<impl Serialize, Error>) -> Response {
    match result {
        Ok(value) => json(status, &value),
        Err(error) => told(station, &error),
    }
}
