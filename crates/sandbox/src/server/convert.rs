//! Between axum's messages and the plain ones of the protocols.

use crate::Error;
use crate::limits::MAX_ADDRESS;
use crate::settings::PublicUrl;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use vouchsafe_openid4vc::http::{Headers, Method, Request, Response};
use zeroize::Zeroizing;

/// A request as clients see it: under the public address, whatever the host in it says. Header values that are not visible ASCII are as if
/// they were not there.
pub(super) async fn from_axum(
    request: axum::extract::Request,
    public: &PublicUrl,
    limit: usize,
) -> Result<Request, Error> {
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    if target.len() > MAX_ADDRESS {
        return Err(Error::RequestTooLarge);
    }
    let url = public.at(target).map_err(|_| Error::RequestMalformed)?;
    let method = if parts.method == axum::http::Method::POST { Method::Post } else { Method::Get };
    let mut headers = Headers::default();
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str() {
            headers.push(name.as_str(), value);
        }
    }
    let body = to_bytes(body, limit).await.map_err(|_| Error::RequestTooLarge)?;
    Ok(Request { method, url, headers, body: Zeroizing::new(body.to_vec()), max_response: usize::MAX })
}

/// A response as it is sent.
pub(super) fn to_axum(response: &Response) -> axum::response::Response {
    let mut sent = axum::response::Response::new(Body::from(response.body.to_vec()));
    *sent.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers.iter() {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            sent.headers_mut().append(name, value);
        }
    }
    sent
}

/// The last step of a path: the name in it.
pub(super) fn last_step(request: &Request) -> &str {
    request.url.path().rsplit('/').next().unwrap_or_default()
}
