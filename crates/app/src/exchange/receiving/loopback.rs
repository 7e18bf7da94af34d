use super::limits::{COME_BACK_READ, MAX_COME_BACK, MAX_COME_BACKS};
use crate::Error;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Listens on this machine, at a port that the operating system chose, for the browser to come back (RFC 8252 section 7.3). Anybody on this
/// machine can speak to it: what comes is bounded, and nothing of it is believed by itself.
pub(super) struct LoopbackListener {
    port: u16,
    visits: Receiver<Visit>,
    ended: Arc<AtomicBool>,
}

/// Somebody who came, and waits to be answered.
struct Visit {
    /// Path and query.
    target: Zeroizing<String>,
    stream: TcpStream,
}

/// What a browser shows once it is done. Nothing is fetched, run, kept, or told to the next page.
const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vouchsafe</title>\
<body style=\"font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem\">\
<h1 style=\"font-size:1.4rem\">You can close this window</h1><p>Your wallet goes on by itself.</p></body></html>\n";

const NOTHING_HERE: &str = "Nothing is here.\n";

impl LoopbackListener {
    /// Listens from now on, until it is dropped.
    pub(super) fn bind() -> Result<Self, Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|_| Error::LoopbackUnavailable)?;
        let port = listener.local_addr().map_err(|_| Error::LoopbackUnavailable)?.port();
        let (sender, visits) = channel();
        let ended = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ended);
        std::thread::spawn(move || accept(&listener, port, &sender, &until));
        Ok(Self { port, visits, ended })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the one visit that `is_answer` takes, by its path and query, and gives that back. Others are told that nothing is here.
    pub(super) fn wait(
        &self,
        time: Duration,
        is_answer: impl Fn(&str) -> bool,
    ) -> Result<Zeroizing<String>, Error> {
        let deadline = Instant::now() + time;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.visits.recv_timeout(left) {
                Ok(Visit { target, stream }) if is_answer(&target) => {
                    respond(stream, "200 OK", "text/html; charset=utf-8", PAGE);
                    return Ok(target);
                }
                Ok(Visit { stream, .. }) => {
                    respond(stream, "404 Not Found", "text/plain; charset=utf-8", NOTHING_HERE);
                }
                Err(RecvTimeoutError::Timeout) => return Err(Error::SignInTooSlow),
                Err(RecvTimeoutError::Disconnected) => return Err(Error::LoopbackUnavailable),
            }
        }
    }
}

impl Drop for LoopbackListener {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // So that it is noticed.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

/// Browsers open connections that they may never use, so each is read by itself.
fn accept(listener: &TcpListener, port: u16, visits: &Sender<Visit>, ended: &AtomicBool) {
    let reading = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        if ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        if reading.fetch_add(1, Ordering::SeqCst) >= MAX_COME_BACKS {
            reading.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (visits, reading) = (visits.clone(), Arc::clone(&reading));
        std::thread::spawn(move || {
            if let Some(visit) = read(stream, port) {
                let _ = visits.send(visit);
            }
            reading.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// The head of a GET for this host: of another one, a page of somebody else's would be asking (DNS rebinding).
fn read(mut stream: TcpStream, port: u16) -> Option<Visit> {
    let deadline = Instant::now() + COME_BACK_READ;
    let mut head = Zeroizing::new(Vec::with_capacity(MAX_COME_BACK));
    let mut piece = Zeroizing::new([0; 1024]);
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || head.len() >= MAX_COME_BACK {
            return None;
        }
        stream.set_read_timeout(Some(left)).ok()?;
        let room = MAX_COME_BACK.saturating_sub(head.len()).min(piece.len());
        let read = stream.read(piece.get_mut(..room)?).ok().filter(|read| *read > 0)?;
        head.extend_from_slice(piece.get(..read)?);
    }
    let text = std::str::from_utf8(&head).ok()?;
    let mut lines = text.split("\r\n");
    let target = lines.next()?.strip_prefix("GET ")?.strip_suffix(" HTTP/1.1")?;
    let host = format!("127.0.0.1:{port}");
    let mut hosts =
        lines.filter_map(|line| line.split_once(':')).filter(|(name, _)| name.eq_ignore_ascii_case("host"));
    let is_ours = hosts.next().is_some_and(|(_, value)| value.trim() == host) && hosts.next().is_none();
    let sound = target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic());
    (is_ours && sound).then(|| Visit { target: Zeroizing::new(target.to_owned()), stream })
}

fn respond(mut stream: TcpStream, status: &str, content_type: &str, body: &str) {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
         Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.set_write_timeout(Some(COME_BACK_READ));
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    let _ = stream.shutdown(Shutdown::Write);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    fn get(port: u16, target: &str) -> String {
        ask(port, &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"))
    }

    #[test]
    fn one_answer_is_taken_whoever_else_comes() {
        let listener = LoopbackListener::bind().unwrap();
        let port = listener.port();
        let silent = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        let visitors = std::thread::spawn(move || {
            let other = get(port, "/favicon.ico");
            (other, get(port, "/callback?state=right&code=1"))
        });
        let answer = listener.wait(Duration::from_secs(10), |target| target.contains("state=right")).unwrap();
        assert_eq!(answer.as_str(), "/callback?state=right&code=1");
        let (other, page) = visitors.join().unwrap();
        assert!(other.starts_with("HTTP/1.1 404 "), "{other}");
        assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("You can close this window"), "{page}");
        assert!(page.contains("Cache-Control: no-store") && page.contains("default-src 'none'"));
        assert!(!page.contains("code=1"));
        drop(silent);
        drop(listener);
    }

    #[test]
    fn what_is_no_plain_request_of_a_browser_here_is_hung_up_on() {
        let listener = LoopbackListener::bind().unwrap();
        let port = listener.port();
        for request in [
            format!("GET /callback HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"),
            format!("GET /callback HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
            format!("POST /callback HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
            format!("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
            "GET /callback HTTP/1.1\r\n\r\n".to_owned(),
        ] {
            assert_eq!(ask(port, &request), "", "{request}");
        }
        let head = |length: usize| {
            let start = format!("GET /callback HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX: ");
            format!("{start}{}\r\n\r\n", "a".repeat(length - start.len() - 4))
        };
        let asked = std::thread::spawn({
            let (fits, too_long) = (head(MAX_COME_BACK), head(MAX_COME_BACK + 1));
            move || (ask(port, &too_long), ask(port, &fits))
        });
        assert_eq!(listener.wait(Duration::from_secs(10), |_| true).unwrap().as_str(), "/callback");
        let (too_long, fits) = asked.join().unwrap();
        assert!(too_long.is_empty() && fits.starts_with("HTTP/1.1 200"), "{too_long}");
        let late = listener.wait(Duration::from_millis(10), |_| true).unwrap_err();
        assert_eq!(late.code(), "app.sign_in_too_slow");
    }
}
