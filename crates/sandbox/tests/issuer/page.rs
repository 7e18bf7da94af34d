use crate::scene::{PUBLIC, Scene, at, json, post, text};
use vouchsafe_openid4vc::http::{FORM, JSON, Request};
use vouchsafe_sandbox::limits::{MAX_ADDRESS, MAX_BODY};

#[test]
fn only_who_has_the_token_gets_a_session() {
    let scene = Scene::new();
    let begin = |token: &str| {
        let body = format!(r#"{{"token":"{token}"}}"#);
        scene.send(&post("/admin/session", JSON, &body).with_header("Origin", PUBLIC)).status
    };
    assert_eq!(begin(scene.sandbox.admin_token()), 200);
    for guess in ["", "x", &scene.sandbox.admin_token()[1..]] {
        assert_eq!(begin(guess), 401);
    }
    assert_eq!(scene.send(&Request::get(at("/admin/state"), JSON, 1)).status, 401);
    for forged in ["Bearer x", "Bearer ", "", &format!("Bearer {}", scene.sandbox.admin_token())] {
        let request = Request::get(at("/admin/state"), JSON, 1).with_header("Authorization", forged);
        assert_eq!(scene.send(&request).status, 401);
    }
}

#[test]
fn what_changes_something_comes_from_the_page_itself() {
    let scene = Scene::new();
    let body = r#"{"person":"erika","configuration":"identity","way":"pre_authorized"}"#;
    assert_eq!(scene.admin("/admin/offers", body).status, 200);
    let begin = format!(r#"{{"token":"{}"}}"#, scene.sandbox.admin_token());
    let from = |origin: Option<&str>, media_type: &str| {
        let request = post("/admin/session", media_type, &begin);
        let request = match origin {
            Some(origin) => request.with_header("Origin", origin),
            None => request,
        };
        scene.send(&request).status
    };
    assert_eq!(from(Some(PUBLIC), JSON), 200);
    for other in [None, Some("null"), Some("https://issuer.example:444"), Some("http://issuer.example")] {
        assert_eq!(from(other, JSON), 403);
    }
    for media_type in [FORM, "text/plain"] {
        assert_eq!(from(Some(PUBLIC), media_type), 400);
    }
    // Without a session nothing is offered, whoever asks.
    assert_eq!(scene.send(&post("/admin/offers", JSON, body).with_header("Origin", PUBLIC)).status, 401);
}

#[test]
fn an_offer_that_cannot_be_made_is_refused() {
    let scene = Scene::new();
    for body in [
        r#"{"person":"nobody","configuration":"identity","way":"pre_authorized"}"#,
        r#"{"person":"erika","configuration":"passport","way":"pre_authorized"}"#,
        r#"{"person":"erika","configuration":"identity","way":"by_post"}"#,
        r#"{"person":"erika","person":"jean","configuration":"identity","way":"pre_authorized"}"#,
        "{}",
        "",
    ] {
        assert_eq!(scene.admin("/admin/offers", body).status, 400, "{body}");
    }
    assert_eq!(scene.admin("/admin/changes", r#"{"id":"x","change":"revoke"}"#).status, 404);
}

#[test]
fn an_offer_comes_with_a_picture_that_the_page_may_show() {
    let scene = Scene::new();
    let body = r#"{"person":"erika","configuration":"identity","way":"pre_authorized_with_tx_code"}"#;
    let made = json(&scene.admin("/admin/offers", body));
    let (link, picture) = (text(&made, "link").unwrap(), text(&made, "qr").unwrap());
    assert!(link.starts_with(
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffers%2F"
    ));
    // Styles in attributes are forbidden by the page's own policy, and scripts do not belong in a picture.
    assert!(picture.starts_with("<svg ") && !picture.contains("style") && !picture.contains("script"));
    let tx_code = text(&made, "tx_code").unwrap();
    assert!(tx_code.len() == 6 && tx_code.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(!link.contains(&tx_code) && scene.get("/offers/x").status == 404);
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let scene = Scene::new();
    for path in
        ["/", "/page.css", "/page.js", "/status/1", "/nothing", "/authorize", "/.well-known/jwt-vc-issuer"]
    {
        let answer = scene.get(path);
        let policy = answer.headers.one("Content-Security-Policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.headers.one("X-Content-Type-Options"), Some("nosniff"), "{path}");
        assert_eq!(answer.headers.one("Referrer-Policy"), Some("no-referrer"), "{path}");
    }
    let page = String::from_utf8(scene.get("/").body.to_vec()).unwrap();
    assert!(!page.contains("style=") && !page.contains("onclick") && !page.contains("<style"));
    assert!(page.contains("<script src=\"/page.js\""));
}

#[test]
fn a_request_is_as_long_as_is_allowed() {
    let scene = Scene::new();
    let with = |length: usize| scene.send(&post("/token", FORM, &"x".repeat(length))).status;
    assert_eq!(with(MAX_BODY), 400);
    assert_eq!(with(MAX_BODY + 1), 413);
    let address = |length: usize| scene.get(&format!("/status/{}", "1".repeat(length - 8))).status;
    assert_eq!(address(MAX_ADDRESS), 404);
    assert_eq!(address(MAX_ADDRESS + 1), 413);
}
