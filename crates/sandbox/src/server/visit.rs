use super::convert::{from_axum, to_axum};
use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use axum::extract::State;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_openid4vc::oauth::DPOP_NONCE;

/// What an endpoint does. What it answers is given out after everything that it changed is stored; an error is for what went wrong here, or
/// for what the page is told.
pub(super) type Work = fn(&Sandbox, &mut Visit<'_>, &Request) -> Result<Response, Error>;

/// Whether an endpoint's answers hold a nonce for the next proof (RFC 9449 section 8.2), where the server wants nonces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonces {
    /// They do.
    Given,
    /// They do not.
    NotGiven,
}

type Answer = Pin<Box<dyn Future<Output = axum::response::Response> + Send>>;

/// A handler of axum that reads at most so many bytes, and does the work beside the threads that serve sockets.
pub(super) fn endpoint(
    limit: usize,
    nonces: Nonces,
    work: Work,
) -> impl Fn(State<Arc<Sandbox>>, axum::extract::Request) -> Answer + Clone + Send + Sync + 'static {
    move |State(sandbox), request| Box::pin(answer(sandbox, request, limit, nonces, work))
}

async fn answer(
    sandbox: Arc<Sandbox>,
    request: axum::extract::Request,
    limit: usize,
    nonces: Nonces,
    work: Work,
) -> axum::response::Response {
    let request = match from_axum(request, &sandbox.settings.public, limit).await {
        Ok(request) => request,
        Err(error) => return to_axum(&refusal(&error)),
    };
    let done = tokio::task::spawn_blocking(move || {
        let answered = sandbox.visit(|visit| {
            let response = work(&sandbox, visit, &request)?;
            let nonce = match nonces {
                Nonces::Given => sandbox.server.dpop_nonce(visit.now, &mut visit.rng)?,
                Nonces::NotGiven => None,
            };
            Ok(match nonce {
                Some(nonce) => response.with_header(DPOP_NONCE, nonce),
                None => response,
            })
        });
        answered.unwrap_or_else(|error| refusal(&error))
    });
    // Work that panicked is one request lost, and nothing of it stored.
    to_axum(&done.await.unwrap_or_else(|_| refusal(&Error::Store)))
}

/// What is said about an error of ours: its code, and to the page what it says.
pub(super) fn refusal(error: &Error) -> Response {
    let status = match error {
        Error::NothingHere => 404,
        Error::RequestTooLarge => 413,
        Error::NotSignedIn => 401,
        Error::OtherOrigin => 403,
        Error::RequestMalformed | Error::LoginUnknown | Error::Profile | Error::Issuer(_) => 400,
        Error::Store | Error::StoreFull => 503,
        _ => 500,
    };
    if status >= 500 {
        crate::journal::failed(error);
    }
    let mut writer = vouchsafe_credential::json::Writer::new();
    writer.begin_object();
    writer.name("error");
    writer.string(if status >= 500 { "server_error" } else { "invalid_request" });
    writer.name("code");
    writer.string(error.code());
    writer.name("message");
    writer.string(&error.to_string());
    writer.end_object();
    let response = Response::new(status, JSON, writer.finish()).no_store();
    if status == 503 { response.with_header("Retry-After", "5") } else { response }
}
