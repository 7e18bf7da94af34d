//! From a request to a decision.

use crate::holder::{CANARY, Card};
use crate::scene::{Scene, code, door, json, text};
use vouchsafe_credential::Duration;
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::Request;
use vouchsafe_station::limits::SESSION_LIFETIME;

fn outcome(session: &Document) -> Document {
    session.root().get("outcome").unwrap().to_document()
}

fn claim(outcome: &Document, at: usize) -> (String, String) {
    let claim = outcome.root().get("claims").unwrap().elements().unwrap().nth(at).unwrap();
    (claim.get("state").unwrap().as_str().unwrap().into_owned(), claim.get("value").unwrap().to_json())
}

fn reasons(outcome: &Document) -> Vec<String> {
    let reasons = outcome.root().get("reasons").unwrap().elements().unwrap();
    reasons.map(|reason| reason.get("code").unwrap().as_str().unwrap().into_owned()).collect()
}

#[test]
fn an_answer_is_decided_on_and_shown() {
    for check in ["adult", "plain"] {
        let scene = Scene::new();
        let (id, link) = scene.begin(check);
        assert_eq!(text(&scene.session(&id), "state"), "waiting");
        let answered = scene.wallet_side(&scene.answer(&link, Card::GOOD));
        assert_eq!((answered.status, answered.body.as_slice()), (200, &b"{}"[..]));
        let session = scene.session(&id);
        assert_eq!(text(&session, "state"), "decided");
        let outcome = outcome(&session);
        assert_eq!(text(&outcome, "verdict"), "accepted");
        assert_eq!(claim(&outcome, 0), ("disclosed".to_owned(), "true".to_owned()));
        assert_eq!(claim(&outcome, 1), ("disclosed".to_owned(), format!("\"{CANARY}\"")));
        let attention = outcome.root().get("attention").unwrap().to_json();
        assert!(attention.contains("loosened.no_status") && attention.contains("widerrufen"), "{attention}");
        assert_eq!(scene.log().len(), 1);
        assert_eq!(text(&scene.log()[0], "id"), text(&outcome, "receipt"));
    }
}

#[test]
fn a_signed_request_is_fetched_by_the_wallet() {
    let scene = Scene::certified();
    let (id, link) = scene.begin("adult");
    assert!(
        link.contains("x509_san_dns%3Adoor.example") && link.contains("request_uri_method=post"),
        "{link}"
    );
    let answer = scene.answer(&link, Card::GOOD);
    assert_eq!(text(&scene.session(&id), "state"), "asked");
    assert_eq!(scene.wallet_side(&answer).status, 200);
    assert_eq!(text(&outcome(&scene.session(&id)), "verdict"), "accepted");
    // What was answered is not asked for again.
    let again = scene.wallet_side(&Request::get(door(&format!("/request/{id}")), "*/*", usize::MAX));
    assert_eq!((again.status, code(&again).as_str()), (409, "station.session_used"));
}

#[test]
fn what_is_not_accepted_has_reasons_and_no_claims() {
    let scene = Scene::new();
    for (check, card, verdict, reason) in [
        ("adult", Card { issued_by: "somebody", ..Card::GOOD }, "rejected", "jose.signature_invalid"),
        ("adult", Card { held_by: "thief", ..Card::GOOD }, "rejected", "jose.signature_invalid"),
        ("adult", Card { expires_in: -3_600, ..Card::GOOD }, "rejected", "validity.expired"),
        ("adult", Card { over_18: false, ..Card::GOOD }, "rejected", "query.claim_sets"),
        ("strict", Card::GOOD, "rejected", "status.missing"),
    ] {
        let (id, link) = scene.begin(check);
        assert_eq!(scene.wallet_side(&scene.answer(&link, card)).status, 200);
        let outcome = outcome(&scene.session(&id));
        assert_eq!(text(&outcome, "verdict"), verdict);
        assert!(reasons(&outcome).contains(&reason.to_owned()), "{:?}", reasons(&outcome));
        assert_eq!(outcome.root().get("claims").unwrap().to_json(), "[]");
    }
}

#[test]
fn a_claim_that_is_wished_for_may_stay_away() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    scene.wallet_side(&scene.answer(&link, Card { shows_name: false, ..Card::GOOD }));
    let outcome = outcome(&scene.session(&id));
    assert_eq!(text(&outcome, "verdict"), "accepted");
    assert_eq!(claim(&outcome, 1), ("undisclosed".to_owned(), "null".to_owned()));
}

#[test]
fn who_does_not_want_to_says_so_and_nothing_is_logged() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    assert_eq!(scene.wallet_side(&scene.wallet(|wallet| wallet.decline(&link))).status, 200);
    assert_eq!(text(&scene.session(&id), "state"), "declined");
    assert!(scene.log().is_empty());
}

#[test]
fn a_request_waits_for_so_long() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    let answer = scene.answer(&link, Card::GOOD);
    scene.clock.pass(Duration::from_secs(SESSION_LIFETIME.as_secs() - 1));
    assert_eq!(text(&scene.session(&id), "state"), "waiting");
    scene.clock.pass(Duration::from_secs(1));
    assert_eq!(text(&scene.session(&id), "state"), "ended");
    let late = scene.wallet_side(&answer);
    assert_eq!((late.status, code(&late).as_str()), (400, "openid4vp.session_expired"));
    assert!(scene.log().is_empty());
}

#[test]
fn a_page_is_told_live_and_the_last_is_the_end() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    let answer = scene.answer(&link, Card::GOOD);
    let events =
        Request::get(crate::scene::desk(&format!("/api/v1/sessions/{id}/events")), "*/*", usize::MAX)
            .with_header("Authorization", scene.bearer());
    let router = vouchsafe_station::staff_router(std::sync::Arc::clone(&scene.station));
    let streaming = scene.runtime.spawn(async move { crate::scene::send(router, &events).await });
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert_eq!(scene.wallet_side(&answer).status, 200);
    let stream = scene.runtime.block_on(streaming).unwrap();
    assert_eq!(stream.headers.media_type().as_deref(), Some("text/event-stream"));
    let told = String::from_utf8(stream.body.to_vec()).unwrap();
    let states: Vec<_> = told.split("\n\n").filter(|event| !event.is_empty()).collect();
    assert!(states.first().unwrap().contains(r#""state":"waiting""#), "{told}");
    assert!(states.last().unwrap().contains(r#""verdict":"accepted""#), "{told}");
    assert!(states.iter().all(|event| event.starts_with("event: session\ndata: {")), "{told}");
}

#[test]
fn a_result_outlives_the_program_without_its_values() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    scene.wallet_side(&scene.answer(&link, Card { expires_in: -3_600, ..Card::GOOD }));
    let replica = scene.replica();
    let request = Request::get(crate::scene::desk(&format!("/api/v1/sessions/{id}")), "*/*", usize::MAX)
        .with_header("Authorization", format!("Bearer {}", replica.token()));
    let elsewhere =
        json(&scene.runtime.block_on(crate::scene::send(vouchsafe_station::staff_router(replica), &request)));
    assert_eq!(text(&elsewhere, "state"), "decided");
    assert_eq!(reasons(&outcome(&elsewhere)), reasons(&outcome(&scene.session(&id))));
}
