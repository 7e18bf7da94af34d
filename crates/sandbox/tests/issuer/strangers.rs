//! What strangers can take from others: nothing that lasts.

use crate::attacks::{bearer_token, code_of, error, redeem};
use crate::loopback;
use crate::scene::{Scene, json, post, text};
use std::io::Read as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use vouchsafe_openid4vc::http::{FORM, JSON, Request};
use vouchsafe_sandbox::limits::{HEADER_SECONDS, MAX_CONNECTIONS, MAX_CREDENTIALS_PER_TOKEN, MAX_WAITING};

#[test]
fn a_token_is_good_for_so_many_credentials_whatever_they_are_asked_for_by() {
    let scene = Scene::new();
    let token = bearer_token(&scene, "event_pass_bbs");
    let ask = || {
        let body = r#"{"credential_identifier":"event_pass_bbs-1"}"#;
        scene.send(&post("/credential", JSON, body).with_header("Authorization", format!("Bearer {token}")))
    };
    for _ in 0..MAX_CREDENTIALS_PER_TOKEN {
        assert_eq!(ask().status, 200);
    }
    assert_eq!(error(&ask()), "credential_request_denied");
    let issued = scene.state().root().get("issued").unwrap().size();
    assert_eq!(issued, usize::try_from(MAX_CREDENTIALS_PER_TOKEN).unwrap());
}

#[test]
fn whoever_opens_many_sign_in_pages_keeps_nobody_from_signing_in() {
    let scene = Scene::new();
    let open = || {
        let redirect = "http%3A%2F%2F127.0.0.1%3A9%2Fcallback";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        scene.get(&format!(
            "/authorize?response_type=code&client_id=w&redirect_uri={redirect}&scope=identity\
             &code_challenge={challenge}&code_challenge_method=S256"
        ))
    };
    for _ in 0..MAX_WAITING {
        assert_eq!(open().status, 200);
    }
    let page = String::from_utf8(open().body.to_vec()).unwrap();
    let login = page.split("name=\"login\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let decided = post("/authorize", FORM, &format!("login={login}&person=erika&decision=agree"));
    assert_eq!(scene.send(&decided).status, 303);
}

#[test]
fn what_lies_in_the_store_takes_up_no_offer() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let code = code_of(&scene, &link);
    let name = link.rsplit("%2F").next().unwrap().to_owned();
    assert_eq!((code.len(), name.len()), (43, 43));
    for file in std::fs::read_dir(scene.directory.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&code, &name] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
    let scene = scene.restarted();
    assert_eq!(code_of(&scene, &link), code);
    assert_eq!(redeem(&scene, &code, None).status, 200);
}

#[test]
fn whoever_connects_and_says_nothing_keeps_others_waiting_for_seconds() {
    let (_runtime, _directory, sandbox) = loopback::serve();
    let url = url::Url::parse(&format!("{}/revocation", sandbox.public())).unwrap();
    let port = url.port().unwrap();
    let begun = Instant::now();
    let mut silent: Vec<_> =
        (0..MAX_CONNECTIONS).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let answer = loopback::send(&Request::get(url.clone(), JSON, usize::MAX));
    let waited = begun.elapsed();
    assert_eq!(text(&json(&answer), "registry").as_deref(), Some(url.as_str()));
    let patience = Duration::from_secs(HEADER_SECONDS);
    assert!(waited >= patience - Duration::from_secs(1) && waited < 3 * patience, "{waited:?}");
    // They were told to go.
    silent[0].set_read_timeout(Some(patience)).unwrap();
    let mut last = Vec::new();
    assert!(silent[0].read_to_end(&mut last).is_ok());
}
