use super::told;
use crate::Station;
use crate::http::{body, media_type, plain};
use crate::limits::MAX_BODY;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use std::sync::Arc;
use vouchsafe_openid4vc::http::Method;

/// The request object (OpenID4VP section 5.10).
pub(super) async fn get(station: State<Arc<Station>>, id: Path<String>, request: Request) -> Response {
    serve(station, id, Method::Get, request).await
}

/// The same with the wallet's nonce in it.
pub(super) async fn post(station: State<Arc<Station>>, id: Path<String>, request: Request) -> Response {
    serve(station, id, Method::Post, request).await
}

async fn serve(
    State(station): State<Arc<Station>>,
    Path(id): Path<String>,
    method: Method,
    request: Request,
) -> Response {
    let media_type = media_type(request.headers());
    let served = async {
        let body = body(request, MAX_BODY).await?;
        let station = Arc::clone(&station);
        // Signing is cheap; it takes a place all the same, since anybody who has seen the address may ask as often as they like.
        let queued = station.queue.enter()?;
        queued.work(move || station.serve(&id, method, media_type.as_deref(), &body)).await
    };
    match served.await {
        Ok(response) => plain(&response),
        Err(error) => told(&station, &error),
    }
}
