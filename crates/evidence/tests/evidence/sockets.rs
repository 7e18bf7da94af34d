//! The whole way, down to sockets of this machine. Cases 75 and 87.

use crate::kit::{Issuer, NOW, jitter, run};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use vouchsafe_credential::CredentialType;
use vouchsafe_evidence::{EvidenceStore, Refresher, StatusListSource};
use vouchsafe_net::{Client, ClientOptions, Development};
use vouchsafe_status_list::Status;

/// A server that answers everything so, and counts.
async fn server(answer: impl Fn(u16) -> String + Send + 'static) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = answer(port);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    (port, asked)
}

fn http(status: &str, content_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn refresher() -> Refresher<Client> {
    let options = ClientOptions::new().development(Development::none().asking_loopback());
    Refresher::new(Client::new(options).unwrap(), Arc::new(EvidenceStore::new()))
}

#[test]
fn a75_a_status_list_over_the_wire() {
    run(async {
        let issuer = Arc::new(Issuer::new(1));
        let list = |port: u16| format!("http://127.0.0.1:{port}/1");
        let signing = issuer.clone();
        let token = move |port| signing.list(&list(port), NOW, Status::Valid);
        type Answer = Box<dyn Fn(u16) -> String + Send>;
        let cases: [(&str, Answer); 6] = [
            (
                "",
                Box::new({
                    let token = token.clone();
                    move |port| http("200 OK", "application/statuslist+jwt", &token(port))
                }),
            ),
            (
                "net.content_type",
                Box::new({
                    let token = token.clone();
                    move |port| http("200 OK", "text/plain", &token(port))
                }),
            ),
            ("net.status", Box::new(|_| http("404 Not Found", "application/statuslist+jwt", ""))),
            ("net.status", Box::new(|_| http("500 Oops", "text/html", "<h1>"))),
            ("net.redirected", Box::new(|_| "HTTP/1.1 302 Found\r\nlocation: /2\r\n\r\n".to_owned())),
            (
                "net.broken",
                Box::new(|_| {
                    "HTTP/1.1 200 OK\r\ncontent-type: application/statuslist+jwt\r\ncontent-length: 99\r\n\r\nx".to_owned()
                }),
            ),
        ];
        for (code, answer) in cases {
            let (port, asked) = server(answer).await;
            let refresher = refresher();
            let source = StatusListSource::new(list(port), issuer.signer());
            for _ in 0..3 {
                let fetched = refresher.status_list(&source, NOW, jitter()).await;
                assert_eq!(fetched.map_or_else(|error| error.code(), |_| ""), code);
            }
            assert_eq!(asked.load(Ordering::SeqCst), 1, "{code}");
            assert_eq!(refresher.store().status_list(&source, NOW).is_some(), code.is_empty());
        }
    });
}

/// Ten thousand who miss the same list, over HTTP: one request. What is handed out while somebody presents asks nobody.
#[test]
fn a83_ten_thousand_concurrent_misses_are_one_request_and_presenting_makes_none() {
    const HERD: usize = 10_000;
    run(async {
        let issuer = Issuer::new(1);
        let (signing, signer) = (Issuer::new(1), issuer.signer());
        let (port, asked) = server(move |port| {
            let token = signing.list(&format!("http://127.0.0.1:{port}/1"), NOW, Status::Valid);
            http("200 OK", "application/statuslist+jwt", &token)
        })
        .await;
        let refresher = Arc::new(refresher());
        let source = Arc::new(StatusListSource::new(format!("http://127.0.0.1:{port}/1"), signer));
        assert_eq!(refresher.store().status_list(&source, NOW), None);
        let herd: Vec<_> = (0..HERD)
            .map(|_| {
                let (refresher, source) = (refresher.clone(), source.clone());
                tokio::spawn(async move { refresher.status_list(&source, NOW, jitter()).await.is_ok() })
            })
            .collect();
        for one in herd {
            assert!(one.await.unwrap());
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        let presenting = (0..HERD).filter(|_| refresher.store().status_list(&source, NOW).is_some());
        assert_eq!(presenting.count(), HERD);
        assert_eq!(refresher.store().status_lists_at(source.uri(), NOW).len(), 1);
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    });
}

/// A document may name an address of ours as what it extends; it is refused there as anywhere.
#[test]
fn a87_a_type_that_extends_one_inside() {
    run(async {
        let (inside, asked) = server(|_| http("200 OK", "application/json", "{}")).await;
        let client = Client::new(ClientOptions::new()).unwrap();
        let refresher = Refresher::new(client, Arc::new(EvidenceStore::new()));
        for (vct, code) in [
            (format!("https://127.0.0.1:{inside}/type"), "net.address_refused"),
            (format!("https://localhost:{inside}/type"), "net.address_refused"),
            ("https://169.254.169.254/latest/meta-data".to_owned(), "net.address_refused"),
            ("https://[::ffff:127.0.0.1]/type".to_owned(), "net.host_not_canonical"),
            ("https://192.168.0.1/type".to_owned(), "net.private_address"),
            ("https://me@type.example/type".to_owned(), "net.user_info"),
            ("https://type.example:22/type".to_owned(), "net.port_refused"),
            (format!("http://127.0.0.1:{inside}/type"), "net.not_https"),
            ("file:///etc/passwd".to_owned(), "evidence.nowhere_to_fetch"),
        ] {
            let error =
                refresher.type_metadata(&CredentialType::new(vct).unwrap(), None, NOW).await.unwrap_err();
            assert_eq!(error.code(), code);
        }
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a87_an_issuer_that_leads_inside() {
    run(async {
        let (inside, asked) = server(|_| http("200 OK", "application/json", "{}")).await;
        let client = Client::new(ClientOptions::new()).unwrap();
        let refresher = Refresher::new(client, Arc::new(EvidenceStore::new()));
        for issuer in [
            format!("https://127.0.0.1:{inside}"),
            "https://10.0.0.1/a".to_owned(),
            "https://printer".to_owned(),
        ] {
            let issuer = vouchsafe_credential::IssuerId::new(issuer).unwrap();
            let listed = std::slice::from_ref(&issuer);
            assert!(
                refresher.issuer_keys(&issuer, listed, NOW).await.unwrap_err().code().starts_with("net.")
            );
        }
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    });
}
