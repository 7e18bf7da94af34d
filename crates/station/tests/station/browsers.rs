//! The browser on the wallet's device: who began is who finishes.

use crate::holder::Card;
use crate::scene::{DOOR, Scene, code, door, json, post, text};
use url::Url;
use vouchsafe_credential::Duration;
use vouchsafe_credential::json::Document;
use vouchsafe_openid4vc::http::{JSON, Reach, Request, Response};
use vouchsafe_openid4vc::vp::VerifierReply;
use vouchsafe_openid4vc::vp::limits::COMPLETION_LIFETIME;

struct Begun {
    id: String,
    /// The page that the person's browser is sent to.
    page: Url,
}

fn begin(scene: &Scene) -> Begun {
    let body = r#"{"check":"adult","device":"same","return_to":"https://shop.example/order?id=7"}"#;
    let begun = json(&scene.post("/api/v1/sessions", body));
    assert_eq!(begun.root().get("qr").unwrap().to_json(), "[]");
    Begun { id: text(&begun, "id"), page: Url::parse(&text(&begun, "link")).unwrap() }
}

/// The wallet's link on the page, and the cookie.
fn open(scene: &Scene, begun: &Begun, cookie: Option<&str>) -> (Response, Option<String>) {
    let request = Request::get(begun.page.clone(), "text/html", usize::MAX);
    let request = match cookie {
        Some(cookie) => request.with_header("Cookie", cookie),
        None => request,
    };
    let page = scene.wallet_side(&request);
    let field = page.headers.one("Set-Cookie").map(str::to_owned);
    if let Some(field) = &field {
        assert!(
            field.contains("HttpOnly") && field.contains("SameSite=Lax") && field.contains("Secure"),
            "{field}"
        );
    }
    (page, field.map(|field| field.split(';').next().unwrap().to_owned()))
}

fn link(page: &Response) -> String {
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    html.split("href=\"openid4vp:").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&")
}

/// The response code that comes back to the browser of the wallet.
fn answered(scene: &Scene, page: &Response) -> String {
    let link = format!("openid4vp:{}", link(page));
    let reply = scene.wallet_side(&scene.answer(&link, Card::GOOD));
    let reply = VerifierReply::read(&reply, Reach::HttpsOnly).unwrap();
    let fragment = reply.redirect_uri().unwrap().fragment().unwrap().to_owned();
    fragment.strip_prefix("response_code=").unwrap().to_owned()
}

fn finish(scene: &Scene, id: &str, code: &str, cookie: Option<&str>) -> Response {
    let body = format!(r#"{{"response_code":"{code}"}}"#);
    let request = post(door(&format!("/same/{id}/done")), JSON, &body).with_header("Origin", DOOR);
    scene.wallet_side(&match cookie {
        Some(cookie) => request.with_header("Cookie", cookie),
        None => request,
    })
}

fn state(scene: &Scene, id: &str) -> (String, bool) {
    let session: Document = scene.session(id);
    (text(&session, "state"), session.root().get("outcome").unwrap().is_null())
}

#[test]
fn the_browser_that_began_is_sent_back_with_its_result() {
    let scene = Scene::new();
    let begun = begin(&scene);
    let (page, cookie) = open(&scene, &begun, None);
    let code = answered(&scene, &page);
    // What was decided is told once it has come back.
    assert_eq!(state(&scene, &begun.id), ("asked".to_owned(), true));
    let finished = finish(&scene, &begun.id, &code, cookie.as_deref());
    assert_eq!(text(&json(&finished), "return_to"), "https://shop.example/order?id=7");
    assert_eq!(state(&scene, &begun.id), ("decided".to_owned(), false));
}

#[test]
fn a104_a_relayed_request_is_finished_by_no_other_browser() {
    let scene = Scene::new();
    let begun = begin(&scene);
    // The attacker's browser has the page; the victim's wallet answers, and the victim's browser gets the code.
    let (page, attackers) = open(&scene, &begun, None);
    let code_of_victim = answered(&scene, &page);
    let without = finish(&scene, &begun.id, &code_of_victim, None);
    assert_eq!((without.status, code(&without).as_str()), (403, "openid4vp.browser_mismatch"));
    let guessed = finish(&scene, &begun.id, "AAAA", attackers.as_deref());
    assert_eq!((guessed.status, code(&guessed).as_str()), (400, "openid4vp.response_code_mismatch"));
    // That was the only try of the one with the cookie.
    assert_eq!(finish(&scene, &begun.id, &code_of_victim, attackers.as_deref()).status, 400);
    assert_eq!(state(&scene, &begun.id), ("asked".to_owned(), true));
    scene.clock.pass(COMPLETION_LIFETIME);
    assert_eq!(state(&scene, &begun.id), ("ended".to_owned(), true));
}

#[test]
fn a104_a_code_is_good_once_and_for_five_minutes() {
    let scene = Scene::new();
    for (wait, status) in
        [(Duration::from_secs(COMPLETION_LIFETIME.as_secs() - 1), 200), (COMPLETION_LIFETIME, 400)]
    {
        let begun = begin(&scene);
        let (page, cookie) = open(&scene, &begun, None);
        let response_code = answered(&scene, &page);
        scene.clock.pass(wait);
        let finished = finish(&scene, &begun.id, &response_code, cookie.as_deref());
        assert_eq!(finished.status, status);
        let again = finish(&scene, &begun.id, &response_code, cookie.as_deref());
        assert_eq!((again.status, code(&again).as_str()), (400, "openid4vp.response_code_mismatch"));
    }
}

#[test]
fn a105_a_session_that_somebody_else_began_is_not_opened() {
    let scene = Scene::new();
    let begun = begin(&scene);
    let (_, cookie) = open(&scene, &begun, None);
    for other in [None, Some("vouchsafe_browser=AAAA")] {
        let (page, cookie) = open(&scene, &begun, other);
        assert_eq!((page.status, code(&page).as_str(), cookie), (403, "openid4vp.browser_mismatch", None));
    }
    assert_eq!(open(&scene, &begun, cookie.as_deref()).0.status, 200);
    // The link of one on another device has no such page.
    let (id, _) = scene.begin("adult");
    let page = Begun { page: door(&format!("/same/{id}")), id };
    assert_eq!(open(&scene, &page, None).0.status, 404);
}

#[test]
fn a105_nobody_is_sent_to_where_the_station_does_not_know() {
    let scene = Scene::new();
    for (device, address) in [
        ("same", "https://evil.example/"),
        ("same", "javascript:alert(1)"),
        ("other", "https://shop.example/"),
    ] {
        let body = format!(r#"{{"check":"adult","device":"{device}","return_to":"{address}"}}"#);
        let refused = scene.post("/api/v1/sessions", &body);
        assert_eq!((refused.status, code(&refused).as_str()), (400, "station.return_to"));
    }
    let begun = begin(&scene);
    let elsewhere = post(door(&format!("/same/{}/done", begun.id)), JSON, r#"{"response_code":"x"}"#);
    assert_eq!(
        scene.wallet_side(&elsewhere.clone().with_header("Origin", "https://evil.example")).status,
        403
    );
    assert_eq!(scene.wallet_side(&elsewhere).status, 403);
}
