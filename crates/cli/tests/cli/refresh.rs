//! Evidence over HTTP, on this machine: what a wallet refreshes, and what a verifier fetches before it decides.

use crate::kit::{CLAIMS, Desk, PASSPHRASE, TYPE};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const OPEN: &str = "--passphrase-file pass";

/// The city's web server: it serves what lies in a directory, and counts.
struct City {
    id: String,
    asked: Arc<AtomicUsize>,
}

impl City {
    fn serve(directory: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let id = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
                answer(&stream.unwrap(), &directory);
            }
        });
        Self { id, asked }
    }

    fn take_asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

fn answer(mut stream: &TcpStream, directory: &Path) {
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    assert!(lines.any(|line| line.is_empty()));
    let path = first.split(' ').nth(1).unwrap();
    let (file, kind) = match path {
        "/status/1" => ("1.jwt".to_owned(), "application/statuslist+jwt"),
        "/revocation" => ("revocation.json".to_owned(), "application/json"),
        "/.well-known/jwt-vc-issuer" => ("keys.json".to_owned(), "application/json"),
        _ => (path.trim_start_matches('/').replace('/', "-") + ".txt", "text/plain"),
    };
    let (status, body) = match std::fs::read(directory.join(file)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
}

/// A city that publishes over HTTP, and a wallet with a card of it, of either kind.
fn scene() -> (Desk, City) {
    let desk = Desk::new();
    let city = City::serve(desk.path("www"));
    desk.write("pass", PASSPHRASE);
    desk.done(&format!("issuer init --dir city --id {}", city.id));
    desk.write("city.jwk", desk.done("issuer show-key --dir city").stdout);
    desk.write("type.toml", TYPE);
    desk.write("claims.json", CLAIMS);
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done("issuer issue --dir city --type type.toml --claims claims.json --holder-key holder.jwk --name ada --out card.txt");
    desk.done(
        "issuer issue --dir city --proof bbs --type type.toml --claims claims.json --name pass --out bbs.txt",
    );
    desk.done("issuer publish --dir city --out www");
    for card in ["card.txt", "bbs.txt"] {
        desk.done(&format!("wallet import {card} --issuer-key city.jwk {OPEN}"));
    }
    (desk, city)
}

fn refresh(desk: &Desk, more: &str) -> (i32, serde_json::Value) {
    let run = desk.run(&format!("wallet refresh --dev-loopback-http --json {more} {OPEN}"));
    (run.exit, run.json())
}

fn states(desk: &Desk) -> Vec<String> {
    let list = desk.done(&format!("wallet list --json {OPEN}")).json();
    let state = |card: &serde_json::Value| card["state"]["code"].as_str().unwrap().to_owned();
    list["cards"].as_array().unwrap().iter().map(state).collect()
}

#[test]
fn a_wallet_fetches_what_tells_how_its_cards_stand() {
    let (desk, city) = scene();
    assert_eq!(states(&desk), ["cannot_tell"; 2]);
    // Without the switch nobody is asked on this machine.
    let run = desk.run(&format!("wallet refresh --json {OPEN}"));
    assert_eq!((run.exit, city.take_asked()), (2, 0));
    let items = run.json()["items"].clone();
    assert!(items.as_array().unwrap().iter().all(|item| item["error"]["code"] == "net.not_https"), "{items}");
    let (exit, view) = refresh(&desk, "");
    assert_eq!((exit, &view["development"]), (0, &serde_json::json!(["loopback_http"])), "{view}");
    assert_eq!(states(&desk), ["valid"; 2]);
    assert!(city.take_asked() >= 3);
    // Nothing is due.
    let (exit, view) = refresh(&desk, "");
    assert_eq!((exit, view["items"].as_array().unwrap().len(), city.take_asked()), (0, 0, 0));
    let page = desk.done(&format!("wallet refresh --dev-loopback-http {OPEN}")).stdout;
    assert!(page.contains("Nothing is due") && page.contains("For development: this machine"), "{page}");
    // The list is gone from the server: what is known stays, and the rest is taken over.
    std::fs::remove_file(desk.path("www/1.jwt")).unwrap();
    let page = desk.run(&format!("wallet refresh --all --dev-loopback-http {OPEN}"));
    assert_eq!(page.exit, 2);
    assert!(page.stdout.contains("1 of 2 items could not be taken over"), "{page:?}");
    assert!(page.stdout.contains("net.status") && page.stdout.contains("→"), "{page:?}");
    assert_eq!(states(&desk), ["valid"; 2]);
    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out www");
    assert_eq!(refresh(&desk, "--all").0, 0);
    assert_eq!(states(&desk), ["revoked", "valid"]);
}

#[test]
fn a_verifier_fetches_before_it_decides_and_carries_it_to_a_desk_without_a_network() {
    let (desk, city) = scene();
    assert_eq!(refresh(&desk, "").0, 0);
    let of = format!("{}/", city.id);
    desk.write(
        "policy.toml",
        format!(
            "version = 1\ntypes = [\"https://city.example/types/residence\"]\nproofs = [\"sd-jwt\", \"bbs\"]\n\
             [[trust]]\nissuer = \"{}\"\ntypes = \"any\"\nkey_set = \"city.jwk\"\n",
            city.id
        ),
    );
    let cards = desk.done(&format!("wallet list --json {OPEN}")).json();
    for (at, out) in [(0, "shown.txt"), (1, "proven.txt")] {
        let card = cards["cards"][at]["id"].as_str().unwrap();
        desk.done(&format!(
            "wallet present {card} --share age_over_18 --audience https://door.example --nonce n-0S6_WzA2Mj --yes --out {out} {OPEN}"
        ));
    }
    let verify = |file: &str, more: &str| {
        desk.run(&format!(
            "verify {file} --policy policy.toml --audience https://door.example --nonce n-0S6_WzA2Mj --json {more}"
        ))
    };
    let online = "--online --evidence-snapshot evidence.snapshot --dev-loopback-http";
    for file in ["shown.txt", "proven.txt"] {
        city.take_asked();
        let without = verify(file, "");
        assert_eq!((without.exit, city.take_asked()), (1, 0), "{without:?}");
        assert_eq!(without.json().get("fetched"), None);
        let with = verify(file, online);
        assert_eq!(with.exit, 0, "{with:?}");
        let report = with.json();
        assert!(report["fetched"][0]["from"].as_str().unwrap().starts_with(&of), "{report}");
        assert_eq!(report["development"], serde_json::json!(["loopback_http"]));
        assert!(city.take_asked() > 0);
    }
    // The last run had the first one's list from the file, and put the statements beside it.
    for file in ["shown.txt", "proven.txt"] {
        let offline = verify(file, "--evidence-snapshot evidence.snapshot");
        assert_eq!((offline.exit, city.take_asked()), (0, 0), "{offline:?}");
        assert_eq!(offline.json()["snapshot"]["is_whole"], true);
    }
    // What is missing is said, and is not a yes.
    std::fs::remove_file(desk.path("www/1.jwt")).unwrap();
    let page = desk.run(
        "verify shown.txt --policy policy.toml --audience https://door.example --nonce n-0S6_WzA2Mj --online --dev-loopback-http",
    );
    assert_eq!(page.exit, 1);
    assert!(page.stdout.contains("CAN'T TELL") && page.stdout.contains("net.status"), "{page:?}");
    desk.refused(
        "verify shown.txt --policy policy.toml --audience https://door.example --nonce n-0S6_WzA2Mj --evidence-snapshot card.txt",
        "evidence.snapshot_foreign",
    );
}
