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
use visit::Nonces::{Given, NotGiven};
use visit::endpoint;

/// The endpoints of a sandbox.
pub fn router(sandbox: Arc<Sandbox>) -> Router {
    let timeout =
        TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS));
    Router::new()
        .route("/.well-known/openid-credential-issuer", get(endpoint(MAX_BODY, NotGiven, metadata::issuer)))
        .route("/.well-known/oauth-authorization-server", get(endpoint(MAX_BODY, NotGiven, metadata::server)))
        .route("/.well-known/jwt-vc-issuer", get(endpoint(MAX_BODY, NotGiven, metadata::keys)))
        .route("/anchor.pem", get(endpoint(MAX_BODY, NotGiven, metadata::anchor)))
        .route("/types/{name}", get(endpoint(MAX_BODY, NotGiven, metadata::type_metadata)))
        .route("/par", post(endpoint(MAX_BODY, Given, authorize::push)))
        .route(
            "/authorize",
            get(endpoint(MAX_BODY, NotGiven, authorize::show)).post(endpoint(
                MAX_BODY,
                NotGiven,
                authorize::decide,
            )),
        )
        .route("/token", post(endpoint(MAX_BODY, Given, token::token)))
        .route("/nonce", post(endpoint(MAX_BODY, Given, credential::nonce)))
        .route("/credential", post(endpoint(MAX_CREDENTIAL_BODY, Given, credential::credential)))
        .route("/deferred", post(endpoint(MAX_CREDENTIAL_BODY, Given, credential::deferred)))
        .route("/notification", post(endpoint(MAX_BODY, Given, credential::notification)))
        .route("/offers/{id}", get(endpoint(MAX_BODY, NotGiven, offers::offer)))
        .route("/status/{number}", get(endpoint(MAX_BODY, NotGiven, published::status_list)))
        .route("/revocation", get(endpoint(MAX_BODY, NotGiven, published::registry)))
        .route("/revocation/{number}", get(endpoint(MAX_BODY, NotGiven, published::segment)))
        .route("/wallet-provider", post(endpoint(MAX_BODY, NotGiven, wallet_provider::attest)))
        .route("/", get(endpoint(MAX_BODY, NotGiven, page::page)))
        .route("/page.css", get(endpoint(MAX_BODY, NotGiven, page::style)))
        .route("/page.js", get(endpoint(MAX_BODY, NotGiven, page::script)))
        .route("/admin/session", post(endpoint(MAX_BODY, NotGiven, admin::begin)))
        .route("/admin/state", get(endpoint(MAX_BODY, NotGiven, admin::state)))
        .route("/admin/offers", post(endpoint(MAX_BODY, NotGiven, admin::offer)))
        .route("/admin/changes", post(endpoint(MAX_BODY, NotGiven, admin::change)))
        .with_state(sandbox)
        .layer(middleware::map_response(guard::guard))
        .layer(CatchPanicLayer::custom(guard::after_panic))
        .layer(timeout)
}
