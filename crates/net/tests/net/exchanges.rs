//! What is sent, and what comes back while receiving and presenting.

use crate::kit::{JSON, Server, answer, client, get, read_head, run};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use vouchsafe_net::{Error, Header, Purpose, Request, Response, Switch};

const IS_JSON: &str = "content-type: application/json\r\n";

async fn present(answer: Vec<u8>) -> Result<Response, Error> {
    let server = Server::saying(answer).await;
    let form = "application/x-www-form-urlencoded";
    client()
        .fetch(&Request::post(Purpose::Present(None), server.address(), &[JSON], form, "vp_token=x"))
        .await
}

/// Byte for byte: nothing by which one person's program could be told from another's.
#[test]
fn nothing_is_sent_that_tells_who_asks() {
    run(async {
        let seen = Arc::new(Mutex::new(String::new()));
        let kept = seen.clone();
        let server = Server::at("127.0.0.1:0", move |mut stream| {
            let kept = kept.clone();
            async move {
                let mut all = read_head(&mut stream).await;
                if all.starts_with("POST") {
                    let mut body = [0; 10];
                    stream.read_exact(&mut body).await.unwrap();
                    all.push_str(std::str::from_utf8(&body).unwrap());
                }
                *kept.lock().unwrap() = all;
                let _ = stream.write_all(&answer("200 OK", IS_JSON, b"{}")).await;
            }
        })
        .await;
        let host = format!("127.0.0.1:{}", server.port);
        get(&format!("http://{host}/status/1?x=y")).await.unwrap();
        let expected = format!(
            "GET /status/1?x=y HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\naccept-encoding: identity\r\naccept: application/json\r\n\r\n"
        );
        assert_eq!(*seen.lock().unwrap(), expected);

        let request = Request::post(
            Purpose::Receive(None),
            server.address(),
            &[JSON, "application/jwt"],
            JSON,
            "{\"a\":true}",
        );
        client()
            .fetch(&request.header(Header::Authorization, "DPoP t").header(Header::Dpop, "p"))
            .await
            .unwrap();
        let expected = format!(
            "POST /x HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\naccept-encoding: identity\r\n\
             accept: application/json, application/jwt\r\ncontent-type: application/json\r\nauthorization: DPoP t\r\ndpop: p\r\ncontent-length: 10\r\n\r\n{{\"a\":true}}"
        );
        assert_eq!(*seen.lock().unwrap(), expected);
    });
}

/// In a process of its own, since what it has in its environment is for the whole of it.
#[test]
fn proxies_that_the_environment_names_are_not_used() {
    const NAME: &str = "exchanges::proxies_that_the_environment_names_are_not_used";
    const ADDRESS: &str = "VOUCHSAFE_TEST_ADDRESS";
    run(async {
        if let Ok(address) = std::env::var(ADDRESS) {
            assert_eq!(get(&address).await.unwrap().body(), b"{}");
            return;
        }
        let asked = Server::saying(answer("200 OK", IS_JSON, b"{}")).await;
        let proxy = Server::saying(answer("200 OK", IS_JSON, b"{\"from\":\"proxy\"}")).await;
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", NAME]).env(ADDRESS, asked.address());
        for variable in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            again.env(variable, format!("http://127.0.0.1:{}", proxy.port));
        }
        assert!(tokio::task::spawn_blocking(move || again.status()).await.unwrap().unwrap().success());
        assert_eq!((asked.connections(), proxy.connections()), (1, 0));
    });
}

#[test]
fn a_refusal_is_an_answer_while_presenting() {
    run(async {
        let refused = present(answer(
            "400 No",
            &format!("{IS_JSON}dpop-nonce: n\r\nx: 1\r\nx: 2\r\n"),
            b"{\"error\":\"x\"}",
        ))
        .await
        .unwrap();
        assert_eq!((refused.status(), refused.body()), (400, &b"{\"error\":\"x\"}"[..]));
        assert_eq!(
            (refused.header("dpop-nonce"), refused.header("x"), refused.header("y")),
            (Some("n"), None, None)
        );
        assert_eq!(refused.switches(), &[Switch::Loopback]);
        let broken = present(answer("500 Oops", "content-type: text/html\r\n", b"<h1>")).await.unwrap();
        assert_eq!((broken.status(), broken.content_type(), broken.body()), (500, None, &b""[..]));
        let empty = present(answer("200 OK", "", b"")).await.unwrap();
        assert_eq!((empty.status(), empty.content_type(), empty.body()), (200, None, &b""[..]));
        assert_eq!(
            present(answer("200 OK", "content-type: text/html\r\n", b"<h1>")).await.unwrap_err(),
            Error::ContentType
        );
        assert_eq!(
            present(answer("303 Go", "location: /y\r\n", b"")).await.unwrap_err(),
            Error::Redirected { status: 303 }
        );
    });
}

#[test]
fn an_answer_shows_no_content_in_debug() {
    run(async {
        let response = present(answer("200 OK", IS_JSON, b"{\"secret\":1}")).await.unwrap();
        assert_eq!(format!("{response:?}"), "Response(200, 12 bytes, [Loopback])");
    });
}

#[test]
fn what_the_caller_must_not_ask_for_is_not_sent() {
    run(async {
        let server = Server::saying("").await;
        let request = Request::post(Purpose::Status, server.address(), &[JSON], JSON, "{}");
        assert_eq!(client().fetch(&request).await.unwrap_err(), Error::MethodNotAllowed);
        let request = Request::post(
            Purpose::Present(None),
            server.address(),
            &[JSON],
            JSON,
            vec![0; 4 * 1024 * 1024 + 1],
        );
        assert_eq!(client().fetch(&request).await.unwrap_err(), Error::RequestTooLong);
        assert_eq!(server.connections(), 0);
    });
}
