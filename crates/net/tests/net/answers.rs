//! Cases 75 and 77: answers that are none.

use crate::kit::{Server, answer, get, refusal, run};
use tokio::io::AsyncWriteExt as _;
use vouchsafe_net::Error;

const IS_JSON: &str = "content-type: application/json\r\n";

#[test]
fn a75_a_server_that_has_nothing() {
    run(async {
        for (line, status) in
            [("404 Not Found", 404), ("500 Oops", 500), ("204 No Content", 204), ("206 Part", 206)]
        {
            let error = refusal(answer(line, IS_JSON, b"")).await;
            assert_eq!(error, Error::Status { status });
            assert!(error.is_unavailable());
        }
    });
}

#[test]
fn a75_a_connection_that_ends() {
    run(async {
        // Refused, reset before and after the request, ended in the head and in the body.
        let port = Server::saying("").await.port;
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert_ne!(port, gone);
        assert_eq!(get(&format!("http://127.0.0.1:{gone}/x")).await.unwrap_err(), Error::Unreachable);
        let reset = Server::after_request(async |stream: tokio::net::TcpStream| {
            stream.set_zero_linger().unwrap();
        });
        assert_eq!(get(&reset.await.address()).await.unwrap_err(), Error::Broken);
        let whole = answer("200 OK", IS_JSON, b"{\"a\":1}");
        for length in 0..whole.len() {
            let error = refusal(&whole[..length]).await;
            assert_eq!(error, Error::Broken, "{length}");
            assert!(error.is_unavailable());
        }
        let chunked = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
        assert_eq!(refusal(chunked).await, Error::Broken);
        assert_eq!(get(&Server::saying(&whole).await.address()).await.unwrap().body(), b"{\"a\":1}");
    });
}

#[test]
fn a75_another_content_type() {
    run(async {
        for headers in [
            "",
            "content-type: text/html\r\n",
            "content-type: application/jsonp\r\n",
            "content-type: application/json+x\r\n",
            "content-type: \u{e4}\r\n",
            "content-type: application/json\r\ncontent-type: text/html\r\n",
            "content-type: application/json\r\ncontent-type: application/json\r\n",
            "content-type: application/json, text/html\r\n",
        ] {
            let error = refusal(answer("200 OK", headers, b"{}")).await;
            assert_eq!(error, Error::ContentType, "{headers}");
            assert!(!error.is_unavailable());
        }
        for headers in
            ["Content-Type: Application/JSON\r\n", "content-type: application/json; charset=utf-8\r\n"]
        {
            let server = Server::saying(answer("200 OK", headers, b"{}")).await;
            let response = get(&server.address()).await.unwrap();
            assert_eq!((response.status(), response.content_type()), (200, Some("application/json")));
        }
    });
}

#[test]
fn a75_what_is_no_http() {
    run(async {
        for text in [
            "SSH-2.0-OpenSSH_9.2\r\n",
            "220 mail.example ESMTP\r\n\r\n",
            "{}",
            "HTTP/9.9 200 OK\r\n\r\n",
            "\u{0}\u{1}\u{2}\r\n\r\n",
        ] {
            let error = refusal(text).await;
            assert!(matches!(error, Error::NotHttp | Error::Broken), "{text}: {error}");
        }
        let both = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x";
        assert_eq!(refusal(both).await, Error::NotHttp);
    });
}

#[test]
fn a77_a_redirection_is_not_followed() {
    run(async {
        let elsewhere = Server::saying(answer("200 OK", IS_JSON, b"{}")).await;
        for status in [300, 301, 302, 303, 304, 307, 308] {
            for location in [
                elsewhere.address(),
                "https://169.254.169.254/".into(),
                "/x".into(),
                "file:///etc/passwd".into(),
            ] {
                let server = Server::saying(answer(
                    &format!("{status} Moved"),
                    &format!("{IS_JSON}location: {location}\r\n"),
                    b"{}",
                ))
                .await;
                assert_eq!(get(&server.address()).await.unwrap_err(), Error::Redirected { status });
                assert_eq!(server.connections(), 1);
            }
        }
        // Nor one that is written into an answer that is none.
        let refresh = answer(
            "200 OK",
            &format!("{IS_JSON}refresh: 0; url={}\r\nalt-svc: h3=\":1\"\r\n", elsewhere.address()),
            b"{}",
        );
        assert!(get(&Server::saying(refresh).await.address()).await.is_ok());
        assert_eq!(elsewhere.connections(), 0);
    });
}

#[test]
fn more_after_the_answer_is_not_read() {
    run(async {
        let twice = [answer("200 OK", IS_JSON, b"{}"), answer("200 OK", IS_JSON, b"[]")].concat();
        assert_eq!(get(&Server::saying(twice).await.address()).await.unwrap().body(), b"{}");
        let hint = Server::after_request(async |mut stream: tokio::net::TcpStream| {
            let _ = stream.write_all(b"HTTP/1.1 103 Early Hints\r\nlink: </y>\r\n\r\n").await;
            let _ = stream.write_all(&answer("200 OK", IS_JSON, b"{}")).await;
        })
        .await;
        assert_eq!(get(&hint.address()).await.unwrap().body(), b"{}");
        assert_eq!(hint.connections(), 1);
    });
}
