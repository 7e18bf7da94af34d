//! Signing in, what the pages are told, and what programs are told of this side.

use crate::holder::Card;
use crate::scene::{DESK, Scene, code, desk, json, post, text};
use vouchsafe_openid4vc::http::{FORM, JSON, Request};
use vouchsafe_station::limits::MAX_LISTED;

const BEGIN: &str = r#"{"check":"adult","device":"other"}"#;

fn sign_in(scene: &Scene) -> String {
    let body = format!(r#"{{"token":"{}"}}"#, scene.station.token());
    let signed_in = scene.staff_side(&post(desk("/api/v1/sign-in"), JSON, &body).with_header("Origin", DESK));
    assert_eq!(signed_in.status, 204);
    let field = signed_in.headers.one("Set-Cookie").unwrap();
    assert!(
        field.contains("HttpOnly") && field.contains("SameSite=Strict") && field.contains("Secure"),
        "{field}"
    );
    field.split(';').next().unwrap().to_owned()
}

#[test]
fn only_who_has_the_token_is_signed_in() {
    let scene = Scene::new();
    let cookie = sign_in(&scene);
    for guess in ["", "x", &scene.station.token()[1..]] {
        let body = format!(r#"{{"token":"{guess}"}}"#);
        let refused =
            scene.staff_side(&post(desk("/api/v1/sign-in"), JSON, &body).with_header("Origin", DESK));
        assert_eq!((refused.status, code(&refused).as_str()), (401, "station.not_signed_in"));
    }
    let asked = |cookie: &str| {
        scene
            .staff_side(&Request::get(desk("/api/v1/checks"), JSON, usize::MAX).with_header("Cookie", cookie))
            .status
    };
    assert_eq!(asked(&cookie), 200);
    assert_eq!(asked(&format!("other=1; {cookie}")), 200);
    assert_eq!(asked("vouchsafe_station=x"), 401);
}

#[test]
fn what_changes_something_comes_from_the_page_itself() {
    let scene = Scene::new();
    let cookie = sign_in(&scene);
    let from = |origin: Option<&str>, media_type: &str| {
        let request = post(desk("/api/v1/sessions"), media_type, BEGIN).with_header("Cookie", &*cookie);
        scene.staff_side(&match origin {
            Some(origin) => request.with_header("Origin", origin),
            None => request,
        })
    };
    assert_eq!(from(Some(DESK), JSON).status, 201);
    for other in [None, Some("null"), Some("https://desk.example:444"), Some("http://desk.example")] {
        assert_eq!(from(other, JSON).status, 403);
    }
    for media_type in [FORM, "text/plain"] {
        assert_eq!(from(Some(DESK), media_type).status, 400);
    }
    // Nor does another site read anything by the person's cookie.
    let read = Request::get(desk("/api/v1/log"), JSON, usize::MAX).with_header("Cookie", &*cookie);
    for (site, status) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)] {
        assert_eq!(
            scene.staff_side(&read.clone().with_header("Sec-Fetch-Site", site)).status,
            status,
            "{site}"
        );
    }
    for response in [scene.staff_side(&read), from(Some("https://evil.example"), JSON)] {
        assert!(response.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
        assert_eq!(response.headers.one("X-Frame-Options"), Some("DENY"));
        assert_eq!(response.headers.one("Cache-Control"), Some("no-store"));
    }
}

#[test]
fn a_check_says_what_it_asks_whom_it_trusts_and_what_it_keeps() {
    let scene = Scene::new();
    let checks = json(&scene.get("/api/v1/checks"));
    let checks = checks.root().get("checks").unwrap();
    let names: Vec<_> = checks.elements().unwrap().map(|check| check.get("id").unwrap().to_json()).collect();
    assert_eq!(names, [r#""adult""#, r#""plain""#, r#""strict""#]);
    let adult = checks.elements().unwrap().next().unwrap();
    assert_eq!(adult.get("name").unwrap().to_json(), r#"{"en":"Over 18","de":"Über 18"}"#);
    assert_eq!(
        adult.get("asks").unwrap().to_json(),
        r#"[{"label":{"en":"Over 18","de":"Über 18"},"path":["age_over_18"],"required":true,"equals":true},{"label":{"en":"Given name","de":"Vorname"},"path":["given_name"],"required":false,"equals":null}]"#
    );
    assert_eq!(
        adult.get("trusts").unwrap().to_json(),
        r#"[{"issuer":"https://issuer.example","types":["https://credentials.example/identity"],"until":"2030-01-01T00:00:00Z"}]"#
    );
    assert_eq!(adult.get("keeps").unwrap().to_json(), r#"{"claims":false,"days":30}"#);
    let rules = adult.get("rules").unwrap().to_json();
    for rule in ["status.max_age", "status.on_unknown", "status.on_missing"] {
        assert!(rules.contains(rule), "{rules}");
    }
}

#[test]
fn the_log_is_read_page_by_page() {
    let scene = Scene::new();
    for _ in 0..5 {
        let (_, link) = scene.begin("adult");
        scene.wallet_side(&scene.answer(&link, Card::GOOD));
    }
    let (mut seen, mut path) = (Vec::new(), "/api/v1/log?limit=2".to_owned());
    loop {
        let page = json(&scene.get(&path));
        let entries = page.root().get("entries").unwrap();
        seen.extend(entries.elements().unwrap().map(|entry| entry.get("id").unwrap().to_json()));
        let Some(next) = page.root().get("next").unwrap().as_str() else { break };
        path = format!("/api/v1/log?limit=2&before={next}");
    }
    assert_eq!(seen.len(), 5);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    assert_eq!(scene.get("/api/v1/log?before=nobody").status, 404);
    assert_eq!(scene.get("/api/v1/log?limit=x").status, 400);
    assert_eq!(scene.get(&format!("/api/v1/log?limit={}", MAX_LISTED + 1)).status, 200);
}

#[test]
fn what_cannot_be_begun_is_refused() {
    let scene = Scene::new();
    for (body, expected) in [
        (r#"{"check":"nobody","device":"other"}"#, "station.check_unknown"),
        (r#"{"check":"adult","device":"third"}"#, "station.request_malformed"),
        (r#"{"check":"adult"}"#, "station.request_malformed"),
        (r#"{"check":"adult","device":"same","return_to":1}"#, "station.request_malformed"),
        ("[", "station.request_malformed"),
        (r#"{"check":"adult","check":"plain","device":"other"}"#, "station.request_malformed"),
    ] {
        assert_eq!(code(&scene.post("/api/v1/sessions", body)), expected, "{body}");
    }
    assert_eq!(code(&scene.get("/api/v1/sessions/nobody")), "station.session_unknown");
    assert_eq!(code(&scene.get("/api/v1/log/nobody/receipt")), "station.nothing_here");
}

#[test]
fn metrics_count_what_happened() {
    let scene = Scene::new();
    let (_, link) = scene.begin("adult");
    scene.begin("adult");
    scene.wallet_side(&scene.answer(&link, Card::GOOD));
    scene.wallet_side(&scene.answer(&link, Card::GOOD));
    let metrics = String::from_utf8(scene.get("/metrics").body.to_vec()).unwrap();
    for line in [
        "vouchsafe_station_sessions_total 2",
        "vouchsafe_station_sessions_open 1",
        "vouchsafe_station_queue_length 0",
        r#"vouchsafe_station_decisions_total{check="adult",verdict="accepted"} 1"#,
        r#"vouchsafe_station_refusals_total{code="station.session_used"} 1"#,
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line}\n{metrics}");
    }
}

#[test]
fn the_description_names_every_endpoint_and_no_other() {
    let scene = Scene::new();
    let description = json(&scene.get("/openapi.json"));
    assert_eq!(text(&description, "openapi"), "3.1.0");
    let source = include_str!("../../src/staff/mod.rs");
    let served: std::collections::BTreeSet<_> =
        source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    let paths = description.root().get("paths").unwrap();
    let described = paths.entries().unwrap().map(|(path, _)| path.into_owned()).collect();
    assert_eq!(served, described);
}
