use super::told;
use crate::http::{body, cookie, empty, field, media_type};
use crate::limits::{MAX_BODY, SIGN_IN_LIFETIME};
use crate::{Error, Station};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HeaderName, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::JSON;
use zeroize::Zeroizing;

const COOKIE: &str = "vouchsafe_station";

/// Signs in whoever has the token that was printed at the start.
pub(super) async fn sign_in(State(station): State<Arc<Station>>, request: Request) -> Response {
    match begin(&station, request).await {
        Ok(field) => {
            let mut response = empty(StatusCode::NO_CONTENT);
            response.headers_mut().insert(SET_COOKIE, field);
            response
        }
        Err(error) => told(&station, &error),
    }
}

async fn begin(station: &Station, request: Request) -> Result<HeaderValue, Error> {
    from_page(station, request.headers())?;
    let body = read(request).await?;
    let token = body.root().get("token").and_then(|token| token.as_str()).ok_or(Error::RequestMalformed)?;
    let cookie = station.sign_ins.begin(&token, station.now(), &mut (station.edge.randomness)())?;
    let secure = if station.settings.staff.is_https() { "; Secure" } else { "" };
    let field = Zeroizing::new(format!(
        "{COOKIE}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
        cookie.as_str(),
        SIGN_IN_LIFETIME.as_secs()
    ));
    HeaderValue::try_from(field.as_str()).map_err(|_| Error::Randomness)
}

/// Lets in whoever has the token, or is signed in and asks from the page.
pub(super) async fn admit(State(station): State<Arc<Station>>, request: Request, next: Next) -> Response {
    match admitted(&station, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => told(&station, &error),
    }
}

fn admitted(station: &Station, method: &Method, headers: &HeaderMap) -> Result<(), Error> {
    if headers.contains_key(AUTHORIZATION) {
        let bearer = field(headers, AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        return station.sign_ins.admit_bearer(bearer.ok_or(Error::NotSignedIn)?);
    }
    station.sign_ins.admit(cookie(headers, COOKIE), station.now())?;
    const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    match headers.get(SITE).and_then(|site| site.to_str().ok()) {
        None | Some("same-origin" | "none") => {}
        Some(_) => return Err(Error::OtherOrigin),
    }
    if matches!(*method, Method::GET | Method::HEAD) { Ok(()) } else { from_page(station, headers) }
}

/// Refuses what another site, or another port of this machine, has a browser send.
fn from_page(station: &Station, headers: &HeaderMap) -> Result<(), Error> {
    match field(headers, ORIGIN) {
        Some(origin) if origin == station.settings.staff.as_str() => Ok(()),
        _ => Err(Error::OtherOrigin),
    }
}

/// The JSON of a request.
pub(super) async fn read(request: Request) -> Result<Document, Error> {
    read_up_to(request, MAX_BODY).await
}

/// The same for one that is longer.
pub(super) async fn read_up_to(request: Request, limit: usize) -> Result<Document, Error> {
    // No form of another site can send this.
    if media_type(request.headers()).as_deref() != Some(JSON) {
        return Err(Error::RequestMalformed);
    }
    let body = body(request, limit).await?;
    Document::parse(body.as_slice()).map_err(|_| Error::RequestMalformed)
}
