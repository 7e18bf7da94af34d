use crate::limits::{CONNECTION_SECONDS, HEADER_SECONDS, MAX_CONNECTIONS};
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// After a connection could not be taken up, as where there are no more descriptors: trying again at once would be a loop.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Serves until `until`, then answers what is under way, and returns. HTTP/1.1.
///
/// At most [`MAX_CONNECTIONS`] connections at a time; the next one waits. One that says nothing for [`HEADER_SECONDS`] is ended, and every one
/// after [`CONNECTION_SECONDS`]: whoever keeps all of them open and silent keeps others waiting for so long, and no longer.
pub async fn serve(listener: TcpListener, router: Router, until: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let ending = GracefulShutdown::new();
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEADER_SECONDS));
    let accept = async {
        loop {
            // Nobody closes it.
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                sleep(AFTER_FAILURE).await;
                continue;
            };
            let service = TowerToHyperService::new(router.clone());
            let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
            let connection = ending.watch(connection);
            tokio::spawn(async move {
                // However it ends, there is nobody to tell.
                let _ = timeout(Duration::from_secs(CONNECTION_SECONDS), connection).await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = accept => {}
        () = until => {}
    }
    drop(listener);
    ending.shutdown().await;
}
