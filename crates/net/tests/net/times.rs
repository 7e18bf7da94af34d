//! Case 75: answers that do not come, or come one byte at a time.

use crate::kit::{JSON, Server, Told, client, run};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use vouchsafe_net::limits::{MAX_LOOKUPS, TIME_FOR_EVIDENCE, TIME_FOR_EXCHANGE};
use vouchsafe_net::{Client, ClientOptions, Error, Purpose, Request, Resolve, Resolving};

/// Sends one piece every tenth of a second, for ever.
async fn drip(mut stream: TcpStream, first: &'static str, piece: &'static str) {
    let _ = stream.write_all(first.as_bytes()).await;
    while stream.write_all(piece.as_bytes()).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a75_a_server_that_takes_its_time() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    const BODY: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8000000\r\n\r\n";
    const CHUNKS: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    run(async {
        let silent = Server::at("127.0.0.1:0", async |stream| {
            std::future::pending::<()>().await;
            drop(stream);
        })
        .await;
        let head = Server::after_request(|stream| drip(stream, HEAD, "x: y\r\n")).await;
        let body = Server::after_request(|stream| drip(stream, BODY, " ")).await;
        let chunks = Server::after_request(|stream| drip(stream, CHUNKS, "1\r\n \r\n")).await;
        let hints =
            Server::after_request(|stream| drip(stream, "", "HTTP/1.1 103 Early Hints\r\n\r\n")).await;
        let no_tls = format!("https://127.0.0.1:{}/x", silent.port);
        let addresses =
            [silent.address(), no_tls, head.address(), body.address(), chunks.address(), hints.address()];
        let asking = addresses.map(|address| {
            tokio::spawn(async move {
                let start = Instant::now();
                let asked = client().fetch(&Request::get(Purpose::Status, address, &[JSON])).await;
                (asked.unwrap_err(), start.elapsed())
            })
        });
        for asked in asking {
            let (error, took) = asked.await.unwrap();
            assert_eq!(error, Error::TooSlow);
            assert!(error.is_unavailable());
            assert!(
                (TIME_FOR_EVIDENCE..TIME_FOR_EVIDENCE + Duration::from_secs(10)).contains(&took),
                "{took:?}"
            );
        }
    });
}

/// Never answers.
struct Silent;

impl Resolve for Silent {
    fn resolve<'a>(&'a self, _name: &'a str) -> Resolving<'a> {
        Box::pin(std::future::pending())
    }
}

/// With a clock that only tests have, which goes on when nothing else does.
#[test]
fn a75_each_purpose_has_its_time() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let client = Client::new(ClientOptions::new().resolver(Arc::new(Silent))).unwrap();
        for (purpose, time) in [
            (Purpose::Status, TIME_FOR_EVIDENCE),
            (Purpose::Metadata, TIME_FOR_EVIDENCE),
            (Purpose::Receive(None), TIME_FOR_EXCHANGE),
            (Purpose::Present(None), TIME_FOR_EXCHANGE),
        ] {
            let start = tokio::time::Instant::now();
            let request = Request::get(purpose, "https://issuer.example/", &[JSON]);
            assert_eq!(client.fetch(&request).await.unwrap_err(), Error::TooSlow);
            let took = start.elapsed();
            assert!((time..time + Duration::from_millis(2)).contains(&took), "{took:?}");
        }
    });
}

/// Look-ups that hang do not pile up: past so many at once others wait, each as long as it may.
#[test]
fn look_ups_that_hang_hold_so_many_places() {
    struct Counting(Arc<Told>);
    impl Resolve for Counting {
        fn resolve<'a>(&'a self, name: &'a str) -> Resolving<'a> {
            drop(self.0.resolve(name));
            Box::pin(std::future::pending())
        }
    }
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let told = Told::to_say(&[]);
        let client =
            Arc::new(Client::new(ClientOptions::new().resolver(Arc::new(Counting(told.clone())))).unwrap());
        let asking: Vec<_> = (0..MAX_LOOKUPS + 1)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    client.fetch(&Request::get(Purpose::Status, "https://a.example/", &[])).await
                })
            })
            .collect();
        tokio::time::sleep(TIME_FOR_EVIDENCE / 2).await;
        assert_eq!(told.asked(), MAX_LOOKUPS);
        for asked in asking {
            assert_eq!(asked.await.unwrap().unwrap_err(), Error::TooSlow);
        }
    });
}
