use crate::scene::{Scene, at, post};
use crate::wallet::keys;
use getrandom::SysRng;
use url::Url;
use vouchsafe_openid4vc::http::{FORM, Request, Response};
use vouchsafe_openid4vc::oauth::LoopbackRedirect;
use vouchsafe_openid4vc::vci::wallet::{
    AuthorizationStart, Authorized, Authorizing, Client, Prepared, Step, TokenOutcome,
};

/// Up to the browser being opened.
pub(crate) fn pushed(scene: &Scene, link: &str) -> Authorizing {
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let client = Client::Public { client_id: "wallet".to_owned() };
    let Prepared::AuthorizationCode(flow) = world.discover(link, client) else {
        panic!("the offer has a code")
    };
    let chosen: Vec<_> = flow.session().offer().configuration_ids().to_vec();
    let chosen: Vec<_> = chosen.iter().map(String::as_str).collect();
    let start = flow.authorize(&chosen, LoopbackRedirect(49_152), scene.now(), &mut SysRng).unwrap();
    let AuthorizationStart::Push(pushing) = start else { panic!("there is somewhere to push to") };
    let response = scene.send(pushing.request());
    match pushing.receive(&response, scene.now(), &mut SysRng).unwrap() {
        Step::Next(authorizing) => authorizing,
        Step::Again(_) => panic!("once more"),
    }
}

/// What a person does on the sign-in page.
pub(crate) fn decide(scene: &Scene, page: &Response, person: &str, decision: &str) -> Response {
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    let login = html.split("name=\"login\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    scene.send(&post("/authorize", FORM, &format!("login={login}&person={person}&decision={decision}")))
}

pub(crate) fn show(scene: &Scene, authorizing: &Authorizing) -> Response {
    scene.send(&Request::get(authorizing.url().clone(), "text/html", usize::MAX))
}

pub(crate) fn redirected(response: &Response) -> Url {
    assert_eq!(response.status, 303);
    Url::parse(response.headers.one("Location").unwrap()).unwrap()
}

fn token(scene: &Scene, authorizing: Authorizing, back: &Url) -> Authorized {
    let pending = authorizing.redirected(back, scene.now(), &mut SysRng).unwrap();
    let response = scene.send(pending.request());
    match pending.receive(&response, scene.now(), &mut SysRng).unwrap() {
        TokenOutcome::Authorized(authorized) => authorized,
        other => panic!("{other:?}"),
    }
}

#[test]
fn somebody_signs_in_and_receives() {
    let scene = Scene::new();
    let (link, _) = scene.offer("residence", "authorization_code");
    let authorizing = pushed(&scene, &link);
    let page = show(&scene, &authorizing);
    assert_eq!(page.status, 200);
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(html.contains("Proof of residence") && html.contains("value=\"erika\" checked"));
    let policy = page.headers.one("Content-Security-Policy").unwrap();
    assert!(
        policy
            .starts_with("default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:49152;")
    );

    let back = redirected(&decide(&scene, &page, "jean", "agree"));
    let authorized = token(&scene, authorizing, &back);
    let send = |request: &_| scene.send(request);
    let received = scene.world(&send).receive(authorized, &keys(2));
    assert_eq!(received.credentials().len(), 2);
    let state = scene.state();
    let person =
        state.root().get("issued").unwrap().elements().unwrap().next().unwrap().get("person").unwrap();
    assert_eq!(person.as_str().unwrap(), "Jean Dupont");
}

#[test]
fn whoever_declines_is_sent_back_with_nothing() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "authorization_code");
    let authorizing = pushed(&scene, &link);
    let back = redirected(&decide(&scene, &show(&scene, &authorizing), "erika", "decline"));
    let error = authorizing.redirected(&back, scene.now(), &mut SysRng).unwrap_err();
    assert_eq!(error.code(), "oauth.server_refused");
    assert!(back.query().unwrap().contains("error=access_denied"));
}

#[test]
fn a_pushed_request_and_a_sign_in_page_are_good_once() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "authorization_code");
    let authorizing = pushed(&scene, &link);
    let page = show(&scene, &authorizing);
    assert_eq!(show(&scene, &authorizing).status, 400);
    assert_eq!(decide(&scene, &page, "erika", "agree").status, 303);
    assert_eq!(decide(&scene, &page, "erika", "agree").status, 400);
    assert_eq!(scene.send(&Request::get(at("/authorize"), "text/html", usize::MAX)).status, 400);
}

#[test]
fn a_code_is_good_for_a_minute_and_once() {
    let scene = Scene::new();
    for (waits, replayed) in [(59, true), (60, false)] {
        let (link, _) = scene.offer("identity", "authorization_code");
        let authorizing = pushed(&scene, &link);
        let back = redirected(&decide(&scene, &show(&scene, &authorizing), "erika", "agree"));
        scene.pass(vouchsafe_credential::Duration::from_secs(waits));
        let pending = authorizing.redirected(&back, scene.now(), &mut SysRng).unwrap();
        let first = scene.send(pending.request());
        assert_eq!(first.status, if replayed { 200 } else { 400 });
        // The same proof again is refused by itself; a code is, whatever comes with it.
        assert_eq!(scene.send(pending.request()).status, 400);
    }
}
