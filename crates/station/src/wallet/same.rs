//! The browser on the device of the wallet: it gets a cookie before the wallet is opened, and has to bring it back (OpenID4VP sections 13.3
//! and 14.2). Whoever relays a request after that has one of the two and not the other. The browser is the one that opens the page first: a
//! site that begins a session must send its own visitor there, and count only what comes back to that visitor's session.

use super::told;
use crate::http::{beside, body, content, cookie, json, media_type};
use crate::limits::{MAX_BODY, SESSION_LIFETIME};
use crate::store::Device;
use crate::{Error, Station};
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::http::JSON;
use vouchsafe_openid4vc::vp::{BrowserSecret, Error as VpError, limits::COMPLETION_LIFETIME};

const COOKIE: &str = "vouchsafe_browser";
const HTML: &str = "text/html; charset=utf-8";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Sends the first browser that comes to its wallet, with a cookie by which it is known again.
pub(super) async fn page(
    State(station): State<Arc<Station>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (here, session) = (Arc::clone(&station), id.clone());
    let known = cookie(&headers, COOKIE).map(|cookie| sha256(cookie.as_bytes()));
    match beside(move || open(&here, &session, known)).await {
        Ok((link, secret)) => {
            let mut response = content(StatusCode::OK, HTML, opening_page(&link));
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            let field = secret.and_then(|secret| set_cookie(&station, &id, &secret));
            if let Some(field) = field {
                response.headers_mut().insert(SET_COOKIE, field);
            }
            response
        }
        Err(error) => told(&station, &error),
    }
}

/// The link of a session, and the secret of a browser that has none yet.
fn open(
    station: &Station,
    id: &str,
    known: Option<[u8; 32]>,
) -> Result<(String, Option<BrowserSecret>), Error> {
    let kept = station.admit(id)?;
    if kept.device != Device::Same {
        return Err(Error::SessionUnknown);
    }
    if kept.browser.is_some() {
        return if kept.browser == known {
            Ok((kept.link, None))
        } else {
            Err(VpError::BrowserMismatch.into())
        };
    }
    let secret = BrowserSecret::generate(&mut (station.edge.randomness)())?;
    station.turn(|turn| turn.bind(id, secret.digest()))?;
    // Another browser may have been quicker.
    match station.admit(id)?.browser == Some(secret.digest()) {
        true => Ok((kept.link, Some(secret))),
        false => Err(VpError::BrowserMismatch.into()),
    }
}

fn set_cookie(station: &Station, id: &str, secret: &BrowserSecret) -> Option<HeaderValue> {
    let secure = if station.settings.wallet.is_https() { "; Secure" } else { "" };
    let life = SESSION_LIFETIME.as_secs().saturating_add(COMPLETION_LIFETIME.as_secs());
    let value = secret.as_str();
    let field = format!("{COOKIE}={value}; Path=/same/{id}; Max-Age={life}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(field).ok()
}

fn opening_page(link: &str) -> String {
    let link = link.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Open your wallet</title><link rel=\"stylesheet\" href=\"/same.css\"></head><body><main>\
         <h1 data-de=\"Wallet öffnen\">Open your wallet</h1><p><a class=\"button\" href=\"{link}\" data-de=\"Öffnen\">Open</a></p>\
         <p data-de=\"Ihre Wallet zeigt, wer fragt und wonach. Danach geht es hier weiter.\">Your wallet shows who asks, and for what. \
         Afterwards you come back here.</p></main><script src=\"/same.js\"></script></body></html>"
    )
}

/// Where the wallet sends the browser: it finishes what it began.
pub(super) async fn done() -> Response {
    let mut response = content(
        StatusCode::OK,
        HTML,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Back from your wallet</title><link rel=\"stylesheet\" href=\"/same.css\"></head><body><main>\
         <h1 data-de=\"Zurück von der Wallet\">Back from your wallet</h1><p id=\"words\" role=\"status\"></p>\
         </main><script src=\"/same.js\"></script></body></html>",
    );
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// What the pages do.
pub(super) async fn script() -> Response {
    content(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("same.js"))
}

/// How they look.
pub(super) async fn style() -> Response {
    content(StatusCode::OK, "text/css; charset=utf-8", include_str!("same.css"))
}

/// Takes the response code of the browser that began the session, and says where it is to go.
pub(super) async fn complete(
    State(station): State<Arc<Station>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    #[derive(Serialize)]
    struct Completed {
        return_to: Option<String>,
    }
    match redeem(&station, id, request).await {
        Ok(return_to) => json(StatusCode::OK, &Completed { return_to }),
        Err(error) => told(&station, &error),
    }
}

async fn redeem(station: &Arc<Station>, id: String, request: Request) -> Result<Option<String>, Error> {
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok());
    if origin != Some(station.settings.wallet.as_str()) {
        return Err(Error::OtherOrigin);
    }
    if media_type(request.headers()).as_deref() != Some(JSON) {
        return Err(Error::RequestMalformed);
    }
    let cookie = cookie(request.headers(), COOKIE).map(str::to_owned);
    let body = body(request, MAX_BODY).await?;
    let body = Document::parse(body.as_slice()).map_err(|_| Error::RequestMalformed)?;
    let code = body.root().get("response_code").and_then(|code| code.as_str());
    let code = code.ok_or(Error::RequestMalformed)?.into_owned();
    let station = Arc::clone(station);
    beside(move || station.complete(&id, &code, cookie.as_deref())).await
}
