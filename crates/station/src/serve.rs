use crate::limits::{CONNECTION_SECONDS, HEADER_SECONDS, LAST_SECONDS, MAX_CONNECTIONS};
use crate::tls::Tls;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How long connections last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// One request, and so long at most: for whoever comes.
    Short,
    /// As long as somebody asks, or is told something: for the staff.
    Long,
}

/// Serves connections until `ending` says so, and those that are under way to their end.
///
/// So many connections are open at once; whoever says nothing is cut off after a while, so that nobody keeps others out by waiting.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    patience: Patience,
    mut ending: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = ended(&mut ending) => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = ended(&mut ending) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(connection(
                    stream,
                    tls.clone(),
                    router.clone(),
                    patience,
                    ending.clone(),
                    place,
                ));
            }
            // Out of file descriptors, or the peer has gone: others are let in a moment later.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    let all = u32::try_from(MAX_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = timeout(Duration::from_secs(LAST_SECONDS), places.acquire_many(all)).await;
}

async fn ended(ending: &mut watch::Receiver<bool>) {
    // Whoever could say it has gone: that is the end too.
    let _ = ending.wait_for(|ending| *ending).await;
}

async fn connection(
    stream: TcpStream,
    tls: Option<Tls>,
    router: Router,
    patience: Patience,
    ending: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let Some(Tls(tls)) = tls else { return drive(stream, router, patience, ending).await };
    // Whoever does not finish the handshake says nothing either.
    if let Ok(Ok(stream)) = timeout(Duration::from_secs(HEADER_SECONDS), tls.accept(stream)).await {
        drive(stream, router, patience, ending).await;
    }
}

async fn drive(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    patience: Patience,
    mut ending: watch::Receiver<bool>,
) {
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEADER_SECONDS))
        .keep_alive(patience == Patience::Long)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(serving);
    let life = match patience {
        Patience::Short => Duration::from_secs(CONNECTION_SECONDS),
        Patience::Long => Duration::MAX,
    };
    // However it ended: who was here has been answered, or went.
    let _ = timeout(life, async {
        tokio::select! {
            served = serving.as_mut() => served,
            () = ended(&mut ending) => {
                serving.as_mut().graceful_shutdown();
                serving.await
            }
        }
    })
    .await;
}
