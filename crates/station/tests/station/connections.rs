//! Whoever connects and says nothing, or says it slowly.

use crate::program::{Program, free_ports, send};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use url::Url;
use vouchsafe_openid4vc::http::Request;
use vouchsafe_station::limits::{HEADER_SECONDS, MAX_CONNECTIONS};

#[test]
fn a166_whoever_says_nothing_does_not_keep_others_out() {
    let directory = tempfile::tempdir().unwrap();
    let program = Program::start(directory.path(), free_ports());
    let wallet = Url::parse(&program.wallet).unwrap();
    let connect = || TcpStream::connect(("127.0.0.1", wallet.port().unwrap()));
    // One more than are let in, a few of them with half a request.
    let mut idle = Vec::new();
    for number in 0..=MAX_CONNECTIONS {
        let Ok(mut stream) = connect() else { continue };
        if number % 10 == 0 {
            stream.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
        }
        idle.push(stream);
    }
    assert!(idle.len() > MAX_CONNECTIONS / 2, "{}", idle.len());
    let began = Instant::now();
    let health = Request::get(Url::parse(&format!("{}/health", program.wallet)).unwrap(), "*/*", usize::MAX);
    assert_eq!(send(&health).unwrap().status, 200);
    assert!(began.elapsed() < Duration::from_secs(HEADER_SECONDS * 3), "{:?}", began.elapsed());
    // They were cut off.
    std::thread::sleep(Duration::from_secs(HEADER_SECONDS));
    let mut first = idle.remove(0);
    first.set_read_timeout(Some(Duration::from_secs(HEADER_SECONDS))).unwrap();
    let mut rest = Vec::new();
    let ended = first.read_to_end(&mut rest);
    assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
    // The staff are served meanwhile.
    assert_eq!(program.get("/api/v1/station").status, 200);
}
