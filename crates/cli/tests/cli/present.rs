//! Answering a verifier over HTTP, on this machine.

use crate::kit::{Desk, ISSUE, PASSPHRASE, Run};
use getrandom::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PublicKeyData, SanType, SignatureAlgorithm,
};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use vouchsafe_app::now;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ResponseUri, base64url};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{JSON, Method};
use vouchsafe_openid4vc::vp::{Client, Link, Order, PostedAnswer, Session, WalletAnswer};

const OPEN: &str = "--passphrase-file pass --dev-loopback-http";

/// A verifier that listens on this machine, until the test is over.
struct Door {
    link: String,
    authority: Vec<u8>,
    /// What was posted to it.
    answers: Receiver<(WalletAnswer, Vec<u8>)>,
}

impl Door {
    /// Which replies with these statuses in turn.
    fn open(statuses: Vec<u16>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        let (authority, chain) = certify(&key);
        let client = Client::x509_san_dns("localhost", key, chain).unwrap();
        let query = r#"{"credentials":[{"id":"residence","format":"dc+sd-jwt",
            "meta":{"vct_values":["https://city.example/types/residence"]},"claims":[{"path":["age_over_18"]}]}]}"#;
        let order =
            Order::new(query.as_bytes(), ResponseUri::new(format!("{base}/answers")).unwrap()).unwrap();
        let session = client.begin(&order, now(), &mut SysRng).unwrap();
        let request_uri = format!("{base}/request");
        let by_reference = Link::ByReference { request_uri: &request_uri, method: Method::Post };
        let link = session.link(&client, "openid4vp://", by_reference).unwrap();
        let (posted, answers) = channel();
        std::thread::spawn(move || {
            let mut statuses = statuses.into_iter();
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let (path, media_type, body) = read(&stream);
                let (status, content_type, reply) = if path == "/request" {
                    let served =
                        session.serve(&client, Method::Post, Some(&media_type), &body, now()).unwrap();
                    (200, served.headers.media_type().unwrap(), served.body.to_vec())
                } else {
                    posted.send((open(&session, &media_type, &body), body)).unwrap();
                    let reply = br#"{"redirect_uri":"https://door.example/next"}"#.to_vec();
                    (statuses.next().unwrap(), JSON.to_owned(), reply)
                };
                write(stream, status, &content_type, &reply);
            }
        });
        Self { link, authority, answers }
    }
}

fn open(session: &Session, media_type: &str, body: &[u8]) -> WalletAnswer {
    PostedAnswer::parse(Some(media_type), body).unwrap().open(session, now()).unwrap()
}

fn read(stream: &TcpStream) -> (String, String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let field = |name: &str| {
        let found = lines.iter().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
        found.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
    };
    let mut body = vec![0; field("content-length").parse().unwrap_or_default()];
    reader.read_exact(&mut body).unwrap();
    (lines[0].split(' ').nth(1).unwrap().to_owned(), field("content-type"), body)
}

fn write(mut stream: TcpStream, status: u16, content_type: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status} .\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
}

/// Our signing key as what a certificate certifies.
struct Certified(Vec<u8>);

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

/// An authority, and the chain of the verifier under it.
fn certify(key: &SigningKey) -> (Vec<u8>, Vec<Vec<u8>>) {
    let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
    let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
    let point = Certified([&[4][..], &coordinate("x"), &coordinate("y")].concat());
    let (mut authority, secret) = (CertificateParams::default(), KeyPair::generate().unwrap());
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let mut leaf = CertificateParams::default();
    // Otherwise it would have the name of its authority.
    leaf.distinguished_name.push(DnType::CommonName, "door");
    leaf.subject_alt_names = vec![SanType::DnsName("localhost".try_into().unwrap())];
    let leaf = leaf.signed_by(&point, &Issuer::from_params(&authority, &secret)).unwrap();
    (authority.self_signed(&secret).unwrap().der().to_vec(), vec![leaf.der().to_vec()])
}

/// A wallet with one residence card.
fn desk(door: &Door) -> Desk {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("authority.der", &door.authority);
    desk.write("link.txt", &door.link);
    desk.done("wallet create --passphrase-file pass");
    desk.done("wallet new-key --out holder.jwk --passphrase-file pass");
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done("wallet import card.txt --issuer-key city.jwk --passphrase-file pass");
    desk.done("issuer publish --dir city --out lists");
    desk.done("wallet status --list lists/1.jwt --passphrase-file pass");
    desk
}

fn present(desk: &Desk, request: &str, more: &str, typed: &str) -> Run {
    let line = format!("wallet present {request} --trust-ca authority.der {more} {OPEN}");
    desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), typed.as_bytes())
}

#[test]
fn a_person_sees_who_asks_and_agrees() {
    let door = Door::open(vec![200]);
    let desk = desk(&door);
    let run = present(&desk, "link.txt", "", "y\ny\n");
    assert_eq!(run.exit, 0, "{run:?}");
    for seen in [
        "Fetch their request from localhost?",
        "x509_san_dns:localhost",
        "Proven by a certificate",
        "fingerprint",
    ] {
        assert!(run.stderr.contains(seen), "{seen}: {run:?}");
    }
    assert!(
        run.stdout.contains("Sent to localhost") && run.stdout.contains("https://door.example/next"),
        "{run:?}"
    );
    assert!(run.stdout.contains("For development"), "{run:?}");
    assert!(matches!(door.answers.recv().unwrap().0, WalletAnswer::Presented(_)));
    let history = desk.done("wallet history --passphrase-file pass --json").json();
    let entry = history["entries"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&entry["progress"], &entry["development"][0]),
        (&"delivered".into(), &"loopback_http".into())
    );
    let again = present(&desk, "link.txt", "--yes-share age_over_18", "");
    assert_eq!(again.exit, 2);
    assert!(again.stderr.starts_with("error[wallet.request_replayed]"), "{again:?}");
}

#[test]
fn a_script_shares_just_what_it_agreed_to_or_nothing() {
    let door = Door::open(vec![500, 200]);
    let desk = desk(&door);
    for other in ["given_name", "age_over_18,given_name"] {
        let run = present(&desk, "-", &format!("--yes-share {other}"), &door.link);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.starts_with("error[cli.other_fields]"), "{run:?}");
    }
    let run = present(&desk, &door.link, "--yes-share age_over_18 --json", "");
    let json = run.json();
    assert_eq!(
        (run.exit, &json["progress"], &json["status"]),
        (2, &"pending".into(), &500.into()),
        "{run:?}"
    );
    assert_eq!((&json["command"], &json["version"]), (&"wallet.present".into(), &1.into()));
    assert_eq!(json["verifier"]["proof"], "x509_san_dns");
    let entry = json["entry"].as_u64().unwrap();
    let resent = desk.done(&format!("wallet resend {entry} {OPEN}"));
    assert!(resent.stdout.contains("Sent to localhost"), "{resent:?}");
    let bodies: Vec<Vec<u8>> = door.answers.try_iter().map(|(_, body)| body).collect();
    assert!(bodies.len() == 2 && bodies[0] == bodies[1], "the same, byte for byte");
}

/// A request by value that names an address of its own needs no signature, whatever is trusted.
#[test]
fn a_script_answers_nobody_for_whom_nobody_vouches() {
    let door = Door::open(vec![]);
    let desk = desk(&door);
    desk.write("evil.txt", unproven_link("https%3A%2F%2Fevil.example%2Fx"));
    let run = present(&desk, "evil.txt", "--yes-share age_over_18", "");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.starts_with("error[cli.not_proven]"), "{run:?}");
}

#[test]
fn nothing_is_said_to_whom_nobody_vouches_for_and_no_more_than_no_to_others() {
    let door = Door::open(vec![200]);
    let desk = desk(&door);
    desk.write("none.txt", "");
    let line = format!("wallet present link.txt --yes-share age_over_18 {OPEN}");
    let unknown = desk.run(&line);
    assert_eq!(unknown.exit, 2, "{unknown:?}");
    assert!(unknown.stderr.starts_with("error[jose.x5c_untrusted]"), "{unknown:?}");
    assert!(door.answers.try_recv().is_err());
    let declined = present(&desk, "link.txt", "", "y\nn\ny\n");
    assert_eq!(declined.exit, 1, "{declined:?}");
    assert!(matches!(door.answers.recv().unwrap().0, WalletAnswer::Refused(_)));
    for (line, code) in [
        ("wallet present nothing.txt", "cli.no_request"),
        ("wallet present none.txt", "cli.file_empty"),
        ("wallet present link.txt --share given_name", "cli.misuse"),
        ("wallet present 3f9c --card a=b --audience a --nonce n", "cli.misuse"),
    ] {
        let run = desk.run(&format!("{line} --passphrase-file pass"));
        assert!(run.exit == 2 && run.stderr.starts_with(&format!("error[{code}]")), "{line}: {run:?}");
    }
}

/// A request by value of somebody at this address, for whom nobody vouches.
fn unproven_link(here: &str) -> String {
    let query = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["https://city.example/types/residence"]},"claims":[{"path":["age_over_18"]}]}]}"#;
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!(
        "openid4vp://?client_id=redirect_uri%3A{here}&response_uri={here}&response_type=vp_token&response_mode=direct_post&nonce=n-0S6_WzA2MjAbCdEfGhIj&state=s-0S6_WzA2MjAbCdEfGhIj&dcql_query={encoded}"
    )
}

#[test]
fn what_never_left_is_said_with_its_reason() {
    let door = Door::open(vec![]);
    let desk = desk(&door);
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    desk.write("gone.txt", unproven_link(&format!("http%3A%2F%2Flocalhost%3A{port}%2Fx")));
    let run = present(&desk, "gone.txt", "", "y\n");
    assert_eq!(run.exit, 2, "{run:?}");
    for seen in
        ["Not sent to localhost", "Nothing left your wallet", "net.unreachable", "connection to the internet"]
    {
        assert!(run.stdout.contains(seen), "{seen}: {run:?}");
    }
    let history = desk.done("wallet history --passphrase-file pass --json").json();
    assert_eq!(history["entries"].as_array().unwrap().last().unwrap()["progress"], "not_sent");
    // An address that is never asked costs nothing: not even the request.
    for _ in 0..2 {
        desk.write("inside.txt", unproven_link("https%3A%2F%2F10.0.0.1%2Fx"));
        let run = present(&desk, "inside.txt", "", "y\n");
        assert_eq!(run.exit, 2, "{run:?}");
        assert!(run.stderr.contains("error[net.private_address]"), "{run:?}");
        assert!(run.stderr.contains("unchanged: nothing left the wallet"), "{run:?}");
    }
    let now = desk.done("wallet history --passphrase-file pass --json").json();
    assert_eq!(now, history);
}

#[test]
fn a108_while_one_request_is_looked_at_another_is_told_so_and_the_first_goes_on() {
    let (door, other) = (Door::open(vec![200]), Door::open(vec![]));
    let desk = desk(&door);
    desk.write("other.txt", &other.link);
    let line = format!("wallet present link.txt --trust-ca authority.der {OPEN}");
    let mut first = desk.command(&line.split_whitespace().collect::<Vec<_>>()).spawn().unwrap();
    let mut seen = Vec::new();
    let mut screen = first.stderr.take().unwrap();
    while !seen.ends_with(b"[y/N] ") {
        let mut byte = [0];
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    let second = present(&desk, "other.txt", "--yes-share age_over_18", "");
    assert_eq!((second.exit, second.stdout.as_str()), (2, ""), "{second:?}");
    assert!(second.stderr.starts_with("error[vault.in_use]"), "{second:?}");
    assert!(second.stderr.contains("close the other window or command"), "{second:?}");
    assert!(other.answers.try_recv().is_err(), "nobody is answered");
    first.stdin.take().unwrap().write_all(b"y\ny\n").unwrap();
    // What it still says has to go somewhere.
    std::thread::spawn(move || std::io::copy(&mut screen, &mut std::io::sink()));
    assert!(first.wait_with_output().unwrap().status.success());
    assert!(matches!(door.answers.recv().unwrap().0, WalletAnswer::Presented(_)));
}

/// The QR code of a text, as a picture.
fn picture(text: &str) -> Vec<u8> {
    let code = fast_qr::qr::QRBuilder::new(text).build().unwrap();
    let size = u32::try_from(code.size).unwrap();
    let pixels = image::GrayImage::from_fn((size + 8) * 4, (size + 8) * 4, |x, y| {
        let inside =
            |at: u32| (at / 4).checked_sub(4).filter(|at| *at < size).map(|at| usize::try_from(at).unwrap());
        let dark = inside(x).zip(inside(y)).is_some_and(|(x, y)| code[y][x].value());
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn a_request_is_read_from_a_picture_of_its_qr_code() {
    let door = Door::open(vec![200]);
    let desk = desk(&door);
    let code = picture(&door.link);
    desk.write("code.png", &code);
    let run = present(&desk, "code.png", "--yes-share age_over_18", "");
    assert!(run.exit == 0 && run.stdout.contains("Sent to localhost"), "{run:?}");
    let line = format!("wallet present - --trust-ca authority.der --yes-share age_over_18 {OPEN}");
    let piped = desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), &code);
    assert!(piped.stderr.starts_with("error[wallet.request_replayed]"), "{piped:?}");
    desk.write("none.png", [&code[..60], &[0; 60]].concat());
    desk.write("other.png", picture("https://shop.example/menu"));
    for (file, code) in [("none.png", "app.picture_unreadable"), ("other.png", "openid4vp.")] {
        let run = present(&desk, file, "--yes-share age_over_18", "");
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.starts_with(&format!("error[{code}")), "{run:?}");
    }
}
