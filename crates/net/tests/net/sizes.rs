//! Case 78: answers without an end.

use crate::kit::{JSON, Server, answer, client, run};
use tokio::io::AsyncWriteExt as _;
use vouchsafe_net::limits::{MAX_BODY, MAX_HEAD, MAX_HEADERS};
use vouchsafe_net::{Error, Purpose, Request, Response};

/// With the longer time, so that a slow machine does not come before the limit.
async fn get(address: &str) -> Result<Response, Error> {
    client().fetch(&Request::get(Purpose::Receive(None), address, &[JSON])).await
}

async fn refusal(answer: impl AsRef<[u8]>) -> Error {
    get(&Server::saying(answer).await.address()).await.unwrap_err()
}

const IS_JSON: &str = "content-type: application/json\r\n";

#[test]
fn a78_a_body_that_is_too_long() {
    run(async {
        let whole =
            get(&Server::saying(answer("200 OK", IS_JSON, &vec![b' '; MAX_BODY])).await.address()).await;
        assert_eq!(whole.unwrap().body().len(), MAX_BODY);
        assert_eq!(refusal(answer("200 OK", IS_JSON, &vec![b' '; MAX_BODY + 1])).await, Error::BodyTooLong);
        // Not a byte of it is waited for.
        let says_so = Server::after_request(async |mut stream: tokio::net::TcpStream| {
            let head = format!("HTTP/1.1 200 OK\r\n{IS_JSON}content-length: {}\r\n\r\n", u64::MAX / 2);
            let _ = stream.write_all(head.as_bytes()).await;
            std::future::pending::<()>().await;
        });
        assert_eq!(get(&says_so.await.address()).await.unwrap_err(), Error::BodyTooLong);
    });
}

#[test]
fn a78_a_body_that_is_longer_than_the_caller_wants() {
    run(async {
        let fetch = async |length: usize, longest: usize| {
            let server = Server::saying(answer("200 OK", IS_JSON, &vec![b' '; length])).await;
            let request = Request::get(Purpose::Receive(None), server.address(), &[JSON]).at_most(longest);
            client().fetch(&request).await.map(|response| response.body().len())
        };
        assert_eq!(fetch(64, 64).await, Ok(64));
        assert_eq!(fetch(65, 64).await, Err(Error::BodyTooLong));
        assert_eq!(fetch(MAX_BODY + 1, usize::MAX).await, Err(Error::BodyTooLong));
    });
}

#[test]
fn a78_chunks_without_end() {
    run(async {
        let endless = |piece: Vec<u8>, encoding: &'static str| {
            Server::after_request(move |mut stream: tokio::net::TcpStream| {
                let piece = piece.clone();
                async move {
                    let head = format!("HTTP/1.1 200 OK\r\n{IS_JSON}{encoding}\r\n");
                    let _ = stream.write_all(head.as_bytes()).await;
                    while stream.write_all(&piece).await.is_ok() {}
                }
            })
        };
        let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
        let server = endless(chunk, "transfer-encoding: chunked\r\n").await;
        assert_eq!(get(&server.address()).await.unwrap_err(), Error::BodyTooLong);
        let server = endless(vec![b' '; 0x10000], "").await;
        assert_eq!(get(&server.address()).await.unwrap_err(), Error::BodyTooLong);
        // Much about chunks and little in them.
        let server = endless(
            b"1;abcdefghijklmnopqrstuvwxyz=0123456789\r\n \r\n".repeat(100),
            "transfer-encoding: chunked\r\n",
        )
        .await;
        assert!(get(&server.address()).await.is_err());
    });
}

#[test]
fn a78_a_head_without_end() {
    run(async {
        let head = |line: &str| {
            let line = line.to_owned();
            Server::after_request(move |mut stream: tokio::net::TcpStream| {
                let line = line.clone();
                async move {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
                    while stream.write_all(line.as_bytes()).await.is_ok() {}
                }
            })
        };
        for line in ["x: y\r\n", "x", "x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"] {
            assert_eq!(get(&head(line).await.address()).await.unwrap_err(), Error::NotHttp, "{line}");
        }
        let fields =
            |count: usize| answer("200 OK", &format!("{IS_JSON}{}", "x: y\r\n".repeat(count - 2)), b"{}");
        assert!(get(&Server::saying(fields(MAX_HEADERS)).await.address()).await.is_ok());
        assert_eq!(refusal(fields(MAX_HEADERS + 1)).await, Error::NotHttp);
        // `content-length` and 2, `content-type` and `application/json`, `x`.
        let others = 14 + 1 + 12 + 16 + 1;
        let long = |length: usize| {
            answer("200 OK", &format!("{IS_JSON}x: {}\r\n", "y".repeat(length - others)), b"{}")
        };
        assert!(get(&Server::saying(long(MAX_HEAD)).await.address()).await.is_ok());
        assert_eq!(refusal(long(MAX_HEAD + 1)).await, Error::NotHttp);
        // Hints before the answer, and nothing else.
        let hints = head("HTTP/1.1 103 Early Hints\r\n\r\n").await;
        assert!(get(&hints.address()).await.is_err());
    });
}

#[test]
fn a78_a_body_that_would_grow() {
    run(async {
        for encoding in ["gzip", "br", "deflate", "zstd", "identity, gzip", "x"] {
            let headers = format!("{IS_JSON}content-encoding: {encoding}\r\n");
            assert_eq!(
                refusal(answer("200 OK", &headers, b"\x1f\x8b")).await,
                Error::ContentEncoded,
                "{encoding}"
            );
        }
        let headers = format!("{IS_JSON}content-encoding: identity\r\n");
        assert!(get(&Server::saying(answer("200 OK", &headers, b"{}")).await.address()).await.is_ok());
        let coded = format!(
            "HTTP/1.1 200 OK\r\n{IS_JSON}transfer-encoding: gzip, chunked\r\n\r\n2\r\n\x1f\x0b\r\n0\r\n\r\n"
        );
        assert!(
            get(&Server::saying(coded).await.address()).await.is_err_and(|error| !error.is_unavailable())
        );
    });
}
