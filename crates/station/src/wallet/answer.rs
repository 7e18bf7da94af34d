use super::told;
use crate::deciding::Taken;
use crate::http::{beside, body, media_type, plain};
use crate::limits::MAX_ANSWER;
use crate::{Error, Station};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use std::sync::Arc;
use vouchsafe_openid4vc::vp::PostedAnswer;

/// Takes an answer (OpenID4VP section 8.2). What is cheap comes first: whether there is such a session that waits, before anything is read;
/// size and shape; whether another answer to it is looked at; a place in the queue. Then what is expensive.
pub(super) async fn answer(
    State(station): State<Arc<Station>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    match receive(&station, id, request).await {
        Ok(taken) => plain(&taken.reply),
        Err(error) => told(&station, &error),
    }
}

async fn receive(station: &Arc<Station>, id: String, request: Request) -> Result<Taken, Error> {
    let (here, session) = (Arc::clone(station), id.clone());
    beside(move || here.admit(&session)).await?;
    let reading = station.reading.take(&id).ok_or(Error::SessionUnderway)?;
    let media_type = media_type(request.headers());
    let body = body(request, MAX_ANSWER).await?;
    let posted = beside(move || {
        let _reading = reading;
        Ok(PostedAnswer::parse(media_type.as_deref(), &body)?)
    });
    let posted = posted.await?;
    take(station, id, posted).await
}

/// The expensive part: one answer to a session at a time, and so many at all.
pub(crate) async fn take(station: &Arc<Station>, id: String, posted: PostedAnswer) -> Result<Taken, Error> {
    let place = station.deciding.take(&id).ok_or(Error::SessionUnderway)?;
    let queued = station.queue.enter()?;
    let station = Arc::clone(station);
    queued.work(move || station.take(&id, posted, &place)).await
}
