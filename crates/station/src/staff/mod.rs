//! The side of the staff and of their programs: the pages' API, and what is measured. Everything but signing in wants the token, or the cookie
//! that it is given for. Cookies are shared by all ports of a machine, so what changes something must also come from the page's own origin.

mod api;
mod events;
mod sign_in;

use crate::http::{content, empty, guarded, json, refused};
use crate::{Error, Station};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use std::sync::Arc;

/// The endpoints for the staff.
pub fn staff_router(station: Arc<Station>) -> Router {
    let signed_in = Router::new()
        .route("/api/v1/station", get(api::station))
        .route("/api/v1/checks", get(api::checks))
        .route("/api/v1/sessions", post(api::begin))
        .route("/api/v1/sessions/{id}", get(api::session))
        .route("/api/v1/sessions/{id}/events", get(events::events))
        .route("/api/v1/scans", post(api::scan))
        .route("/api/v1/log", get(api::log))
        .route("/api/v1/log/{id}/receipt", get(api::receipt))
        .route("/openapi.json", get(description))
        .route("/metrics", get(metrics))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&station), sign_in::admit));
    let router = Router::new()
        .route("/api/v1/sign-in", post(sign_in::sign_in))
        .merge(signed_in)
        .fallback(nothing_here)
        .with_state(station);
    guarded(router)
}

/// What the pages are told of an error.
fn told(station: &Station, error: &Error) -> Response {
    #[derive(Serialize)]
    struct Told<'a> {
        error: Particulars<'a>,
    }
    #[derive(Serialize)]
    struct Particulars<'a> {
        code: &'static str,
        message: &'a str,
        help: Option<&'static str>,
    }
    refused(station, error, |status| {
        let (message, help) = (error.to_string(), error.help());
        json(status, &Told { error: Particulars { code: error.code(), message: &message, help } })
    })
}

async fn nothing_here() -> Response {
    empty(StatusCode::NOT_FOUND)
}

/// Every endpoint of this side, in the words of OpenAPI 3.1.
async fn description() -> Response {
    content(StatusCode::OK, "application/json", include_str!("openapi.json"))
}

/// Numbers for Prometheus.
async fn metrics(State(station): State<Arc<Station>>) -> Response {
    let now = station.now();
    let here = Arc::clone(&station);
    match crate::http::beside(move || here.read(|turn| turn.open_sessions(now))).await {
        Ok(open) => {
            content(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", station.metrics_text(open))
        }
        Err(error) => told(&station, &error),
    }
}
