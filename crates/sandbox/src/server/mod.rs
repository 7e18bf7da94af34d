//! The endpoints. Each handler is a plain function from a request to a response, done in one visit of the sandbox.

mod admin;
mod authorize;
mod convert;
mod credential;
mod guard;
mod html;
mod metadata;
mod offers;
mod page;
mod pages;
mod published;
mod qr;
mod token;
mod visit;
mod wallet_provider;

use crate::Sandbox;
use crate::limits::{MAX_BODY, MAX_CREDENTIAL_BODY, REQUEST_SECONDS};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use visit::endpoint;

/// The endpoints of a sandbox.
pub fn router(sandbox: Arc<Sandbox>) -> Router {
    let timeout =
        TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS));
    Router::new()
        .route("/.well-known/openid-credential-issuer", get(endpoint(MAX_BODY, metadata::issuer)))
        .route("/.well-known/oauth-authorization-server", get(endpoint(MAX_BODY, metadata::server)))
        .route("/.well-known/jwt-vc-issuer", get(endpoint(MAX_BODY, metadata::keys)))
        .route("/types/{name}", get(endpoint(MAX_BODY, metadata::type_metadata)))
        .route("/par", post(endpoint(MAX_BODY, authorize::push)))
        .route(
            "/authorize",
            get(endpoint(MAX_BODY, authorize::show)).post(endpoint(MAX_BODY, authorize::decide)),
        )
        .route("/token", post(endpoint(MAX_BODY, token::token)))
        .route("/nonce", post(endpoint(MAX_BODY, credential::nonce)))
        .route("/credential", post(endpoint(MAX_CREDENTIAL_BODY, credential::credential)))
        .route("/deferred", post(endpoint(MAX_CREDENTIAL_BODY, credential::deferred)))
        .route("/notification", post(endpoint(MAX_BODY, credential::notification)))
        .route("/offers/{id}", get(endpoint(MAX_BODY, offers::offer)))
        .route("/status/{number}", get(endpoint(MAX_BODY, published::status_list)))
        .route("/revocation", get(endpoint(MAX_BODY, published::registry)))
        .route("/revocation/{number}", get(endpoint(MAX_BODY, published::segment)))
        .route("/wallet-provider", post(endpoint(MAX_BODY, wallet_provider::attest)))
        .route("/", get(endpoint(MAX_BODY, page::page)))
        .route("/page.css", get(endpoint(MAX_BODY, page::style)))
        .route("/page.js", get(endpoint(MAX_BODY, page::script)))
        .route("/admin/session", post(endpoint(MAX_BODY, admin::begin)))
        .route("/admin/state", get(endpoint(MAX_BODY, admin::state)))
        .route("/admin/offers", post(endpoint(MAX_BODY, admin::offer)))
        .route("/admin/changes", post(endpoint(MAX_BODY, admin::change)))
        .with_state(sandbox)
        .layer(middleware::map_response(guard::guard))
        .layer(CatchPanicLayer::custom(guard::after_panic))
        .layer(timeout)
}
