//! The side that wallets see: requests, answers, the page of a browser that waits, and whether the station is there.

pub(crate) mod answer;
mod request;
mod same;

use crate::http::{beside, content, empty, guarded, json, refused};
use crate::{Error, Station};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use std::sync::Arc;

/// The endpoints for wallets.
pub fn wallet_router(station: Arc<Station>) -> Router {
    let router = Router::new()
        .route("/request/{id}", get(request::get).post(request::post))
        .route("/answer/{id}", post(answer::answer))
        .route("/same/{id}", get(same::page))
        .route("/same/{id}/done", get(same::done).post(same::complete))
        .route("/same.js", get(same::script))
        .route("/same.css", get(same::style))
        .route("/health", get(health))
        .route("/ready", get(ready))
        .with_state(station);
    guarded(router)
}

/// What wallets are told of an error: that it is theirs or ours, and its code. The words are no secret: they hold nothing of a request.
fn told(station: &Station, error: &Error) -> Response {
    #[derive(Serialize)]
    struct Told<'a> {
        error: &'static str,
        code: &'static str,
        error_description: &'a str,
    }
    refused(station, error, |status| {
        let kind = if status.is_server_error() { "server_error" } else { "invalid_request" };
        json(status, &Told { error: kind, code: error.code(), error_description: &error.to_string() })
    })
}

/// The process lives.
async fn health() -> Response {
    content(StatusCode::OK, "text/plain; charset=utf-8", "ok\n")
}

/// It can decide: its store can be read and written.
async fn ready(State(station): State<Arc<Station>>) -> Response {
    let now = station.now();
    match beside(move || station.turn(|turn| turn.open_sessions(now))).await {
        Ok(_) => content(StatusCode::OK, "text/plain; charset=utf-8", "ready\n"),
        Err(_) => empty(StatusCode::SERVICE_UNAVAILABLE),
    }
}
