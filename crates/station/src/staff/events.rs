use super::told;
use crate::http::{beside, content};
use crate::limits::{STREAM_MILLISECONDS, STREAM_SECONDS};
use crate::session::SessionView;
use crate::{Error, Station};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::channel::{Channel, Sender};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// Tells a page how a session goes on, until it is decided on or has ended (HTML standard section 9.2).
pub(super) async fn events(State(station): State<Arc<Station>>, Path(id): Path<String>) -> Response {
    let Ok(stream) = Arc::clone(&station.streams).try_acquire_owned() else {
        return told(&station, &Error::Busy);
    };
    // Before it is looked at first: nothing that happens meanwhile is missed.
    let news = station.news.follow(&id);
    let first = match look(&station, &id).await {
        Ok(first) => first,
        Err(error) => return told(&station, &error),
    };
    let (sender, body) = Channel::<Bytes>::new(1);
    tokio::spawn(async move {
        let _stream = stream;
        follow(&station, &id, first, news, sender).await;
    });
    content(StatusCode::OK, "text/event-stream", Body::new(body))
}

async fn follow(
    station: &Arc<Station>,
    id: &str,
    first: SessionView,
    mut news: watch::Receiver<()>,
    mut sender: Sender<Bytes>,
) {
    let (mut view, mut told, mut told_at) = (first, String::new(), Instant::now());
    loop {
        let Ok(data) = serde_json::to_string(&view) else { return };
        if data != told {
            if send(&mut sender, format!("event: session\ndata: {data}\n\n")).await.is_err() {
                return;
            }
            (told, told_at) = (data, Instant::now());
        } else if told_at.elapsed() > Duration::from_secs(STREAM_SECONDS) {
            // Nothing new; whoever has gone is noticed by it.
            if send(&mut sender, ":\n\n".to_owned()).await.is_err() {
                return;
            }
            told_at = Instant::now();
        }
        if view.is_last() {
            return;
        }
        // Time alone ends a session too, and another instance may have decided.
        let _ = timeout(Duration::from_millis(STREAM_MILLISECONDS), news.changed()).await;
        view = match look(station, id).await {
            Ok(view) => view,
            Err(_) => return,
        };
    }
}

async fn send(sender: &mut Sender<Bytes>, text: String) -> Result<(), Error> {
    let sent = timeout(Duration::from_secs(STREAM_SECONDS), sender.send_data(Bytes::from(text)));
    sent.await.map_err(|_| Error::Ended)?.map_err(|_| Error::Ended)
}

async fn look(station: &Arc<Station>, id: &str) -> Result<SessionView, Error> {
    let (here, id) = (Arc::clone(station), id.to_owned());
    beside(move || here.session_view(&id)).await
}
