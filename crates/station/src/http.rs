//! What both sides have in common: how requests are read, and what every response says to browsers.

use crate::limits::{MAX_ADDRESS, REQUEST_SECONDS, RETRY_SECONDS};
use crate::{Error, Station};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    RETRY_AFTER, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use std::any::Any;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use vouchsafe_openid4vc::http::{JSON, Response as Plain};
use zeroize::Zeroizing;

/// For what is no page.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Fields that a response does not have yet.
const FIELDS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, NO_PAGE),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (X_FRAME_OPTIONS, "DENY"),
    (CACHE_CONTROL, "no-store"),
];

/// Guards every answer of a side: a panic is one request lost, nothing takes for ever, no address is longer than is read.
pub(crate) fn guarded(router: Router) -> Router {
    let timeout =
        TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS));
    router
        .layer(middleware::from_fn(short_address))
        .layer(middleware::map_response(fields))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(timeout)
}

async fn short_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if length > MAX_ADDRESS { empty(StatusCode::URI_TOO_LONG) } else { next.run(request).await }
}

async fn fields(mut response: Response) -> Response {
    for (name, value) in FIELDS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Nothing of the panic is told.
fn after_panic(_: Box<dyn Any + Send>) -> Response {
    empty(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A response without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// A response with a body of a media type.
pub(crate) fn content(status: StatusCode, media_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A response in JSON.
pub(crate) fn json(status: StatusCode, value: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => content(status, JSON, body),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// A message of the protocol as it is sent.
pub(crate) fn plain(response: &Plain) -> Response {
    let mut sent = Response::new(Body::from(response.body.to_vec()));
    *sent.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers.iter() {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            sent.headers_mut().append(name, value);
        }
    }
    sent
}

/// Counts an error, and says it in the log where it is ours. The status, and when to come again where that helps.
pub(crate) fn refused(
    station: &Station,
    error: &Error,
    body: impl FnOnce(StatusCode) -> Response,
) -> Response {
    station.metrics.refused(error.code());
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status.is_server_error() && *error != Error::Busy {
        crate::journal::failed(error);
    }
    let mut response = body(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
    }
    response
}

/// The body, if it is no longer than that. One that says that it is longer is not read.
pub(crate) async fn body(request: Request, limit: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
    let said = field(request.headers(), CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if said.is_some_and(|said| said > limit) {
        return Err(Error::RequestTooLarge);
    }
    let bytes = to_bytes(request.into_body(), limit).await.map_err(|_| Error::RequestTooLarge)?;
    Ok(Zeroizing::new(bytes.to_vec()))
}

/// The only field of a name; none if there are several.
pub(crate) fn field(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}

/// `Content-Type` without parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let whole = field(headers, CONTENT_TYPE)?;
    Some(whole.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let fields = headers.get_all(axum::http::header::COOKIE).iter().filter_map(|field| field.to_str().ok());
    let mut pairs = fields.flat_map(|field| field.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Does what takes the store beside the threads that serve sockets.
pub(crate) async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Ended)?
}
