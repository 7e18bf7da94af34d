//! Guesses, losses, floods of what is dear, panics, and what is left behind.

use crate::holder::{CANARY, Card};
use crate::scene::{DESK, Scene, code, desk, door, post, send, text};
use axum::body::Body;
use http_body_util::channel::Channel;
use std::sync::Arc;
use std::time::Duration as Time;
use tower::ServiceExt as _;
use vouchsafe_credential::Duration;
use vouchsafe_openid4vc::http::{FORM, JSON, Request};
use vouchsafe_station::limits::{MAX_ANSWER, MAX_BODY, MAX_TRIES, RESULT_LIFETIME};
use vouchsafe_station::wallet_router;

#[test]
fn a106_a_state_that_is_guessed_at_the_station() {
    let scene = Scene::new();
    let (id, link) = scene.begin("plain");
    let good = scene.answer(&link, Card::GOOD);
    for guess in 0..100 {
        let body = format!("vp_token=%7B%22credential%22%3A%5B%22x%22%5D%7D&state={guess:022}");
        let refused = scene.wallet_side(&post(door(&format!("/answer/{id}")), FORM, &body));
        assert_eq!((refused.status, code(&refused).as_str()), (400, "openid4vp.state_mismatch"));
    }
    // Guesses do not end what they do not know.
    assert_eq!(scene.wallet_side(&good).status, 200);
    let unknown = scene.wallet_side(&post(door("/answer/AAAA"), FORM, "state=x"));
    assert_eq!((unknown.status, code(&unknown).as_str()), (404, "station.session_unknown"));
}

#[test]
fn whoever_knows_the_request_has_so_many_tries() {
    let scene = Scene::new();
    for (tries, taken) in [(MAX_TRIES - 1, 200), (MAX_TRIES, 400)] {
        let (id, link) = scene.begin("plain");
        let good = scene.answer(&link, Card::GOOD);
        let state =
            url::form_urlencoded::parse(&good.body).find(|(name, _)| name == "state").unwrap().1.into_owned();
        for _ in 0..tries {
            let body = format!("vp_token=%7B%22other%22%3A%5B%22x%22%5D%7D&state={state}");
            let refused = scene.wallet_side(&post(door(&format!("/answer/{id}")), FORM, &body));
            assert_eq!(code(&refused), "openid4vp.vp_token_query");
        }
        assert_eq!(scene.wallet_side(&good).status, taken);
    }
}

#[test]
fn a112_a_store_that_is_lost_fails_every_session_closed() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    let answer = scene.answer(&link, Card::GOOD);
    let ready = || scene.wallet_side(&Request::get(door("/ready"), "*/*", usize::MAX)).status;
    assert_eq!(ready(), 200);
    let store = scene.directory.path().join("store");
    std::fs::rename(&store, scene.directory.path().join("lost")).unwrap();
    let refused = scene.wallet_side(&answer);
    assert_eq!((refused.status, code(&refused).as_str()), (503, "station.store"));
    assert!(refused.headers.one("Retry-After").is_some());
    assert_eq!(ready(), 503);
    // Another file in its place knows nothing, and is not written to by whoever opened the first.
    let replica = scene.replica();
    assert_eq!(scene.wallet_side(&answer).status, 503);
    let unknown = scene.runtime.block_on(send(wallet_router(replica), &answer));
    assert_eq!((unknown.status, code(&unknown).as_str()), (404, "station.session_unknown"));
    assert_eq!(scene.get(&format!("/api/v1/sessions/{id}")).status, 503);
}

#[test]
fn a112_a_store_that_cannot_be_written_accepts_nothing() {
    let scene = Scene::new();
    let (_, link) = scene.begin("adult");
    let answer = scene.answer(&link, Card::GOOD);
    let file = scene.directory.path().join("store/station.sqlite");
    let other = rusqlite::Connection::open(file).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let refused = scene.wallet_side(&answer);
    assert_eq!((refused.status, code(&refused).as_str()), (503, "station.store"));
    other.execute_batch("ROLLBACK").unwrap();
    assert!(scene.log().is_empty());
    assert_eq!(scene.wallet_side(&answer).status, 200);
}

#[test]
fn a161_nothing_is_read_for_a_session_that_does_not_wait() {
    let scene = Scene::new();
    let (used, link) = scene.begin("adult");
    assert_eq!(scene.wallet_side(&scene.answer(&link, Card::GOOD)).status, 200);
    for (id, status) in [("unknown", 404), (used.as_str(), 409)] {
        // A body that never comes: whoever waits for it waits for ever.
        let (_never, body) = Channel::<axum::body::Bytes>::new(1);
        let request = axum::http::Request::post(format!("/answer/{id}")).header("Content-Type", FORM);
        let answered =
            wallet_router(Arc::clone(&scene.station)).oneshot(request.body(Body::new(body)).unwrap());
        let answered =
            scene.runtime.block_on(async { tokio::time::timeout(Time::from_secs(5), answered).await });
        assert_eq!(answered.expect("it was not waited for").unwrap().status().as_u16(), status);
    }
}

#[test]
fn a161_what_is_too_long_is_not_read() {
    let scene = Scene::new();
    let (id, link) = scene.begin("plain");
    let path = format!("/answer/{id}");
    for (length, status, reason) in
        [(MAX_ANSWER, 400, "openid4vp.state_mismatch"), (MAX_ANSWER + 1, 413, "station.request_too_large")]
    {
        let refused =
            scene.wallet_side(&post(door(&path), FORM, &format!("state={}", "x".repeat(length - 6))));
        let known = [reason, "openid4vp.parameter_too_long"].contains(&code(&refused).as_str());
        assert!(refused.status == status && known, "{length}: {} {}", refused.status, code(&refused));
    }
    let body = format!(r#"{{"token":"{}"}}"#, "x".repeat(MAX_BODY));
    let long = post(desk("/api/v1/sign-in"), JSON, &body).with_header("Origin", DESK);
    assert_eq!(scene.staff_side(&long).status, 413);
    assert_eq!(scene.wallet_side(&scene.answer(&link, Card::GOOD)).status, 200);
}

#[test]
fn a162_what_a_card_says_is_in_no_file_metric_or_log() {
    let scene = Scene::new();
    for card in [Card::GOOD, Card { expires_in: -3_600, ..Card::GOOD }] {
        let (_, link) = scene.begin("adult");
        assert_eq!(scene.wallet_side(&scene.answer(&link, card)).status, 200);
    }
    let mut seen = vec![scene.get("/metrics").body.to_vec(), scene.get("/api/v1/log").body.to_vec()];
    for entry in scene.log() {
        seen.push(scene.get(&format!("/api/v1/log/{}/receipt", text(&entry, "id"))).body.to_vec());
    }
    for file in std::fs::read_dir(scene.directory.path().join("store")).unwrap() {
        seen.push(std::fs::read(file.unwrap().path()).unwrap());
    }
    for (at, bytes) in seen.iter().enumerate() {
        assert!(!bytes.is_empty() && !contains(bytes, CANARY), "{at}");
    }
}

#[test]
fn a163_a_decision_keeps_reasons_and_digests_and_for_so_long() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    scene.wallet_side(&scene.answer(&link, Card { expires_in: -3_600, ..Card::GOOD }));
    let receipt = text(&scene.log()[0], "id");
    let kept = String::from_utf8(scene.get(&format!("/api/v1/log/{receipt}/receipt")).body.to_vec()).unwrap();
    for part in ["validity.expired", "policy_sha256", "answer_sha256", "nonce_sha256", "\"report\""] {
        assert!(kept.contains(part), "{part}");
    }
    assert!(!kept.contains("\"claims\""));
    // A check that says so keeps them.
    let (_, link) = scene.begin("plain");
    scene.wallet_side(&scene.answer(&link, Card::GOOD));
    let receipt = text(&scene.log()[0], "id");
    let kept = scene.get(&format!("/api/v1/log/{receipt}/receipt"));
    assert!(contains(&kept.body, CANARY));
    // What was shown goes after minutes, decisions after the days that their check says.
    scene.clock.pass(RESULT_LIFETIME);
    scene.station.tick().unwrap();
    assert_eq!(scene.get(&format!("/api/v1/sessions/{id}")).status, 404);
    assert_eq!(scene.log().len(), 2);
    scene.clock.pass(Duration::from_days(1));
    scene.station.tick().unwrap();
    assert_eq!(scene.log().len(), 1);
    scene.clock.pass(Duration::from_days(29));
    scene.station.tick().unwrap();
    assert!(scene.log().is_empty());
    for file in std::fs::read_dir(scene.directory.path().join("store")).unwrap() {
        let path = file.unwrap().path();
        // The write-ahead log may hold what was written before; it is for its owner alone, and is written over.
        if path.extension().is_some_and(|extension| extension == "sqlite") {
            let connection = rusqlite::Connection::open(&path).unwrap();
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
            assert!(!contains(&std::fs::read(&path).unwrap(), CANARY));
        }
    }
}

#[test]
fn a164_the_wallet_is_told_the_same_whatever_was_decided() {
    let scene = Scene::new();
    let told = |card: Card| {
        let (_, link) = scene.begin("adult");
        let reply = scene.wallet_side(&scene.answer(&link, card));
        let headers: Vec<_> = reply.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        (reply.status, headers, reply.body.to_vec())
    };
    let accepted = told(Card::GOOD);
    assert_eq!(accepted.0, 200);
    for card in [
        Card { issued_by: "somebody", ..Card::GOOD },
        Card { held_by: "thief", ..Card::GOOD },
        Card { expires_in: -3_600, ..Card::GOOD },
        Card { shows_name: false, ..Card::GOOD },
    ] {
        assert_eq!(told(card), accepted);
    }
}

#[test]
fn a165_a_panic_is_one_request_lost() {
    let scene = Scene::new();
    let (_, link) = scene.begin("adult");
    let answer = scene.answer(&link, Card::GOOD);
    scene.clock.breaks(true);
    assert_eq!(scene.wallet_side(&answer).status, 500);
    let sign_in = post(desk("/api/v1/sign-in"), JSON, &format!(r#"{{"token":"{}"}}"#, scene.station.token()));
    let sign_in = sign_in.with_header("Origin", DESK);
    let lost = scene.staff_side(&sign_in);
    assert_eq!((lost.status, lost.body.len()), (500, 0));
    assert_eq!(scene.post("/api/v1/sessions", r#"{"check":"adult","device":"other"}"#).status, 500);
    scene.clock.breaks(false);
    assert!(scene.log().is_empty());
    assert_eq!(scene.wallet_side(&answer).status, 200);
    assert_eq!(scene.staff_side(&sign_in).status, 204);
}

#[test]
fn a171_the_staff_side_has_a_port_and_a_token_of_its_own() {
    let scene = Scene::new();
    let (id, _) = scene.begin("adult");
    let staff = [
        "/api/v1/station",
        "/api/v1/checks",
        &format!("/api/v1/sessions/{id}"),
        &format!("/api/v1/sessions/{id}/events"),
        "/api/v1/log",
        "/metrics",
        "/openapi.json",
    ];
    for path in staff {
        let request =
            Request::get(door(path), "*/*", usize::MAX).with_header("Authorization", scene.bearer());
        assert_eq!(scene.wallet_side(&request).status, 404, "{path}");
        for wrong in
            ["", "Bearer", "Bearer x", &scene.bearer()[..20], &format!("Basic {}", scene.station.token())]
        {
            let request = Request::get(desk(path), "*/*", usize::MAX).with_header("Authorization", wrong);
            assert_eq!(scene.staff_side(&request).status, 401, "{path} {wrong}");
        }
        assert_eq!(scene.staff_side(&Request::get(desk(path), "*/*", usize::MAX)).status, 401, "{path}");
    }
    for path in
        [format!("/answer/{id}"), format!("/request/{id}"), format!("/same/{id}"), "/health".to_owned()]
    {
        assert_eq!(scene.get(&path).status, 404, "{path}");
    }
}

pub(crate) fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
